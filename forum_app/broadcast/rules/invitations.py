"""A pasted invitation to a web meeting, read into fields. Pure.

Zoom, Teams, Webex, Google Meet and Jitsi, in the wording of their English and Vietnamese mails.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...i18n import N_
from ...refusal import Refusal
from .addresses import AddressUnreadable, address_in, host_of
from .links import service_of
from .pasted import straightened
from .secrets import Parted, is_key, with_typed
from .wrapped import AddressInside, unwrapped

MOST = 20_000  # characters
MOST_NUMBERS = 20
_WEB = re.compile(r"https://[^\s<>\"'\])]+", re.IGNORECASE)
_PLAIN = re.compile(r"\bhttp://[^\s<>\"'\])]+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:meeting (?:id|number)(?: \(access code\))?|access code"
    r"|(?:id|mã|số) cuộc họp(?: \(mã truy (?:cập|nhập)\))?|mã truy (?:cập|nhập))"
    r"\s*:\s*([\d \u00a0-]{6,20}\d)",
    re.IGNORECASE,
)
_PASSCODE = re.compile(
    r"(?:passcode|(?:meeting )?password|mật (?:mã|khẩu)(?: cuộc họp)?|mã bảo mật)\s*:\s*(\S{1,80})",
    re.IGNORECASE,
)
_PHONE_ROOM = re.compile(
    r"(?:phone conference id|(?<!video )conference id|id hội nghị(?: qua điện thoại)?|mã hội nghị)"
    r"\s*:\s*([\d ]{4,20}\d)",
    re.IGNORECASE,
)
_TAPPED = re.compile(r"\+\d[\d().-]{5,20},,(\d{5,15})#")  # a telephone dials it after the number
_PIN = re.compile(r"(?:\bPIN|mã PIN)\s*:\s*([\d ]{3,20}\d)", re.IGNORECASE)
_PHONE = re.compile(r"\+\d[\d ().\u00a0-]{5,20}\d")
_SIP = re.compile(
    r"(?:sips?:)?([\w.+-]{2,80}@(?:[\w-]+\.)*(?:zoomcrc\.com|webex\.com|pexip\.\w+|jit\.si|8x8\.vc))"
    r"|sips?:([\w.+-]{1,80}@[\w.-]{3,120}\w)",
    re.IGNORECASE,
)
_PIN_OF_PHONES = re.compile(r"\((\d{4,12}) (?:from|when|khi|từ) [^)]{3,80}\)", re.IGNORECASE)
_NO_MEETING = re.compile(r"/(?:u|tel|dialin|help|meetingoptions|test|static)\b|/JoinTeams")
_CUT_OFF = re.compile(r"/(?:j|s|w|wc/join|meet|meetup-join)/?(?:[?#]|$)|meet\.google\.com/?$")
_IN_ADDRESS = (  # what tells one meeting of a service from another
    re.compile(r"/(?:j|s|w|wc/join|meet)/(\d{9,15})(?:\D|$)"),
    re.compile(r"/j\.php\?.*MTID=(\w+)"),
    re.compile(r"/meetup-join/([^/?]+)"),
    re.compile(r"meet\.google\.com/([a-z]{3}-[a-z]{4}-[a-z]{3})"),
    re.compile(r"(?:jit\.si|8x8\.vc|//jitsi\.[\w.-]+)/([^?#]+)"),
)


class NoInvitation(Refusal):
    says = N_(
        "No address of a meeting was found in this text. Please paste the whole invitation of "
        "Zoom, Teams, Webex, Google Meet or Jitsi, or write the line by hand."
    )
    status = 422


class NoneOfThese(Refusal):
    says = N_(
        "The address in this text leads to %(host)s, not to Zoom, Teams, Webex, Google Meet or "
        "Jitsi. If it is the right one all the same, please write the line by hand."
    )
    status = 422


class NotEncrypted(Refusal):
    says = N_(
        "The address in this text begins with “http:”: others on the way can read what is said. "
        "Please ask for the one with “https:”."
    )
    status = 422


class CutOff(Refusal):
    says = N_(
        "The address in this text is cut off: %(address)s. Please paste it whole, on one line."
    )
    status = 422


class OtherMeetings(Refusal):
    says = N_(
        "This text is about two meetings: the address leads to %(one)s, and the passcode belongs "
        "to %(other)s. Please paste one invitation only."
    )
    status = 422


class TwoMeetings(Refusal):
    says = N_(
        "This text leads to two meetings, %(one)s and %(other)s. Please paste one invitation only."
    )
    status = 422


class TwoPasscodes(Refusal):
    says = N_(
        "Two passcodes stand in this text, and either may belong to another meeting. Please paste "
        "one invitation only, or write the line by hand."
    )
    status = 422


class TooLong(Refusal):
    says = N_("This is longer than an invitation. Please paste the part about the meeting only.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Invitation:
    service: str
    address: Parted  # its secret is what the address carried, else the passcode; or both
    room: str | None  # the meeting number, digits only
    passcode: str | None
    dial_in: tuple[str, ...]  # addresses, "tel:+84…"
    phone_room: str | None  # what is dialled for the meeting, where it has another number there
    phone_pin: str | None
    sip: Parted | None


@dataclass(frozen=True)
class _Meeting:
    """An address that leads into one. id: its number or code, None where it has none."""

    service: str
    address: str
    kind: int | None = None
    id: str | None = None

    @property
    def said(self) -> str:
        return _spaced(self.id) if self.id and self.id.isdigit() else f"{self.service} {self.id}"


def invitation_in(text: str) -> Invitation:
    """Raises TooLong, NoInvitation, NoneOfThese, NotEncrypted, CutOff, AddressInside, TwoMeetings,
    OtherMeetings, TwoPasscodes, and what `address_in` raises."""
    if len(text) > MOST:
        raise TooLong
    text = straightened(text)
    found = _meetings(text)
    first = next((one for one in found if one.id), found[0])
    _check_one(first, found)
    address, lines = address_in(first.address), text.splitlines()
    room = first.id if first.id and first.id.isdigit() else _first(_NUMBER, text)
    passcode = _passcode_of(room, lines)
    _check_numbers(room, text)
    _check_passcodes(text)
    phones = tuple(dict.fromkeys(f"tel:{_digits(one)}" for one in _PHONE.findall(text)))
    return Invitation(
        service=first.service,
        address=_with_passcode(first.service, address, passcode),
        room=room,
        passcode=passcode,
        dial_in=phones[:MOST_NUMBERS],
        phone_room=_first(_PHONE_ROOM, text) or room,
        phone_pin=_phone_pin(text) or (_first(_TAPPED, text) if first.service == "Jitsi" else None),
        sip=_sip_in(text),
    )


def _meetings(text: str) -> list[_Meeting]:
    """Each address in the text that leads into a meeting, at least one."""
    found: list[_Meeting] = []
    hidden: Refusal | None = None
    for typed in _WEB.findall(text):
        try:
            address = unwrapped(typed.rstrip(".,;"))
        except AddressInside as wrapped:
            hidden = hidden or wrapped
            continue
        except ValueError:
            continue
        service = service_of(address)
        if service and _CUT_OFF.search(address):
            hidden = hidden or CutOff(address=address)
        elif service and not _NO_MEETING.search(address):
            found.append(_meeting(service, address))
    if not found:
        raise hidden or _elsewhere(text)
    return found


def _elsewhere(text: str) -> Refusal:
    """Why no address in the text leads into a meeting."""
    for typed in _WEB.findall(text):
        host = host_of(typed.rstrip(".,;"))
        try:
            address_in(typed.rstrip(".,;"))
        except AddressUnreadable:
            continue
        except Refusal as refusal:
            return refusal
        if host and not service_of(typed):
            return NoneOfThese(host=host)
    plain = (f"https{one[4:]}" for one in _PLAIN.findall(text))
    return NotEncrypted() if any(map(service_of, plain)) else NoInvitation()


def _meeting(service: str, address: str) -> _Meeting:
    for kind, pattern in enumerate(_IN_ADDRESS):
        if there := pattern.search(address):
            return _Meeting(service, address, kind, there[1])
    return _Meeting(service, address)


def _check_one(first: _Meeting, found: Sequence[_Meeting]) -> None:
    """Raises TwoMeetings where an address leads into another one."""
    for other in found:
        same_kind = (other.service, other.kind) == (first.service, first.kind)
        if other.id and other.id != first.id and (same_kind or other.service != first.service):
            raise TwoMeetings(one=first.said, other=other.said)


def _check_numbers(room: str | None, text: str) -> None:
    """Raises TwoMeetings where another number stands in the text, below whatever."""
    for number in map(_digits, _NUMBER.findall(text)):
        if room and number != room:
            raise TwoMeetings(one=_spaced(room), other=_spaced(number))


def _check_passcodes(text: str) -> None:
    """A telephone has one of digits beside that of letters; any other second one is a stranger."""
    found = set(_PASSCODE.findall(text))
    digits = {one for one in found if one.isdigit()}
    if max(len(digits), len(found - digits)) > 1:
        raise TwoPasscodes


def _passcode_of(room: str | None, lines: list[str]) -> str | None:
    """That of the meeting; raises OtherMeetings where each stands below another number."""
    about, others = room, dict[str, str]()
    for line in lines:
        if number := _NUMBER.search(line):
            about = _digits(number[1])
        passcode = _PASSCODE.search(line)
        if passcode and about == room:
            return passcode[1]
        if passcode and about:
            others.setdefault(about, passcode[1])
    if others:
        raise OtherMeetings(one=_spaced(room), other=_spaced(next(iter(others))))
    return None


def _with_passcode(service: str, address: Parted, passcode: str | None) -> Parted:
    """The passcode where the address carries none; beside it where both are asked for."""
    if passcode is None:
        return address
    if address.secret is None:
        return replace(address, secret=passcode, name=None)
    if service == "Teams" or not is_key(address.name):
        return address  # whoever has it is asked for nothing more
    return replace(address, secret=with_typed(address.secret, passcode))


def _phone_pin(text: str) -> str | None:
    typed = next((one for one in _PASSCODE.findall(text) if one.isdigit()), None)
    return _first(_PIN, text) or _first(_PIN_OF_PHONES, text) or typed


def _sip_in(text: str) -> Parted | None:
    found = _SIP.search(text)
    return address_in(f"sip:{found[1] or found[2]}") if found else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return _digits(found[1]) if found else None


def _digits(text: str) -> str:
    return ("+" if text.startswith("+") else "") + re.sub(r"\D", "", text)


def _spaced(room: str | None) -> str:
    """A meeting number as people read it: "812 3456 7890"."""
    if not room:
        return "?"
    return " ".join([room[:3], *(room[at : at + 4] for at in range(3, len(room), 4))])

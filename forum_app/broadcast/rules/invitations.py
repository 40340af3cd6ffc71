"""A pasted invitation to a web meeting, read into fields. Pure.

Zoom, Teams, Webex, Google Meet and Jitsi, in the wording of their English and Vietnamese mails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...i18n import N_
from ...refusal import Refusal
from .addresses import Address, address_in
from .links import service_of

MOST = 20_000  # characters
MOST_NUMBERS = 20
_WEB = re.compile(r"https://[^\s<>\"'\])]+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:meeting (?:id|number)(?: \(access code\))?|access code"
    r"|(?:id|mã|số) cuộc họp(?: \(mã truy cập\))?|mã truy cập)\s*:\s*([\d \u00a0-]{6,20}\d)",
    re.IGNORECASE,
)
_PASSCODE = re.compile(
    r"(?:passcode|(?:meeting )?password|mật (?:mã|khẩu)(?: cuộc họp)?|mã bảo mật)\s*:\s*(\S{1,80})",
    re.IGNORECASE,
)
_PHONE_ROOM = re.compile(
    r"(?:phone conference id|conference id|id hội nghị(?: qua điện thoại)?|mã hội nghị)"
    r"\s*:\s*([\d ]{4,20}\d)",
    re.IGNORECASE,
)
_PIN = re.compile(r"(?:\bPIN|mã PIN)\s*:\s*([\d ]{3,20}\d)", re.IGNORECASE)
_PHONE = re.compile(r"\+\d[\d ().\u00a0-]{5,20}\d")
_SIP = re.compile(
    r"(?:sips?:)?([\w.+-]{2,80}@(?:[\w-]+\.)*(?:zoomcrc\.com|webex\.com|pexip\.\w+|jit\.si|8x8\.vc))"
    r"|sips?:([\w.+-]{1,80}@[\w.-]{3,120}\w)",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/(?:j|w|wc/join|meet)/(\d{9,15})(?:\D|$)")


class NoInvitation(Refusal):
    says = N_(
        "No address of a meeting was found in this text. Please paste the whole invitation of "
        "Zoom, Teams, Webex, Google Meet or Jitsi, or write the line by hand."
    )
    status = 422


class OtherMeetings(Refusal):
    says = N_(
        "This text is about two meetings: the address leads to %(one)s, and the passcode belongs "
        "to %(other)s. Please paste one invitation only."
    )
    status = 422


class TooLong(Refusal):
    says = N_("This is longer than an invitation. Please paste the part about the meeting only.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Invitation:
    service: str
    address: Address  # its secret is what the address carried, else the passcode
    room: str | None  # the meeting number, digits only
    passcode: str | None
    dial_in: tuple[str, ...]  # addresses, "tel:+84…"
    phone_room: str | None  # what is dialled for the meeting, where it has another number there
    phone_pin: str | None
    sip: Address | None


def invitation_in(text: str) -> Invitation:
    """Raises TooLong, NoInvitation, OtherMeetings, and what `address_in` raises."""
    if len(text) > MOST:
        raise TooLong
    found = next(_meetings(text), None)
    if found is None:
        raise NoInvitation
    service, address = found
    lines = text.splitlines()
    room = _room_of(address, lines)
    passcode = _passcode_of(room, lines)
    _check_one_meeting(text, room)
    phones = tuple(dict.fromkeys(f"tel:{_digits(one)}" for one in _PHONE.findall(text)))
    return Invitation(
        service=service,
        address=_with_passcode(address, passcode),
        room=room,
        passcode=passcode,
        dial_in=phones[:MOST_NUMBERS],
        phone_room=_first(_PHONE_ROOM, text) or room,
        phone_pin=_first(_PIN, text) or (passcode if passcode and passcode.isdigit() else None),
        sip=_sip_in(text),
    )


def _meetings(text: str) -> Iterator[tuple[str, Address]]:
    """(service, address) of each address in the text that leads into a meeting."""
    for typed in _WEB.findall(text):
        service = service_of(typed)
        if service and not re.search(
            r"/(u|tel|dialin|help|meetingoptions|test)\b|/JoinTeams", typed
        ):
            yield service, address_in(typed.rstrip(".,;"))


def _room_of(address: Address, lines: list[str]) -> str | None:
    there = _IN_ADDRESS.search(address.address)
    return there[1] if there else _first(_NUMBER, "\n".join(lines))


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


def _check_one_meeting(text: str, room: str | None) -> None:
    """Raises OtherMeetings where an address leads into another one."""
    for _, other in _meetings(text):
        there = _IN_ADDRESS.search(other.address)
        if there and room and there[1] != room:
            raise OtherMeetings(one=_spaced(room), other=_spaced(there[1]))


def _with_passcode(address: Address, passcode: str | None) -> Address:
    if address.secret is not None or passcode is None:
        return address
    return Address(address=address.address, secret=passcode, room=address.room)


def _sip_in(text: str) -> Address | None:
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

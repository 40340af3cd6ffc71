"""What the address of a line may be, and the secret that stands in it and goes elsewhere. Pure.

Nothing here or elsewhere ever asks what stands at an address.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from ...i18n import N_
from ...refusal import Refusal
from .kinds import Transport
from .lookalikes import is_look_alike
from .secrets import Parted, SecretBehindHash, parted_call, parted_page
from .secrets import TwoSecrets as TwoSecrets
from .wrapped import AddressInside, unwrapped

MOST = 2000  # characters; a Teams invitation has some 300, and twice that behind a mail filter
SCHEMES: dict[Transport, tuple[str, ...]] = {
    Transport.WEB: ("https",),
    Transport.SIP: ("sips", "sip"),
    Transport.H323: ("h323",),
    Transport.PSTN: ("tel",),
    Transport.SRT: ("srt",),
    Transport.RTMP: ("rtmps", "rtmp"),
    Transport.HLS: ("https",),
    Transport.WEBRTC: ("https",),
}
KNOWN = frozenset(scheme for schemes in SCHEMES.values() for scheme in schemes)
_INSECURE = ("sip", "h323", "rtmp")
_TEL = re.compile(r"\+?[\d().\- ]{3,30}")


class AddressUnknown(Refusal):
    says = N_(
        "An address begins with https, sip, sips, h323, tel, srt, rtmp or rtmps. Please copy the "
        "whole address."
    )
    status = 422


class AddressUnreadable(Refusal):
    says = N_("This address cannot be read. Please copy it once more, whole and without spaces.")
    status = 422


class NotOfTransport(Refusal):
    says = N_("An address of this kind begins with %(schemes)s. Please choose the kind that fits.")
    status = 422


class LookAlike(Refusal):
    says = N_(
        "The name %(host)s reads like another one: letters of several scripts, marks, digits or a "
        "known name before the true one mislead. Please ask whoever sent it, and type the name by "
        "hand."
    )
    status = 422


class NamesUser(Refusal):
    says = N_(
        "A name or password stands before the @ of this address, which hides where it leads. "
        "Please leave it out."
    )
    status = 422


def address_in(typed: str, transport: Transport | None = None) -> Parted:
    """The address that was typed, and the secret that stood in it.

    transport: None for any. Raises AddressUnreadable, AddressUnknown, NotOfTransport,
    AddressInside, NamesUser, LookAlike, SecretBehindHash and TwoSecrets, in this order.
    """
    text = typed.strip()
    if text.lower().startswith("tel:"):
        text = re.sub(r"[ \u00a0]", "", text)
    if not text or len(text) > MOST or not is_plain(text):
        raise AddressUnreadable
    scheme = text.partition(":")[0].lower()
    if scheme not in KNOWN or ":" not in text:
        raise AddressUnknown
    if transport is not None and scheme not in SCHEMES[transport]:
        raise NotOfTransport(schemes=", ".join(SCHEMES[transport]))
    return _READ.get(scheme, _of_page)(text)


def is_plain(text: str) -> bool:
    """Whether nothing in it is invisible, turns the reading direction, or is a space."""
    odd = re.search(r"[\\\"<>^`{|}]", text)
    return not odd and not any(unicodedata.category(x)[0] in "CZ" for x in text)


def transport_of(address: str) -> Transport:
    """How a line with this address travels, as far as the address tells."""
    scheme = address.partition(":")[0].lower()
    if scheme == "https":
        return Transport.HLS if urlsplit(address).path.endswith(".m3u8") else Transport.WEB
    return next(transport for transport, schemes in SCHEMES.items() if scheme in schemes)


def is_insecure(address: str, *, has_secret: bool, name: str | None = None) -> bool:
    """Whether others on the way can listen: no encryption, or no passphrase that would begin it.

    name: of the part of the address that carries the secret, see `secrets`.
    """
    scheme = address.partition(":")[0]
    begun = has_secret and (name is None or "passphrase" in name.lower().split("&"))
    return scheme in _INSECURE or (scheme == "srt" and not begun)


def opens_in_browser(address: str) -> bool:
    return address.startswith("https:")


def played_from(address: str, transport: Transport) -> str | None:
    """The one place that a page must be allowed to play it from: "https://cdn.example.org:8443".

    None for what is not played on a page: all but HLS, and hosts that a header cannot name.
    """
    if transport is not Transport.HLS or not opens_in_browser(address):
        return None
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return None
    if not re.fullmatch(r"[a-z0-9.-]+", host):
        return None
    return f"https://{host}:{port}" if port else f"https://{host}"


def dialled(address: str, room: str | None, pin: str | None) -> str:
    """What telephones dial by themselves: "tel:+842444581234,,8123456789#,,4242#"; as far as what
    follows the number can be dialled."""
    after = [one for one in (room, pin) if one]
    if not all(re.fullmatch(r"[\d ]{2,20}", one) for one in after):
        return address
    return address + "".join(f",,{one.replace(' ', '')}#" for one in after)


def holds_secret(address: str) -> bool:
    """Whether a secret still stands in an address that is kept."""
    try:
        return address_in(address).secret is not None
    except (TwoSecrets, SecretBehindHash, AddressInside, NamesUser):
        return True
    except Refusal:
        return False


def host_of(address: str) -> str:
    """The name that an address leads to; empty for a phone number, and where it has none."""
    scheme, _, rest = address.partition(":")
    if scheme in ("sip", "sips", "h323"):
        return re.split(r"[:;?]", rest.rpartition("@")[2])[0].lower()
    try:
        return "" if scheme == "tel" else (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _of_page(text: str) -> Parted:
    """https, srt, rtmp, rtmps."""
    if text[:4].lower() == "srt:":
        text = text.replace("#", "%23")  # "streamid=#!::r=…", as encoders write it
    try:
        text = unwrapped(text)
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise AddressUnreadable from None
    if not host or not is_plain(text):
        raise AddressUnreadable
    if "@" in parts.netloc:
        raise NamesUser
    _check_host(host)
    return parted_page(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()))


def _of_call(text: str) -> Parted:
    """sip, sips, h323: a user at a host, whose password is a secret."""
    scheme, _, rest = text.partition(":")
    called, *options = rest.partition("?")[0].split(";")
    user, _, host = called.rpartition("@")
    name = re.split(r":\d+$", host.partition("##")[0])[0]
    if not name or "/" in called or "@" in unquote(user):
        raise AddressUnreadable
    if ":" in unquote(user):
        raise NamesUser
    _check_host(name)
    return parted_call(scheme.lower(), called, options)


def _of_phone(text: str) -> Parted:
    """A number, and what is dialled after it: the meeting, and the secret last."""
    number, *after = re.split(r"[,;pw*]+", text.partition(":")[2])
    digits = [re.sub(r"\D", "", one) for one in after]
    dialled = [one for one in digits if len(one) > 2]
    if not _TEL.fullmatch(number) or sum(map(str.isdigit, number)) < 3:
        raise AddressUnreadable
    bare = "tel:" + ("+" if number.startswith("+") else "") + re.sub(r"\D", "", number)
    secret = dialled[-1] if dialled else None
    return Parted(address=bare, secret=secret, room=dialled[0] if len(dialled) > 1 else None)


def _check_host(host: str) -> None:
    """Raises AddressUnreadable and LookAlike."""
    if len(host) > 253 or not re.fullmatch(r"[^\s/?#%@]+", host) or ".." in host:
        raise AddressUnreadable
    if is_look_alike(host):
        raise LookAlike(host=host)


_READ: dict[str, Callable[[str], Parted]] = {
    "sip": _of_call,
    "sips": _of_call,
    "h323": _of_call,
    "tel": _of_phone,
}

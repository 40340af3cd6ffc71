"""What the address of a line may be, and the secret that stands in it and goes elsewhere. Pure.

Nothing here or elsewhere ever asks what stands at an address.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, parse_qsl, unquote_plus, urlencode, urlsplit

from ...i18n import N_
from ...refusal import Refusal
from .kinds import Transport
from .lookalikes import is_look_alike

MOST = 1000  # characters; a Teams invitation has some 300
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
SECRETS = (  # what the part of an address that carries a secret is called
    *("pwd", "passcode", "password", "passwd", "pass", "pw", "pin"),
    *("passphrase", "token", "tk", "jwt", "key", "streamkey", "secret"),
)
_INSECURE = ("sip", "h323", "rtmp")
_ROOM_OF_ZOOM = re.compile(r"(\d{9,11})\.(\w{1,32})")
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
        "The name %(host)s looks like another one: letters of several scripts, or marks, stand "
        "for plain ones. Please ask whoever sent it, and type the name by hand."
    )
    status = 422


class NamesUser(Refusal):
    says = N_(
        "A name or password stands before the @ of this address, which hides where it leads. "
        "Please leave it out."
    )
    status = 422


class TwoSecrets(Refusal):
    says = N_(
        "A passcode stands in the address, and another one in its own field. Please leave the "
        "right one only."
    )
    status = 422


class SecretBehindHash(Refusal):
    says = N_(
        "A passcode stands behind the # of this address. Please leave it out, and write it into "
        "its own field."
    )
    status = 422


@dataclass(frozen=True, kw_only=True)
class Address:
    """address: without any secret. secret_name: of the part that carried it; None: it is typed."""

    address: str
    secret: str | None = None
    secret_name: str | None = None
    room: str | None = None


def address_in(typed: str, transport: Transport | None = None) -> Address:
    """The address that was typed, and the secret that stood in it.

    transport: None for any. Raises AddressUnreadable, AddressUnknown, NotOfTransport, NamesUser
    and LookAlike, in this order.
    """
    text = typed.strip()
    if text.lower().startswith("tel:"):
        text = re.sub(r"[ \u00a0]", "", text)
    if (
        not text
        or len(text) > MOST
        or re.search(r"[\s\x00-\x1f\x7f\\\u200b-\u200f\u2060\ufeff]", text)
    ):
        raise AddressUnreadable
    scheme = text.partition(":")[0].lower()
    if scheme not in KNOWN or ":" not in text:
        raise AddressUnknown
    if transport is not None and scheme not in SCHEMES[transport]:
        raise NotOfTransport(schemes=", ".join(SCHEMES[transport]))
    return _READ.get(scheme, _of_page)(text)


def transport_of(address: str) -> Transport:
    """How a line with this address travels, as far as the address tells."""
    scheme = address.partition(":")[0].lower()
    if scheme == "https":
        return Transport.HLS if urlsplit(address).path.endswith(".m3u8") else Transport.WEB
    return next(transport for transport, schemes in SCHEMES.items() if scheme in schemes)


def is_insecure(address: str, *, has_secret: bool) -> bool:
    """Whether others on the way can listen: no encryption, or no passphrase that would begin it."""
    scheme = address.partition(":")[0]
    return scheme in _INSECURE or (scheme == "srt" and not has_secret)


def opens_in_browser(address: str) -> bool:
    return address.startswith("https:")


def with_secret(address: str, secret: str | None, name: str | None) -> str:
    """The address with the secret in the part called `name`; as it is where that is None."""
    if secret is None or name is None:
        return address
    bare, hash_, fragment = address.partition("#")
    joint = "&" if "?" in bare else "?"
    return f"{bare}{joint}{urlencode({name: secret})}{hash_}{fragment}"


def holds_secret(address: str) -> bool:
    """Whether a secret still stands in an address that is kept."""
    try:
        return address_in(address).secret is not None
    except (TwoSecrets, SecretBehindHash):
        return True
    except Refusal:
        return False


def host_of(address: str) -> str:
    """The name that an address leads to; empty for a phone number, and where it has none."""
    scheme, _, rest = address.partition(":")
    if scheme in ("sip", "sips", "h323"):
        return re.split(r"[:;?]", rest.rpartition("@")[2])[0].lower()
    try:
        return "" if scheme == "tel" else (urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _of_page(text: str) -> Address:
    """https, srt, rtmp, rtmps."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise AddressUnreadable from None
    if not host:
        raise AddressUnreadable
    if "@" in parts.netloc:
        raise NamesUser
    _check_host(host)
    return _without_secret(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()))


def _without_secret(parts: SplitResult) -> Address:
    """Raises TwoSecrets and SecretBehindHash."""
    names = (*SECRETS, "p") if "teams." in parts.netloc else SECRETS
    given = parse_qsl(parts.query, keep_blank_values=True)
    secrets = [(name, value) for name, value in given if name.lower() in names and value]
    if len(secrets) > 1:
        raise TwoSecrets
    if any(name.lower() in names for name, _ in parse_qsl(parts.fragment)):
        raise SecretBehindHash
    if not secrets:
        return Address(address=parts.geturl())
    written = [(one, unquote_plus(one.partition("=")[0])) for one in parts.query.split("&")]
    kept = [one for one, name in written if name.lower() not in names]
    name, secret = secrets[0]
    bare = parts._replace(query="&".join(kept)).geturl()
    return Address(address=bare, secret=secret, secret_name=name)


def _of_call(text: str) -> Address:
    """sip, sips, h323: a user at a host, whose password is a secret."""
    scheme, _, rest = text.partition(":")
    called, *options = rest.split(";")
    called = called.partition("?")[0]
    user, at, host = called.rpartition("@")
    name = re.split(r":\d+$", host)[0]
    if not name or "/" in called or "@" in user:
        raise AddressUnreadable
    if ":" in user:
        raise NamesUser
    _check_host(name)
    kept, found = _options(options)
    address = Address(address=";".join([f"{scheme.lower()}:{called}", *kept]), secret=found)
    zoom = _ROOM_OF_ZOOM.fullmatch(user) if name.lower().endswith("zoomcrc.com") else None
    if zoom is None:
        return address
    bare = f"{scheme.lower()}:{zoom[1]}{at}{host}"
    return replace(address, address=bare, secret=zoom[2], room=zoom[1])


def _options(options: list[str]) -> tuple[list[str], str | None]:
    """What follows a call's address, and the secret among it."""
    both = [one.partition("=") for one in options if one]
    secrets = [value for name, _, value in both if name.lower() in SECRETS and value]
    kept = ["".join(one) for one in both if one[0].lower() not in SECRETS]
    return kept, secrets[0] if secrets else None


def _of_phone(text: str) -> Address:
    """A number, and what is dialled after it: the meeting, and the secret last."""
    number, *after = re.split(r"[,;pw*]+", text.partition(":")[2])
    digits = [re.sub(r"\D", "", one) for one in after]
    dialled = [one for one in digits if len(one) > 2]
    if not _TEL.fullmatch(number) or sum(map(str.isdigit, number)) < 3:
        raise AddressUnreadable
    bare = "tel:" + ("+" if number.startswith("+") else "") + re.sub(r"\D", "", number)
    secret = dialled[-1] if dialled else None
    return Address(address=bare, secret=secret, room=dialled[0] if len(dialled) > 1 else None)


def _check_host(host: str) -> None:
    """Raises AddressUnreadable and LookAlike."""
    if len(host) > 253 or not re.fullmatch(r"[^\s/?#%@]+", host) or ".." in host:
        raise AddressUnreadable
    if is_look_alike(host):
        raise LookAlike(host=host)


_READ: dict[str, Callable[[str], Address]] = {
    "sip": _of_call,
    "sips": _of_call,
    "h323": _of_call,
    "tel": _of_phone,
}

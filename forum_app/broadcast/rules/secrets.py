"""Which part of an address lets people in, taken out of it and put back. Pure.

How a part is called where it is kept (`Link.secret_name`): the name of the parameter that carries
it; "a&b" for several, which are kept as they are written; TAIL for what follows the last slash
that is shown; USER for who is called; None for what people type.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, unquote_plus, urlencode

from ...i18n import N_
from ...refusal import Refusal

TAIL, USER = "/", "@"
PASSCODES = frozenset(("pwd", "passcode", "password", "passwd", "pass", "pw", "pin"))
_SECRETS = PASSCODES | frozenset(
    (
        *("passphrase", "tk", "zak", "jwt", "key", "secret", "token", "auth", "authorization"),
        *("streamid", "streamname", "sig", "sign", "signature", "hmac", "hash", "policy"),
        *("keypairid", "xamzcredential", "hdnts", "hdnea", "hdntl", "wmsauthsign", "sessionid"),
        *("st", "credential", "ticket", "invite"),
    )
)
_ENDINGS = ("token", "secret", "password", "passcode", "passphrase", "signature", "key", "hash")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_IN_GROUPS = re.compile(r"(?=.*\d)[a-z0-9]{4}(-[a-z0-9]{4}){2,}|[a-z0-9]{3}(-[a-z0-9]{3}){3,}")
_BY_CLASS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_RUN = re.compile(r"[A-Za-z0-9]{12,}")
_MEET = re.compile(r"[a-z]{3}-[a-z]{4}-[a-z]{3}")
_CALLED = re.compile(r"(\d{5,})[.*#,;]+(\w[\w.*#-]*)")


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


class SeveralParts(Refusal):
    says = N_(
        "The secret of this line is several parts of its address. Please write the whole address "
        "anew, as you were given it."
    )
    status = 422


class SecretOfAnother(Refusal):
    says = N_(
        "This is another address, and the secret that is kept belongs to the one before. Please "
        "write the secret too, or say that there is none any more."
    )
    status = 422


@dataclass(frozen=True, kw_only=True)
class Parted:
    """address: as it may be shown. name: see above; None with a secret: people type it."""

    address: str
    secret: str | None = None
    name: str | None = None
    room: str | None = None


def parted_page(parts: SplitResult) -> Parted:
    """https, srt, rtmp, rtmps. Raises TwoSecrets and SecretBehindHash."""
    if any(_is_secret(name, value) for name, value in _named(re.split(r"[/?&;]", parts.fragment))):
        raise SecretBehindHash
    if (at := _secret_segment(parts)) is not None:
        return _parted_at(parts, at)
    written = parts.query.split("&") if parts.query else []
    secret = [one for one in written if _is_parameter(parts.hostname or "", one)]
    named = _named(secret)
    _check_passcodes(named)
    if any(not value or "&" in name for name, value in named):
        return _parted_at(parts, parts.path.count("/"))
    bare = parts._replace(query="&".join(one for one in written if one not in secret)).geturl()
    if len(named) < 2:
        name, value = named[0] if named else (None, None)
        return Parted(address=bare, secret=value, name=name)
    names = "&".join(name for name, _ in named)
    return Parted(address=bare, secret="&".join(secret), name=names)


def parted_call(scheme: str, called: str, options: Iterable[str]) -> Parted:
    """sip, sips, h323. called: what is dialled, "8123456789.4242@zoomcrc.com:5061"."""
    user, at, host = called.rpartition("@")
    kept, typed = _options(options)
    end = ";".join(["", *kept])
    who, room, pin = _called(user if at else host)
    secret = pin or typed
    if at and secret is None and looks_secret(unquote(user)):
        return Parted(address=f"{scheme}:{host}{end}", secret=user, name=USER)
    address = f"{scheme}:{who}{at}{host if at else ''}{end}"
    return Parted(address=address, secret=secret, room=room)


def whole(address: str, secret: str | None, name: str | None) -> str:
    """The address with the secret where it stood; as it is where people type it."""
    if secret is None or name is None:
        return address
    part, hash_, fragment = secret.partition("\n")[0], *address.partition("#")[1:]
    bare = address.partition("#")[0]
    if name == TAIL:
        return f"{bare.rstrip('/')}/{part.removeprefix('/')}"
    if name == USER:
        scheme, _, rest = bare.partition(":")
        return f"{scheme}:{part}@{rest}"
    joint = "&" if "?" in bare else "?"
    given = part if "&" in name else urlencode({name: part})
    return f"{bare}{joint}{given}{hash_}{fragment}"


def beside(secret: str | None, name: str | None) -> str | None:
    """What people type themselves: all of it where no part of the address carries it."""
    if secret is None or name is None:
        return secret
    return secret.partition("\n")[2] or None


def as_given(address: str, secret: str | None, name: str | None) -> tuple[str, str | None]:
    """(address, what is typed) as people need them; senders of RTMP ask for the key apart."""
    if address.startswith("rtmp") and name == TAIL and secret is not None:
        return address, secret
    return whole(address, secret, name), beside(secret, name)


def retyped(kept: tuple[str, str], typed: str, *, address: str, moved: bool) -> Parted:
    """What becomes of a secret whose part of the address is named, when only `typed` is given.

    kept: (secret, name) until now. address: until now; moved: to another place. Raises
    SeveralParts.
    """
    secret, name = kept
    if moved:
        return Parted(address=address, secret=typed)
    if "&" in name:
        raise SeveralParts
    if address.startswith("https:") and not _is_called_secret(name):
        return Parted(address=address, secret=with_typed(secret, typed), name=name)
    return Parted(address=address, secret=typed, name=name)


def with_typed(secret: str, typed: str) -> str:
    """A part of an address, and what people type beside it, kept as one secret."""
    part = secret.partition("\n")[0]
    return f"{part}\n{typed}"


def is_key(name: str | None) -> bool:
    """Whether the part of the address is no passcode that people could as well type."""
    return name is not None and _plain(name) not in PASSCODES


def looks_secret(text: str) -> bool:
    """Whether nobody chose or could guess it: a UUID, groups of three or four, letters and digits
    at random. Wrong for a few names of rooms, which are then kept back for nothing."""
    if _UUID.search(text) or _IN_GROUPS.fullmatch(text):
        return True
    return any(map(_is_random, _RUN.findall(text)))


def _is_random(run: str) -> bool:
    """Words and numbers are long pieces of one kind; chance changes every second letter."""
    pieces = _BY_CLASS.findall(run)
    if run.isdigit():
        return False
    return len(pieces) >= max(4, 0.28 * len(run)) or bool(
        re.search(r"[bcdfghjklmnpqrstvwxz]{7}", run.lower())
    )


def _parted_at(parts: SplitResult, at: int) -> Parted:
    """All from the part `at` of the path on is the secret."""
    segments = parts.path.split("/")
    shown = parts._replace(path="/".join(segments[:at]), query="", fragment="")
    rest = parts._replace(scheme="", netloc="", path="/".join(segments[at:]))
    return Parted(address=shown.geturl(), secret=rest.geturl(), name=TAIL)


def _secret_segment(parts: SplitResult) -> int | None:
    """From which part of the path on the address is kept back."""
    segments = parts.path.split("/")
    if parts.scheme in ("rtmp", "rtmps"):
        return 2 if len([one for one in segments if one]) > 1 else None
    for at, segment in enumerate(segments):
        before = unquote(segments[at - 1]).lower() if at else ""
        named = [x for x in _named(re.split("[;,]", segment)) if x[1]]
        if any(_is_secret(name, value) for name, value in named):
            return at
        said = segment and (before == "meetup-join" or before in _SECRETS)
        of_meet = parts.hostname == "meet.google.com" and _MEET.fullmatch(segment)
        if said or of_meet or looks_secret(unquote(segment)):
            return at
    return None


def _named(written: Iterable[str]) -> list[tuple[str, str]]:
    both = (one.partition("=") for one in written)
    return [(unquote_plus(name), unquote_plus(value)) for name, _, value in both]


def _is_secret(name: str, value: str) -> bool:
    if not value:
        return looks_secret(name)
    if _is_called_secret(name) or _plain(name) == "mtid" or looks_secret(value):
        return True
    inner = [one for one in re.split(r"[?&#]", unquote(value)) if "=" in one]
    return any(_is_secret(*one) for one in _named(inner) if one[1])


def _is_called_secret(name: str) -> bool:
    plain = _plain(name)
    return plain in _SECRETS or plain.endswith(_ENDINGS)


def _is_parameter(host: str, written: str) -> bool:
    ((name, value),) = _named([written])
    of_teams = host.startswith("teams.") and name.lower() == "p" and value
    return bool(of_teams) or _is_secret(name, value)


def _check_passcodes(named: Iterable[tuple[str, str]]) -> None:
    """Raises TwoSecrets: nobody could tell which of two passcodes is the right one."""
    if len({value for name, value in named if _plain(name) in PASSCODES}) > 1:
        raise TwoSecrets


def _options(options: Iterable[str]) -> tuple[list[str], str | None]:
    """What follows a call's address, and the secret among it."""
    both = [(one, *_named([one])[0]) for one in options if one]
    secrets = [value for _, name, value in both if _is_secret(name, value) and value]
    kept = [one for one, name, value in both if not _is_secret(name, value)]
    return kept, secrets[0] if secrets else None


def _called(written: str) -> tuple[str, str | None, str | None]:
    """(who is called, the meeting, its passcode) of "8123456789.4242" or "10.0.0.1##812#4242"."""
    gateway, hashes, rest = unquote(written).partition("##")
    if hashes:
        room, _, pin = rest.partition("#")
        return gateway, room or None, pin.strip("#") or None
    found = _CALLED.fullmatch(gateway)
    return (found[1], found[1], found[2]) if found else (written, None, None)


def _plain(name: str) -> str:
    """ "X-Amz-Credential" and "stream_key" as they are listed here."""
    return re.sub(r"[^a-z0-9]", "", name.lower())

"""Addresses that mail filters, messengers and search engines wrap another address in. Pure."""

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from ...i18n import N_
from ...refusal import Refusal

_DEEPEST = 4
_INSIDE = re.compile(r"(?:https?|srt|rtmps?):/", re.IGNORECASE)
_OF_FILTERS = re.compile(  # names alone tell nothing of where these lead
    r"(?:^|\.)(?:mimecast\.com|mimecastprotect\.com|linkprotect\.cudasvc\.com|"
    r"t\.co|bit\.ly|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|cutt\.ly|rebrand\.ly|lnkd\.in|aka\.ms|"
    r"proofpoint\.com|sophos\.com|urlsand\.com|fireeye\.com)$"
)


class AddressInside(Refusal):
    says = N_(
        "This address leads somewhere by way of %(host)s: a mail filter, a shortener or a "
        "redirect stands before the true one. Please open the invitation, and copy the address "
        "of the meeting itself."
    )
    status = 422


def unwrapped(text: str) -> str:
    """The address that is meant, where a known filter wrapped it readably.

    Raises AddressInside where another address stands in it and cannot be told for sure, and
    ValueError where it cannot be read at all.
    """
    for _ in range(_DEEPEST):
        parts = urlsplit(text)
        inner = _unwrap(parts)
        if inner is None:
            break
        text = inner
    parts = urlsplit(text)
    host = parts.hostname or ""
    rest = _decoded(text.partition("://")[2])
    if _OF_FILTERS.search(host) or _INSIDE.search(rest):
        raise AddressInside(host=host)
    return text


def _unwrap(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    read = next((read for end, read in _WRAPPERS if _is_of(host, end)), None)
    inner = read(parts) if read else None
    if inner and urlsplit(inner).scheme.lower() != "https":
        raise AddressInside(host=host)
    return inner or None


def _is_of(host: str, end: str) -> bool:
    return host == end or host.endswith(f".{end}")


def _parameter(*names: str) -> Callable[[SplitResult], str | None]:
    def read(parts: SplitResult) -> str | None:
        given = parse_qs(parts.query)
        return next((given[name][0] for name in names if name in given), None)

    return read


def _of_search(parts: SplitResult) -> str | None:
    return _parameter("q", "url")(parts) if parts.path == "/url" else None


def _of_proofpoint(parts: SplitResult) -> str | None:
    """Version 2 writes "-3A" for ":" and "_" for "/"; version 3 stands between underscores."""
    whole = parts.geturl()
    if found := re.search(r"/v3/__(.+?)__;(.*?)!!", whole):
        return _with_letters(found[1], found[2])
    given = _parameter("u")(parts)
    return unquote(given.replace("-", "%").replace("_", "/")) if given else None


def _with_letters(inner: str, letters: str) -> str | None:
    """Each "*" stands for the next of the letters, which come in base64."""
    inner = re.sub(r"^(https?:/)(?![/*])", r"\1/", inner)
    try:
        left = iter(base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)).decode())
    except (binascii.Error, ValueError):
        return None
    return None if "**" in inner else re.sub(r"\*", lambda _: next(left, "*"), inner)


def _of_path(parts: SplitResult) -> str | None:
    """The last part of the path, written out: Cisco."""
    return unquote(parts.path.rpartition("/")[2])


def _of_teams(parts: SplitResult) -> str | None:
    """The page that asks in which program to open a meeting."""
    inner = _parameter("url")(parts) if "/launcher" in parts.path else None
    if inner is None:
        return None
    return (
        f"https://{parts.netloc}{inner.removeprefix('/_#')}" if inner.startswith("/_#/") else None
    )


def _decoded(text: str) -> str:
    for _ in range(_DEEPEST):
        text, before = unquote(text), text
        if text == before:
            break
    return text


_WRAPPERS: tuple[tuple[str, Callable[[SplitResult], str | None]], ...] = (
    ("safelinks.protection.outlook.com", _parameter("url")),
    ("statics.teams.cdn.office.net", _parameter("url")),
    ("google.com", _of_search),
    ("google.com.vn", _of_search),
    ("urldefense.com", _of_proofpoint),
    ("urldefense.proofpoint.com", _of_proofpoint),
    ("secure-web.cisco.com", _of_path),
    ("linkprotect.cudasvc.com", _parameter("a")),
    ("l.facebook.com", _parameter("u")),
    ("lm.facebook.com", _parameter("u")),
    ("slack-redir.net", _parameter("url")),
    ("teams.microsoft.com", _of_teams),
    ("teams.live.com", _of_teams),
)

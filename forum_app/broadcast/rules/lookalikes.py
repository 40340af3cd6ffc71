"""Whether the name of a host only looks like another one. Pure."""

import re
import unicodedata

from ...text import folded

SERVICES = (  # whose names are worth imitating
    *("zoom.us", "zoom.com", "zoomgov.com", "zoomcrc.com"),
    *("teams.microsoft.com", "teams.live.com", "webex.com"),
    *("meet.google.com", "google.com", "jit.si", "8x8.vc", "youtube.com"),
)
_ONE_SCRIPT = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})  # written together
_LIKE_LATIN = frozenset("авсԁеғһіјкӏмпорԛгѕтуѵԝхүҽαβγεηικνορτυχωօոսցհզ")
_AS_PREFIX = re.compile(  # "zoom.us.example.org" reads like Zoom, and is not
    r"(?:^|[.-])(?:"
    + "|".join(x.replace(".", "[.-]") for x in SERVICES if x != "google.com")
    + r")[.-]"
)
_NUMBER = re.compile(r"0x[0-9a-f]*|\d+")
_LIKE_OTHERS = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"))


def is_look_alike(host: str) -> bool:
    """Several scripts in one label; another script whose every letter looks like a plain one; the
    name of a known service in other letters, marks or digits, or before another name; a number
    written so that nobody reads it."""
    name = host.lower().rstrip(".")
    try:
        labels = [_read(label) for label in name.split(".")]
    except UnicodeError:
        return True
    if any(_is_mixed(label) or _is_disguised(label) for label in labels):
        return True
    if _is_of(name):
        return False
    seen = _seen_as(".".join(labels))
    return _is_of(seen) or bool(_AS_PREFIX.search(seen)) or _is_odd_number(name)


def _read(label: str) -> str:
    """As people see it. Raises UnicodeError where nobody can."""
    return label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label


def _is_mixed(label: str) -> bool:
    scripts = {_script(letter) for letter in label if letter.isalpha()}
    return len(scripts) > 1 and not scripts <= _ONE_SCRIPT


def _is_disguised(label: str) -> bool:
    if unicodedata.normalize("NFKC", label) != label:
        return True  # full width, bold, superscript …
    letters = {letter for letter in label if letter.isalpha() and not letter.isascii()}
    return bool(letters) and letters <= _LIKE_LATIN


def _is_odd_number(name: str) -> bool:
    """An IP address that is not four plain numbers: "2130706433", "0x7f.1", "0177.0.0.1"."""
    labels = name.split(".")
    if ":" in name or not all(map(_NUMBER.fullmatch, labels)):
        return False
    plain = (x.isdigit() and x == str(int(x)) and int(x) < 256 for x in labels)
    return len(labels) != 4 or not all(plain)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ")[0].split("-")[0]


def _seen_as(name: str) -> str:
    plain = re.sub(r"[^\x00-\x7f]", "", folded(name))
    for like, letter in _LIKE_OTHERS:
        plain = plain.replace(like, letter)
    return plain


def _is_of(name: str) -> bool:
    return any(name == service or name.endswith(f".{service}") for service in SERVICES)

"""Text as people type it: cleaned on the way in, folded for search, keyed for Vietnamese order."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

# Invisible marks that editors paste along; nobody misses them.
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
# Controls, and marks that turn the reading direction of what follows, also on other people's pages.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u061c\ud800-\udfff\ufffe\uffff]"
)
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # the order of a Vietnamese dictionary
_PLACE = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def cleaned(text: str, *, lines: bool = False) -> str:
    """`text` in NFC without invisible marks or outer space; one line unless `lines`.

    Raises ValueError where it holds a control character, a direction mark or half a character.
    """
    text = text.translate(_DROPPED).replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text):
        raise ValueError("control characters")
    text = unicodedata.normalize("NFC", text)
    if lines:
        return text.strip()
    return " ".join(text.split())


def readable(text: str) -> str:
    """As `cleaned`, without what it refuses: of what devices say, and of notes that cannot wait."""
    return cleaned(_FORBIDDEN.sub(" ", text))


def address(text: str) -> str:
    """An e-mail address as it is kept: lower case, NFC, its domain readable.

    Raises ValueError. Syntax only (RFC 5321, 5322, 6531): no name server is asked.
    """
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as refused:
        raise ValueError(str(refused)) from None
    return unicodedata.normalize("NFC", found.normalized.lower())


def spelled(text: str) -> str:
    """`text` for telling names apart: case and space do not matter, marks do. "  ÂN" -> "ân"."""
    lower = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", lower).split())


def folded(text: str) -> str:
    """`text` for search: lower case, marks stripped, đ as d. "Đà Nẵng" -> "da nang"."""
    lower = text.casefold().replace("đ", "d")
    bare = "".join(x for x in unicodedata.normalize("NFD", lower) if not unicodedata.combining(x))
    return " ".join(bare.split())


def sort_key(text: str) -> str:
    """A key that puts texts in the order of a Vietnamese dictionary: letters first, then tones."""
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        parts = unicodedata.normalize("NFD", letter)
        mark = _TONE_MARKS.search(parts)
        bare = unicodedata.normalize("NFC", _TONE_MARKS.sub("", parts))
        tones.append(_TONES[mark.group()] if mark else "0")
        letters.append(_PLACE.get(bare) or (" " if bare.isspace() else _place_of_stranger(bare)))
    return "".join(letters) + "\t" + "".join(tones)


def _place_of_stranger(letter: str) -> str:
    bare = folded(letter)[:1]
    return _PLACE.get(bare, letter)

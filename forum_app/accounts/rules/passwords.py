"""What may be a password: long enough, and not what is tried first. No rule of composition.

Source: ASVS 5.0.0, 6.2; NIST SP 800-63B.
"""

import re
import unicodedata
from collections.abc import Iterable

from ...i18n import N_
from ...refusal import Refusal
from ...text import folded

LEAST, MOST = 8, 128  # characters
# What is tried first, without digits and signs before and behind. Words of the trade too.
_FIRST = """
abc abcd abcdef abcdefgh admin administrator anhyeuem asdf asdfgh asdfghjkl asean azerty bantochuc
baseball batman changeme chao dan default dien diendan dragon emyeuanh football forum guest hanoi
hello hoilamgi hybrid iloveyou khongbiet letmein login master matkhau minhyeuem monkey mothaiba
organiser p pass passw passwd passwort password princess qaz qazwsx qwer qwert qwerty qwertyui
qwertyuiop root saigon secret shadow starwars summer sunshine superman test testtest trustno user
viet vietnam welcome winter xinchao yeuem zxcv zxcvbn zxcvbnm
"""
COMMON = frozenset(_FIRST.split())
_SWAPPED = str.maketrans("@4301$5!7", "aaeoissit")  # what people put in the place of letters
_ROWS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


class PasswordTooShort(Refusal):
    says = N_("Please use at least %(least)s characters. A few words in a row are good.")
    status = 422


class PasswordTooLong(Refusal):
    says = N_("Please use at most %(most)s characters.")
    status = 422


class PasswordTooCommon(Refusal):
    says = N_("This is one of the first that somebody would try. Please choose another.")
    status = 422


def as_typed(password: str) -> str:
    """One form for what looks the same: keyboards send Vietnamese marks apart or together."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *, email: str, words: Iterable[str] = ()) -> None:
    """Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon.

    email: the account's; words: what is known of the forums here, in any case and with marks.
    """
    length = len(as_typed(password))
    if length < LEAST:
        raise PasswordTooShort(least=LEAST)
    if length > MOST:
        raise PasswordTooLong(most=MOST)
    if _is_common(password, {*COMMON, *_parts(email), *_parts(*words)}):
        raise PasswordTooCommon


def _is_common(password: str, words: set[str]) -> bool:
    bare = re.sub(r"[^a-z0-9]", "", folded(password))
    swapped = re.sub(r"[^a-z]", "", folded(password).strip("0123456789 .!?-_*").translate(_SWAPPED))
    letters = re.sub(r"[^a-z]", "", bare)
    if not bare:
        return len(set(password)) < 4
    return _is_row(bare) or any(_is_made_of(x, words) for x in (letters, swapped) if x)


def _is_row(bare: str) -> bool:
    """The same over and over, or a row of the keyboard."""
    pieces = (bare[:length] for length in range(1, 5))
    repeats = (x for x in pieces if len(bare) >= 2 * len(x) or len(x) == 1)
    over_and_over = any(bare == (x * len(bare))[: len(bare)] for x in repeats)
    return over_and_over or any(bare in row + row for row in _ROWS)


def _is_made_of(text: str, words: set[str]) -> bool:
    """Whether `text` is some of `words` in a row."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end] in words for start in reached):
            reached.add(end)
    return len(text) in reached


def _parts(*texts: str) -> Iterable[str]:
    """The words of `texts`, and each text as one word."""
    for text in texts:
        pieces = re.findall(r"[a-z]+", folded(text))
        yield from (piece for piece in [*pieces, "".join(pieces)] if len(piece) > 1)

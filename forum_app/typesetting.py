"""Sheets of paper: a template of `templates/sheets` and facts in, a PDF out.

Typst sets them, in a process of its own (`typesetter.py`): it keeps some 60 MB of what it worked
out for each larger file, and whatever goes wrong there ends there. It is given the facts as JSON,
never as markup, no setting of this process, the template's folder and the faces that the build
laid down; the machine's own faces are not looked at, so that a sheet is the same everywhere.
"""

import json
import logging
import subprocess
import sys
import unicodedata
from pathlib import Path
from re import Match, compile
from threading import BoundedSemaphore

from .i18n import N_, say
from .refusal import Refusal

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "templates" / "sheets"
FACES = HERE.parent / "static" / "dist" / "faces"
SCRIPT = HERE / "typesetter.py"
MOST_SECONDS = 30
PATIENCE = 10  # seconds that one waits for another's sheet
LONGEST_WORD, PIECE = 20, 8  # letters; a longer word, as of an address, may be broken into pieces
UNKNOWN = "\ufffd"  # for a letter that none of the faces has
_EXPLAINED = N_("�: a letter that this server has no typeface for.")
_BREAK = "\u200b"
# Scripts that need no spaces, whose words the typesetter finds by itself, and that stand taller.
_TALL = compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_LONG = compile(rf"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{{{LONGEST_WORD + 1},}}")
_NO_TEXT = compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufe0e\ufe0f\ufffe\uffff]")
_NO_FACE = compile(  # Arabic, Indic, Georgian and Chinese letters, Hangul, pictures, and more
    "[\u0530-\u058f\u0600-\u08ff\u0980-\u0dff\u0f00-\u0fff\u10a0-\u1773\u1800-\u19df\u1a00-\u1aad"
    "\u1b00-\u1c7f\u1c90-\u1cfa\u2600-\u2c5f\u2e80-\ua63f\ua800-\ua9df\uac00-\uf8ff\ufb50-\ufdff"
    "\ufe30-\uffef\U00010000-\U0010ffff]"
)
_log = logging.getLogger(__name__)
_one_at_a_time = BoundedSemaphore(1)


class FacesMissing(Refusal):
    says = N_(
        "This server has no typefaces to print sheets with. Whoever runs it brings them with "
        "“make assets”; until then please print the page itself."
    )
    status = 503


class SheetsBusy(Refusal):
    says = N_("Other sheets are being made at the moment. Please try again in %(seconds)s seconds.")
    status = 503


class SheetFailed(Refusal):
    says = N_(
        "This sheet could not be made. Please print the page itself, and tell the organisers."
    )
    status = 500


def typeset(template: str, facts: object, *, kind: str = "pdf") -> bytes:
    """The PDF that `template` of `templates/sheets` makes of `facts`, which JSON can hold.

    kind: "png" for a picture of its only page. The database is not asked: whoever reads first
    ends that transaction. Raises FacesMissing, SheetsBusy, SheetFailed.
    """
    if not any(FACES.glob("*.ttf")):
        raise FacesMissing
    told = {"template": str(TEMPLATES / template), "root": str(TEMPLATES), "faces": str(FACES)}
    told |= {"facts": json.dumps(facts, ensure_ascii=False), "kind": kind}
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise SheetsBusy(seconds=PATIENCE)
    try:
        return _set_apart(json.dumps(told).encode())
    finally:
        _one_at_a_time.release()


def _set_apart(told: bytes) -> bytes:
    """Raises SheetFailed, also where it takes too long."""
    command = [sys.executable, "-I", str(SCRIPT)]
    few = {"RAYON_NUM_THREADS": "2"}
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, env=few, timeout=MOST_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as trouble:
        ended = getattr(trouble, "returncode", None)  # what it says may quote people's words
        _log.error("no sheet was set: %s, status %s", type(trouble).__name__, ended)
        raise SheetFailed from trouble
    return done.stdout


class Paper:
    """Takes all that is told on one page, and notes what its setting needs to know of that."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.tall = self.unknown = False

    def text(self, text: str | None) -> str:
        """As the sheet takes it; a dash for none."""
        text = text or "–"
        fits = fitting(text)
        self.tall |= is_tall(text)
        self.unknown |= UNKNOWN in fits
        return fits

    def shift(self, days: int) -> str:
        """By how many days another clock differs: "−1 day"; empty for none."""
        sign = "−" if days < 0 else "+"
        return say(self.lang, "%(n)s day", n=f"{sign}{abs(days)}") if days else ""

    @property
    def facts(self) -> dict[str, str | bool]:
        """unknown: the sentence that explains UNKNOWN, where that is on the page."""
        unknown = say(self.lang, _EXPLAINED) if self.unknown else ""
        return {"lang": self.lang, "tall": self.tall, "unknown": unknown}


def is_tall(text: str) -> bool:
    """Whether lines of `text` need more room: Thai, Lao, Khmer and Burmese stack their marks."""
    return bool(_TALL.search(text))


def fitting(text: str) -> str:
    """`text` as a sheet takes it: without controls, its longest words breakable, and UNKNOWN for
    each letter that would leave nothing on the paper."""
    known = _NO_FACE.sub(UNKNOWN, _NO_TEXT.sub("", text))
    return _LONG.sub(_with_breaks, known)


def _with_breaks(word: Match[str]) -> str:
    """Never before a mark, which stands on the letter before it."""
    found, since = [], 0
    for letter in word[0]:
        if since >= PIECE and unicodedata.category(letter)[0] != "M":
            found.append(_BREAK)
            since = 0
        found.append(letter)
        since += 1
    return "".join(found)

"""What a letter is: words in an order, never markup. Rendering is in `feeds`.

Every text of a letter is taken for a stranger's: it is made harmless when the letter is made, so
that no mail program turns it into a link or markup. The only links are those of an Act, and an
Act leads to our own pages.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

_JOINERS = "\u200c\u200d"  # within emoji and some scripts; every other invisible mark is dropped
# Where a mail program would see an address: behind a scheme's colon, behind a dot, in [a](b); and
# the beginning of an encoded word, which would be read as what it encodes.
_LINK_SEAMS = (
    re.compile(r"(?<=[:：])(?=[/\\／＼])|(?<=[^\W\d_][:：])(?=\S)"),
    re.compile(rf"(?<=[.．。｡․])(?=[^\W\d_]|[{_JOINERS}])"),
    re.compile(r"(?<=\d\.)(?=\d+\.\d+\.\d+)"),
    re.compile(r"(?<=\])(?=\()|(?<==)(?=\?)"),
)
_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")
_MAX = 2000  # characters of one text; what is longer is cut


def harmless(text: str) -> str:
    """`text` on one line, without controls and invisible marks, with every possible link broken.

    A link is broken by a space, which no mail program joins again and no spam filter minds, as
    they mind invisible marks: "http://evil.com" -> "http: //evil. com".
    """
    shown = "".join(x for x in unicodedata.normalize("NFC", text) if _is_shown(x))
    line = " ".join(shown.split())
    for seam in _LINK_SEAMS:
        line = seam.sub(" ", line)
    return line if len(line) <= _MAX else f"{line[: _MAX - 1]}…"


def _is_shown(letter: str) -> bool:
    if letter.isspace() or letter in _JOINERS:
        return True
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


class _OfTexts:
    """Makes every text of the block harmless, except those named in `exact`."""

    exact: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for one in fields(self):  # type: ignore[arg-type]
            value = getattr(self, one.name)
            if isinstance(value, str) and one.name not in self.exact:
                object.__setattr__(self, one.name, harmless(value))


@dataclass(frozen=True)
class Text(_OfTexts):
    sentence: str


@dataclass(frozen=True)
class Title(_OfTexts):
    """Begins a section."""

    words: str


@dataclass(frozen=True)
class Reference(_OfTexts):
    """A code to read out at a desk, large."""

    code: str


@dataclass(frozen=True)
class Act(_OfTexts):
    """A button or, in a Note, a link to a page of ours: `path` begins with one "/".

    Raises ValueError for a path that leads anywhere else.
    """

    label: str
    path: str

    exact = frozenset({"path"})

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _PATH.fullmatch(self.path):
            raise ValueError("a letter links to our own pages only, by their path")


@dataclass(frozen=True)
class Line(_OfTexts):
    """`label` stands before the text, bold; may be empty."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Item(_OfTexts):
    """One session of an agenda. `sign`: "hall", "point", "online" or "wait"; else no colour."""

    sign: str
    title: str
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Note(_OfTexts):
    sentence: str
    act: Act | None = None


@dataclass(frozen=True)
class Picture(_OfTexts):
    """A PNG within the letter; `words` say what it shows where pictures are not loaded."""

    png: bytes
    words: str
    width: int = 180  # CSS pixels


@dataclass(frozen=True)
class InLanguage:
    """Blocks in another language than the letter's."""

    lang: str
    blocks: "Sequence[Block]"


Block = Text | Title | Reference | Act | Item | Note | Picture | InLanguage


@dataclass(frozen=True)
class Attachment:
    """A file beside the letter. `name` is ASCII; `kind` a MIME type; `parameters` as of it."""

    name: str
    content: bytes
    kind: str
    parameters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,99}", self.name, re.ASCII):
            raise ValueError("the name of an attachment holds letters, digits, dots and dashes")


@dataclass(frozen=True, kw_only=True)
class Letter(_OfTexts):
    """`sender` is the forum's name; `contact` its address, from which the letter comes."""

    sender: str
    subject: str
    heading: str
    blocks: Sequence[Block]
    attachments: Sequence[Attachment] = ()
    contact: str | None = None

    exact = frozenset({"contact"})

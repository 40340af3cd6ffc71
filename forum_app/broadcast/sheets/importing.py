"""A file that organisers send, as rows of text under the names of its columns."""

import csv
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

from ..rules.importing import (
    MOST_COLUMNS,
    MOST_ROWS,
    TableUnreadable,
    TooManyColumns,
    check_size,
)

_MOST_UNPACKED = 20 * 1024 * 1024  # bytes: 2,000 rows take some three of them
# What a reader makes of a file that is cut off, damaged or no table after all.
_BROKEN = (
    *(csv.Error, BadZipFile, zlib.error, OSError, EOFError),
    *(ValueError, LookupError, SyntaxError, TypeError, AttributeError, NotImplementedError),
)


def rows_in(content: bytes) -> list[dict[str, str]]:
    """Each row that says anything. Raises TableUnreadable, TooManyRows, TooManyColumns, ZeroByte.

    CSV in UTF-8, its columns between commas, semicolons or tabs; or XLSX, its first sheet. No
    formula is worked out: of one, what the spreadsheet last showed is read.
    """
    try:
        lines = _xlsx(content) if content[:2] == b"PK" else _csv(content)
        first = next(iter(lines), [])
        if len(first) > MOST_COLUMNS:
            raise TooManyColumns(most=MOST_COLUMNS)
        names = [name.strip().casefold().lstrip("'") for name in first]
        found = [
            dict(zip(names, line, strict=False))
            for line in islice(lines, MOST_ROWS + 1)
            if any(cell.strip() for cell in line)
        ]
    except _BROKEN as broken:
        raise TableUnreadable from broken
    check_size(found)
    return found


def _csv(content: bytes) -> Iterator[list[str]]:
    text = content.decode("utf-8-sig")
    head = text.split("\n", 1)[0]
    between = max(",;\t", key=head.count)
    return iter(csv.reader(StringIO(text), delimiter=between))


def _xlsx(content: bytes) -> Iterator[list[str]]:
    """Raises TableUnreadable for what is far larger than it looks, and what a reader raises."""
    from openpyxl import load_workbook  # some 6 MB, which only who sends tables needs

    with ZipFile(BytesIO(content)) as packed:
        if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED:
            raise TableUnreadable
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    return iter(_texts(book.worksheets[0].iter_rows(values_only=True)))


def _texts(rows: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

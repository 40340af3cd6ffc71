"""A file that organisers send, as rows of text under the names of its columns."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .rules.importing import MOST_ROWS, TableUnreadable, TooManyRows


def rows_in(content: bytes) -> list[dict[str, str]]:
    """Each row that says anything. Raises TableUnreadable, TooManyRows.

    CSV in UTF-8, its columns between commas, semicolons or tabs; or XLSX, its first sheet. No
    formula is worked out: of one, what the spreadsheet last showed is read.
    """
    lines = _xlsx(content) if content[:2] == b"PK" else _csv(content)
    try:
        first = next(iter(lines), [])
        names = [name.strip().casefold().lstrip("'") for name in first]
        found = [
            dict(zip(names, line, strict=False))
            for line in islice(lines, MOST_ROWS + 1)
            if any(cell.strip() for cell in line)
        ]
    except (csv.Error, ValueError, KeyError) as broken:
        raise TableUnreadable from broken
    if len(found) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return found


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise TableUnreadable from broken
    head = text.split("\n", 1)[0]
    between = max(",;\t", key=head.count)
    return iter(csv.reader(StringIO(text), delimiter=between))


def _xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as broken:
        raise TableUnreadable from broken
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

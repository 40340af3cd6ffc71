"""A file that organisers send, as rows of text under the names of its columns."""

import csv
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice, zip_longest
from zipfile import BadZipFile, ZipFile

from ..rules.importing import (
    MOST_COLUMNS,
    MOST_ROWS,
    ROW,
    FormulaUnread,
    NoRows,
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
    """Each row that says anything, with its number in the file under ROW.

    Raises TableUnreadable, TooManyRows, TooManyColumns, ZeroByte, NoRows, FormulaUnread.
    CSV in UTF-8 (or the UTF-16 of a spreadsheet's "Unicode text"), its columns between commas,
    semicolons or tabs; or XLSX, its first sheet. No formula is worked out: of one, what the
    spreadsheet last showed is read.
    """
    try:
        lines = _xlsx(content) if content[:2] == b"PK" else _csv(content)
        numbered = ((n, x) for n, x in enumerate(lines, start=1) if any(map(str.strip, x)))
        _, first = next(numbered, (0, []))
        if len(first) > MOST_COLUMNS:
            raise TooManyColumns(most=MOST_COLUMNS)
        names = [name.strip().casefold().lstrip("'") for name in first]
        found = [
            dict(zip(names, line, strict=False)) | {ROW: str(number)}
            for number, line in islice(numbered, MOST_ROWS + 1)
        ]
    except _BROKEN as broken:
        raise TableUnreadable from broken
    if not found:
        raise NoRows
    check_size(found)
    return found


def _csv(content: bytes) -> Iterator[list[str]]:
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    text = content.decode("utf-16" if wide else "utf-8-sig")
    head = text.lstrip().split("\n", 1)[0]
    between = max(",;\t", key=head.count)
    return iter(csv.reader(StringIO(text), delimiter=between))


def _xlsx(content: bytes) -> Iterator[list[str]]:
    """Raises TableUnreadable for what is far larger than it looks, FormulaUnread, and what a
    reader raises."""
    with ZipFile(BytesIO(content)) as packed:
        if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED:
            raise TableUnreadable
    shown, written = (_rows_of(content, data_only=only) for only in (True, False))
    return _texts(zip_longest(shown, written, fillvalue=()))


def _rows_of(content: bytes, *, data_only: bool) -> Iterable[tuple[object, ...]]:
    """data_only: what the spreadsheet last showed; else formulas as they were written."""
    from openpyxl import load_workbook  # some 6 MB, which only who sends tables needs

    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only)
    rows: Iterable[tuple[object, ...]] = book.worksheets[0].iter_rows(values_only=True)
    return rows


def _texts(rows: Iterable[tuple[tuple[object, ...], tuple[object, ...]]]) -> Iterator[list[str]]:
    """rows: what is shown, and what is written there."""
    from openpyxl.utils import get_column_letter

    for number, (shown, written) in enumerate(rows, start=1):
        for column, (cell, formula) in enumerate(zip(shown, written, strict=False), start=1):
            if cell is None and formula is not None:
                raise FormulaUnread(row=number, column=get_column_letter(column))
        yield [_text(cell) for cell in shown]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

"""Tables that leave the house: as CSV and as XLSX, row by row, and safe to open.

What people typed may look like a formula, which a spreadsheet would work out when the file is
opened ("CSV injection"). In XLSX every text is written as text. CSV knows no types, so a text that
begins with one of = + - @, a tab or a line's end, also after spaces or in full width, gets an
apostrophe before it (OWASP, "CSV Injection"). Numbers and times are never changed.
Characters that turn the reading direction, and controls that XML does not know, are left out.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from typing import BinaryIO
from zoneinfo import ZoneInfo

Cell = str | int | datetime | date | None  # a datetime is naive: a wall's, its zone in the heading
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LONGEST = 32_767  # characters of a cell; a spreadsheet refuses the file that holds more
BOM = b"\xef\xbb\xbf"  # without it Excel reads CSV in the code page of the machine
TIME, DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
WIDTH, WIDEST = 12, 40  # characters of a column
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """headings: in the language of the reader. rows: each as long as they; read once."""

    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def wall(at: datetime | None, zone: str) -> datetime | None:
    """What the clocks of `zone` show at `at`, to the minute: as a cell."""
    return at and at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def write(table: Table, kind: str, file: BinaryIO) -> int:
    """Write `table` into `file` as "csv" or "xlsx"; how many rows it has without the headings."""
    return (_write_csv if kind == "csv" else _write_xlsx)(table, file)


def guarded(text: str) -> str:
    """`text` as a CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _write_csv(table: Table, file: BinaryIO) -> int:
    file.write(BOM)
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer, count = csv.writer(text), 0
    writer.writerow([guarded(_clean(heading)) for heading in table.headings])
    for row in table.rows:
        writer.writerow([_said(cell) for cell in row])
        count += 1
    text.detach()
    return count


def _said(cell: Cell) -> str | int | None:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(_clean(cell)) if isinstance(cell, str) else cell


def _write_xlsx(table: Table, file: BinaryIO) -> int:
    """Each row goes to the disk before the next is read (`constant_memory`)."""
    from xlsxwriter import Workbook  # some 2 MB, which only who takes tables needs

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book, count = Workbook(file, options), 0
    sheet = book.add_worksheet()
    bold, time = book.add_format({"bold": True}), book.add_format({"num_format": TIME})
    day = book.add_format({"num_format": DAY})
    for column, heading in enumerate(table.headings):
        sheet.set_column(column, column, min(max(len(heading) + 2, WIDTH), WIDEST))
        sheet.write_string(0, column, _clean(heading), bold)
    sheet.freeze_panes(1, 0)
    for count, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(count, column, _clean(cell))
            elif isinstance(cell, datetime):
                sheet.write_datetime(count, column, cell, time)
            elif isinstance(cell, date):
                sheet.write_datetime(count, column, cell, day)
            elif cell is not None:
                sheet.write_number(count, column, cell)
    book.close()
    return count


def _clean(text: str) -> str:
    return _UNSAFE.sub("", text)[:LONGEST]

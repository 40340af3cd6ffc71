"""What is read of a file: whole, as it was shown, or told that it cannot be."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from forum_app.broadcast.rules.importing import FormulaUnread, TableUnreadable
from forum_app.broadcast.sheets.importing import rows_in

from .tables import as_xlsx


def repacked(part, change):
    """A workbook in which one part holds what `change` makes of its bytes."""
    out, there = BytesIO(), ZipFile(BytesIO(as_xlsx([{"code": "SIN"}])))
    with there, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in there.namelist():
            held = there.read(name)
            packed.writestr(name, change(held) if name == part else held)
    return out.getvalue()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "change", [lambda held: held[: len(held) // 2], lambda held: held + b" " * 21 * 1024 * 1024]
)
def test_a_workbook_that_is_cut_off_or_far_larger_than_it_looks_is_not_read(part, change):
    with pytest.raises(TableUnreadable):
        rows_in(repacked(part, change))


def test_of_a_long_file_with_empty_rows_nothing_is_left_out():
    rows = rows_in(b"code\n" + b",\n" * 1_999 + b"SIN\nTYO\n")

    assert [row["code"] for row in rows] == ["SIN", "TYO"]


def test_a_formula_is_read_as_the_spreadsheet_last_showed_it():
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["code", "seats"])
        sheet.write_row(1, 0, ["SIN"])
        sheet.write_formula(1, 1, "=10+20", None, 30)

    assert [row["seats"] for row in rows_in(out.getvalue())] == ["30"]


def test_a_formula_without_a_value_is_told():
    with pytest.raises(FormulaUnread) as told:
        rows_in(as_xlsx([{"code": "SIN", "seats": "=10+20"}]))

    assert told.value.said_in("en").startswith("Row 2, B: this formula holds no value yet.")


def test_the_unicode_text_of_a_spreadsheet_is_read():
    rows = rows_in("code\tcity_vi\nDAD\tĐà Nẵng\n".encode("utf-16"))

    assert [(row["code"], row["city_vi"]) for row in rows] == [("DAD", "Đà Nẵng")]

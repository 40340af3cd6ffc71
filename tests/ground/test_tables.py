"""Tables that leave the house are read by spreadsheets as what they are: texts, numbers, times."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from forum_app.tables import BOM, Table, guarded, wall, write

EVIL = '=HYPERLINK("http://evil.example","Click")'
WALL = datetime(2020, 10, 22, 8, 30)  # noqa: DTZ001  (a wall shows no zone)


def read(kind, *rows, headings=("A", "B", "C")):
    """What a reader finds in the file of these rows: its lines of values."""
    file = BytesIO()
    count = write(Table(headings=headings, rows=iter(rows)), kind, file)
    assert count == len(rows)
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(file.getvalue())).active
        return [list(line) for line in sheet.iter_rows()]
    assert file.getvalue().startswith(BOM)
    return list(csv.reader(file.getvalue().decode("utf-8-sig").splitlines(keepends=True)))


@pytest.mark.parametrize(
    "text",
    [EVIL, "+84 912", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1", "＠x"],
)
def test_a_text_that_a_spreadsheet_would_work_out_is_guarded_in_csv(text):
    assert guarded(text) == f"'{text}"
    [_, line] = read("csv", [text, 1, None])
    assert line[0].startswith("'")


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "a=b", "1-2", "", "'quoted", "Đà Nẵng, VN"])
def test_any_other_text_is_as_it_was(text):
    assert guarded(text) == text
    assert read("csv", [text, text, text])[1] == [text] * 3


def test_no_text_is_a_formula_or_a_link_in_xlsx():
    [_, line] = read("xlsx", [EVIL, "http://example.org", "+1"])

    assert [cell.value for cell in line] == [EVIL, "http://example.org", "+1"]
    assert {cell.data_type for cell in line} == {"s"}
    assert not any(cell.hyperlink for cell in line)


def test_numbers_and_times_are_numbers_and_times():
    [_, line] = read("xlsx", [-5, WALL, date(2020, 10, 22)])
    assert [cell.value for cell in line] == [-5, WALL, WALL.replace(hour=0, minute=0)]

    [_, line] = read("csv", [-5, WALL, date(2020, 10, 22)])
    assert line == ["-5", "2020-10-22 08:30", "2020-10-22"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_turns_the_reading_direction_or_is_no_character_is_left_out(kind):
    line = read(kind, ["a\u202egnp.exe", "b\u2066c\x00\x0bd", "e\ud800f"])[1]

    assert [getattr(cell, "value", cell) for cell in line] == ["agnp.exe", "bcd", "ef"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_long_texts_and_line_breaks_survive(kind):
    long, lines = "ơ" * 10_000, "one\ntwo\tthree"

    line = read(kind, [long, lines, '"quoted", yes'])[1]

    assert [getattr(x, "value", x) for x in line] == [long, lines, '"quoted", yes']


def test_what_no_spreadsheet_can_hold_in_one_cell_is_cut():
    assert len(read("xlsx", ["x" * 40_000, "y", "z"])[1][0].value) == 32_767


def test_an_instant_is_the_wall_of_the_zone():
    assert wall(datetime(2020, 10, 22, 1, 30, 59, tzinfo=UTC), "Asia/Ho_Chi_Minh") == WALL
    assert wall(None, "Asia/Ho_Chi_Minh") is None


def test_rows_are_written_as_they_are_read():
    """The next row is read when the last is written: no more are ever held."""

    class Disk(BytesIO):
        def write(self, data):
            written.append(bytes(data))
            return super().write(data)

    def rows():
        for n in range(3):
            seen.append(len(written))
            yield [n, n, n]

    written, seen = [], []
    write(Table(headings=("A", "B", "C"), rows=rows()), "csv", Disk())

    assert seen == sorted(set(seen))

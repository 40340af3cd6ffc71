"""Points and their people come from a file: tried out, then done, and twice the same is nothing."""

import csv
import html
import json
import re
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from forum_app.broadcast.rules.importing import TableUnreadable
from forum_app.broadcast.sheets.importing import rows_in
from forum_app.db import db
from forum_app.models import Point, PointContact

EXPORTS = "/en/here/desk/exports"
IMPORT = "/en/here/desk/points-from-file"


def exported(organiser, what):
    text = organiser.post(f"{EXPORTS}/{what}", {"format": "csv"}).data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def as_csv(rows):
    out = StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows):
    book, out = Workbook(), BytesIO()
    for line in ([*rows[0]], *([*row.values()] for row in rows)):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def repacked(part, change):
    """A workbook in which one part holds what `change` makes of its bytes."""
    out, there = BytesIO(), ZipFile(BytesIO(as_xlsx([{"code": "SIN"}])))
    with there, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in there.namelist():
            held = there.read(name)
            packed.writestr(name, change(held) if name == part else held)
    return out.getvalue()


def send(organiser, what, content):
    file = (BytesIO(content), "points.csv")
    return organiser.post(IMPORT, {"what": what, "file": file}, content_type="multipart/form-data")


def take(organiser, tried):
    rows = html.unescape(re.search(r'name="rows" value="([^"]*)"', tried.text)[1])
    what = re.search(r'name="what" value="(\w+)"', tried.text)[1]
    return organiser.post(IMPORT, {"what": what, "rows": rows})


@pytest.mark.parametrize("made", [as_csv, as_xlsx])
def test_what_was_exported_changes_nothing_when_it_comes_back(browser, there, made):
    organiser = browser(there.organiser)
    for what in ("points", "contacts"):
        answer = send(organiser, what, made(exported(organiser, what)))

        assert answer.status_code == 200
        assert "Nothing: all of it is there already." in answer.text


def test_a_file_is_tried_out_and_only_then_done(app, browser, there):
    organiser = browser(there.organiser)
    rows = exported(organiser, "points")
    rows[0]["seats"] = "77"
    rows.append(rows[1] | {"code": "NEW", "seating": "approval", "name_en": "=1+1"})

    tried = send(organiser, "points", as_csv(rows))

    assert "seats: 30 → 77" in tried.text
    with app.app_context():
        assert db.session.query(Point).filter_by(code="NEW").count() == 0
    assert take(organiser, tried).status_code == 303
    with app.app_context():
        found = {x.code: (x.seats, str(x.seating)) for x in db.session.query(Point)}
        assert found["SIN"] == (77, "open")
        assert found["NEW"] == (30, "approval")
    again = {row["code"]: row for row in exported(organiser, "points")}
    assert again["NEW"]["name_en"] == "'=1+1"


def test_every_row_that_is_wrong_is_told_and_then_none_is_taken(app, browser, there):
    organiser = browser(there.organiser)
    rows = exported(organiser, "points")
    rows[0]["seats"], rows[1]["zone"], rows[2]["seats"] = "many", "Mars/Base", "5"

    answer = send(organiser, "points", as_csv(rows))

    assert answer.status_code == 422
    assert "seats: “many” cannot be read" in answer.text
    assert "There is no time zone “Mars/Base”" in answer.text
    assert 'name="rows"' not in answer.text
    with app.app_context():
        assert {x.seats for x in db.session.query(Point)} == {30}


def test_contacts_come_by_point_and_name_and_nobody_is_removed(app, browser, there):
    organiser = browser(there.organiser)
    rows = [exported(organiser, "contacts")[0]]
    rows[0] |= {"second_channel": "Zalo 9", "hours": "7:00-20:00"}
    rows.append(rows[0] | {"point": "TYO", "name": "Aiko", "on_site": "no"})

    take(organiser, send(organiser, "contacts", as_csv(rows)))

    with app.app_context():
        found = {x.name: (x.second_channel, x.on_site) for x in db.session.query(PointContact)}
        assert len(found) == 4
        assert found["Lan"] == ("Zalo 9", True)
        assert found["Aiko"] == ("Zalo 9", False)


@pytest.mark.parametrize(
    "content", [b"", b"PK nothing", b"\xff\xfe\x00", b"code,kind\nSIN,regional\n"]
)
def test_what_is_no_such_table_is_told(browser, there, content):
    answer = send(browser(there.organiser), "points", content)

    assert answer.status_code == 422
    assert re.search("could not be read|These are missing", answer.text)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "change", [lambda held: held[: len(held) // 2], lambda held: held + b" " * 21 * 1024 * 1024]
)
def test_a_workbook_that_is_cut_off_or_far_larger_than_it_looks_is_not_read(part, change):
    with pytest.raises(TableUnreadable):
        rows_in(repacked(part, change))


WIDE = ",".join(f"c{n}" for n in range(101)).encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (WIDE, "This file has more than 100 columns."),
        (b"code,kind\nSIN,re\x00gional\n", "a zero byte"),
        (b"code\x00,kind\nSIN,regional\n", "a zero byte"),
        (b"code\n" + b"SIN\n" * 2_001, "at most 2000 rows"),
    ],
    ids=["wide", "zero", "zero in a name", "long"],
)
def test_a_table_that_is_too_large_or_no_text_is_told(browser, there, content, sentence):
    answer = send(browser(there.organiser), "points", content)

    assert answer.status_code == 422
    assert sentence in answer.text


DEEP = "[" * 100_000
AGAIN = "send the file again"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (DEEP, AGAIN),
        ("{}", AGAIN),
        ("7", AGAIN),
        ("[7]", AGAIN),
        ('[{"code": ["SIN"]}]', AGAIN),
        ('[{"code": 7}]', AGAIN),
        ("[", AGAIN),
        ('[{"code": "\\u0000"}]', "a zero byte"),
        ("[" + "{}," * 2_000 + "{}]", "at most 2000 rows"),
        ("[" + str({f"c{n}": "" for n in range(101)}).replace("'", '"') + "]", "100 columns"),
        ("[]", "These are missing"),
    ],
    ids=[*("deep", "object", "number", "no rows", "nested", "no text", "cut off"), *"zlce"],
)
def test_what_comes_back_of_a_trial_is_judged_as_a_file_is(app, browser, there, rows, sentence):
    answer = browser(there.organiser).post(IMPORT, {"what": "points", "rows": rows})

    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert db.session.query(Point).count() == 3


def test_a_trial_that_is_larger_than_other_forms_is_taken_and_one_far_larger_is_told(
    browser, there
):
    organiser = browser(there.organiser)
    row = exported(organiser, "points")[0] | {"a column of their own": "x" * 700_000}

    kept = json.dumps([row, row])
    answer = organiser.post(IMPORT, {"what": "points", "rows": kept})
    huge = organiser.post(IMPORT, {"what": "points", "rows": "x" * 9 * 1024 * 1024})

    assert len(kept) > 1024 * 1024
    assert (answer.status_code, huge.status_code) == (303, 413)
    assert "larger than 8 MB" in huge.text


def test_a_page_that_was_open_for_too_long_takes_nothing(app, browser, there):
    organiser = browser(there.organiser)
    tried = send(organiser, "points", as_csv(exported(organiser, "points")[:1]))
    rows = html.unescape(re.search(r'name="rows" value="([^"]*)"', tried.text)[1])

    answer = organiser.post(
        IMPORT, {"what": "points", "rows": rows.replace('"30"', '"31"'), "csrf_token": "old"}
    )

    assert answer.status_code == 400
    assert "open for too long" in answer.text
    with app.app_context():
        assert {x.seats for x in db.session.query(Point)} == {30}

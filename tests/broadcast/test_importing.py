"""Points and their people come from a file: tried out, then done, and twice the same is nothing."""

import csv
import html
import json
import re
from io import BytesIO, StringIO

import pytest

from forum_app.db import db
from forum_app.models import Point, PointContact

from .tables import as_csv, as_xlsx

EXPORTS = "/en/here/desk/exports"
IMPORT = "/en/here/desk/points-from-file"


def exported(organiser, what):
    text = organiser.post(f"{EXPORTS}/{what}", {"format": "csv"}).data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


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
    assert "seats: “many” cannot be taken. It can be: 0–100000." in answer.text
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
    "content", [b"PK nothing", b"\xff\xfe\x00", b"code,kind\nSIN,regional\n", b"\xea"]
)
def test_what_is_no_such_table_is_told(browser, there, content):
    answer = send(browser(there.organiser), "points", content)

    assert answer.status_code == 422
    assert re.search("could not be read|These are missing", answer.text)


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


@pytest.mark.parametrize("content", [b"", b"\n\n", b"code,kind\n", b"code,kind\n,\n"])
def test_a_table_without_rows_is_told_so(browser, there, content):
    answer = send(browser(there.organiser), "points", content)

    assert answer.status_code == 422
    assert "This file holds nothing below the names of its columns." in answer.text


def test_a_row_keeps_its_number_where_others_are_empty(browser, there):
    organiser = browser(there.organiser)
    names, first, second = as_csv(exported(organiser, "points")[:2]).splitlines()
    wrong = second.replace(b"Asia/", b"Mars/")

    answer = send(organiser, "points", b"\n".join([names, b"", b",,", first, b"", wrong]))

    assert re.findall(r"<tr><td>(\d+)</td>", answer.text) == ["6"]


@pytest.mark.parametrize("what", ["points", "contacts"])
def test_a_row_that_stands_twice_in_a_file_is_told(browser, there, what):
    organiser = browser(there.organiser)
    row = exported(organiser, what)[0]
    other = row | ({"seats": "31"} if what == "points" else {"phone": "+84 900 000 001"})

    answer = send(organiser, what, as_csv([row, other]))

    assert answer.status_code == 422
    assert "This stands in row 2 already." in answer.text


def test_a_code_in_small_letters_is_no_second_point(browser, there):
    organiser = browser(there.organiser)
    rows = [row | {"code": row["code"].lower()} for row in exported(organiser, "points")[:1]]

    answer = send(organiser, "points", as_csv(rows))

    assert answer.status_code == 422
    assert "There is “SIN” already." in answer.text


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ({"name_vi": "", "name_en": ""}, "name_vi, name_en: this must not be empty."),
        ({"zone": ""}, "zone: this must not be empty."),
        ({"name_en": "x" * 301}, "name_en: this has more than 300 characters."),
        ({"name_en": "#REF!"}, "name_en: “#REF!” cannot be taken."),
        ({"latitude": "95"}, "latitude: “95” cannot be taken. It can be: -90…90."),
        ({"country": "XX"}, "country: “XX” cannot be taken. It can be: VN, SG, TH, …."),
    ],
    ids=["no name", "no zone", "long", "error", "latitude", "country"],
)
def test_what_a_cell_cannot_be_is_said(browser, there, cell, sentence):
    organiser = browser(there.organiser)

    answer = send(organiser, "points", as_csv([exported(organiser, "points")[0] | cell]))

    assert sentence in answer.text


def test_a_trial_counts_what_it_does_and_has_no_button_where_that_is_nothing(browser, there):
    organiser = browser(there.organiser)
    rows = exported(organiser, "points")

    same = send(organiser, "points", as_csv(rows))
    other = send(organiser, "points", as_csv([rows[0] | {"seats": "31"}, *rows[1:]]))

    assert "New: 0. Changed: 0. As they are already: 3." in same.text
    assert "Take all of it" not in same.text
    assert "New: 0. Changed: 1. As they are already: 2." in other.text
    assert "Take all of it" in other.text


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
    wide = {"a column of their own": "x" * 700_000}

    kept = json.dumps([row | wide for row in exported(organiser, "points")[:2]])
    answer = organiser.post(IMPORT, {"what": "points", "rows": kept})
    huge = organiser.post(IMPORT, {"what": "points", "rows": "x" * 9 * 1024 * 1024})

    assert len(kept) > 1024 * 1024
    assert (answer.status_code, huge.status_code) == (303, 413)
    assert "larger than 8 MB" in huge.text


def test_a_page_that_was_open_for_too_long_takes_nothing(app, browser, there):
    organiser = browser(there.organiser)
    other = exported(organiser, "points")[0] | {"seats": "31"}
    tried = send(organiser, "points", as_csv([other]))
    rows = html.unescape(re.search(r'name="rows" value="([^"]*)"', tried.text)[1])

    answer = organiser.post(IMPORT, {"what": "points", "rows": rows, "csrf_token": "old"})

    assert answer.status_code == 400
    assert "open for too long" in answer.text
    with app.app_context():
        assert {x.seats for x in db.session.query(Point)} == {30}

"""Files to download: what they hold, that the trail knows, and what they never hold."""

import csv
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Delegate, Entry, EntryPersonal, Forum, Person

from ..builders import NOW
from ..exhibition import floors
from ..registration.applications import hall, online

EVIL = '=HYPERLINK("http://evil.example")'
SHEETS = ("delegates", "places", "lines", "check-ins", "sessions", "bookings", "letters")


@pytest.fixture
def evil(app, there, registers):
    """The reference of somebody whose name is a formula, in the hall's line and online."""
    reference = registers(hall("W1", wait=True, meanwhile="online"), name=EVIL, organisation="@b")
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum_id)
        floors.a_floor(forum)
        floors.books(forum, "A1", floors.an_exhibitor(forum, EVIL))
        db.session.commit()
    return reference


def rows(answer):
    """The lines of a CSV answer, the headings first."""
    assert answer.status_code == 200, answer.text[:500]
    return list(csv.reader(answer.data.decode("utf-8-sig").splitlines(keepends=True)))


def takes(desk, what, kind="csv", **given):
    return desk.post(f"/exports/{what}", {"format": kind, **given})


@pytest.mark.parametrize("what", SHEETS)
def test_a_formula_is_a_text_in_every_file(desk, evil, what):
    for line in rows(takes(desk, what)):
        assert not [cell for cell in line if cell[:1] in ("=", "+", "@")]
    sheet = load_workbook(BytesIO(takes(desk, what, "xlsx").data)).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert len(cells) > 1
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("what", SHEETS)
def test_both_formats_hold_the_same_rows_and_the_trail_says_how_many(app, desk, there, evil, what):
    lines = rows(takes(desk, what))
    sheet = load_workbook(BytesIO(takes(desk, what, "xlsx").data)).active

    assert sheet.max_row == len(lines)
    with app.app_context():
        noted = db.session.scalars(select(Entry).filter_by(act="desk.export").order_by(Entry.id))
        told = [(x.actor, x.facts["table"], x.facts["format"], x.facts["rows"]) for x in noted]
    count, by = len(lines) - 1, f"user {there.organiser}"
    assert told == [(by, what, "csv", count), (by, what, "xlsx", count)]


def test_delegates_are_told_with_what_they_chose_by_the_clocks_of_the_forum(app, desk, evil):
    page = takes(desk, "delegates")

    head, *lines = rows(page)
    line = dict(zip(head, next(x for x in lines if x[0] == evil), strict=True))
    assert line["Full name"] == f"'{EVIL}"
    assert line["State"] == "Confirmed"
    assert line["W1"] == "Online; Waiting: In the hall"
    assert line["Registered (Asia/Ho_Chi_Minh)"] == "2030-05-01 12:00"
    assert datetime(2030, 5, 1, 5, tzinfo=UTC) == NOW


def test_the_file_is_named_after_forum_and_day_and_nobody_keeps_a_copy(desk, there, evil):
    answer = takes(desk, "places", "xlsx")

    assert f"filename={there.slug}-places-2" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_names_its_characters_once(desk, evil):
    assert takes(desk, "delegates").content_type == "text/csv; charset=utf-8"
    assert desk.get("/numbers/days.csv").content_type == "text/csv; charset=utf-8"


def test_headings_are_in_the_language_of_the_page(browser, there, evil):
    path = f"/vi/{there.slug}/desk/exports/delegates"
    head = rows(browser(there.organiser).post(path, {"format": "csv"}))[0]

    assert head[:3] == ["Mã", "Họ và tên", "Cơ quan, tổ chức"]


def test_only_those_of_the_list_are_taken_and_the_words_are_kept_apart(app, desk, evil, registers):
    registers(online("W1"), name="Trần Bưởi")

    assert "/desk/exports?q=buoi&amp;session=W1" in desk.get("/delegates?q=buoi&session=W1").text
    assert 'name="q" value="buoi"' in desk.get("/exports?q=buoi&session=W1").text
    _, line = rows(takes(desk, "delegates", q="buoi", session="W1"))

    assert "Trần Bưởi" in line
    with app.app_context():
        entry = db.session.scalars(select(Entry).filter_by(act="desk.export")).one()
        personal = db.session.get_one(EntryPersonal, entry.id)
        assert entry.facts["narrowed"] == {"session": "W1"}
        assert personal.before_after == {"words": "buoi"}


def test_the_line_is_told_in_its_order(desk, evil):
    head, *lines = rows(takes(desk, "lines"))

    assert [line[head.index("Turn")] for line in lines] == ["1", "2", "3", "4"]
    assert lines[-1][head.index("Reference")] == evil


def test_no_file_holds_a_secret_or_what_is_sealed(app, desk, evil):
    with app.app_context():
        sealed = db.session.scalars(select(Delegate.link_sealed)).all()
        secrets = [*sealed, *map(seal.opened, sealed)]
        secrets += db.session.scalars(select(Delegate.link_hash)).all()
    for what in SHEETS:
        said = takes(desk, what).text
        assert not [secret for secret in secrets if secret in said], what


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"format": ""}, "Please choose CSV or XLSX."),
        ({"format": "exe"}, "Please choose CSV or XLSX."),
        ({"q": "x" * 10_000}, "Please look for at most"),
        ({"q": "a\u202eb"}, "characters that cannot be read"),
        ({"session": "elsewhere"}, "This list cannot be narrowed by"),
        ({"state": "dead"}, "This list cannot be narrowed by"),
        ({"category": "x" * 5000}, "This list cannot be narrowed by"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_noted(app, desk, evil, given, sentence):
    answer = takes(desk, "delegates", **given) if "format" not in given else None
    answer = answer or desk.post("/exports/delegates", given)

    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert db.session.query(Entry).filter_by(act="desk.export").count() == 0


@pytest.mark.parametrize("what", ["people", "..%2F..", "%00", "x" * 3000])
def test_there_is_no_other_file(desk, what):
    assert takes(desk, what).status_code == 404


def test_what_was_written_into_the_tables_by_other_hands_breaks_no_file(app, desk, evil):
    with app.app_context():
        odd = "a\u202eb\n\tc" + "x" * 10_000
        db.session.query(Person).filter_by(name=EVIL).update({"name": odd, "country": "ZZ"})
        db.session.commit()

    for what in SHEETS:
        for kind in ("csv", "xlsx"):
            answer = takes(desk, what, kind)
            assert answer.status_code == 200
            assert "\u202e" not in answer.data.decode("utf-8", "replace")

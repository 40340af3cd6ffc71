"""Results are added, each on what was really tested, and nobody overwrites anybody's."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from forum_app.broadcast.models import Result
from forum_app.broadcast.queries.readiness import (
    board_of,
    history_of,
    items_of,
    latest_checks,
    lines_for,
    readiness_at,
)
from forum_app.broadcast.rules.readiness import Found, Preparation, Why
from forum_app.broadcast.rules.refusals import (
    LineChanged,
    NoSuchItem,
    TestedMeanwhile,
    UnknownKind,
)
from forum_app.broadcast.services.checks import edit_item, make_item, record, start_list
from forum_app.db import db
from forum_app.refusal import ChangedMeanwhile

from ..builders import NOW, a_point, words
from .conftest import BY, a_line


def finds(point, item, line=None, result=Result.PASS, *, revision=1, latest=0, note=None):
    found = Found(result=result, note=note, revision=revision, latest=latest)
    return record(point, item, line, found, by=None, **BY)


def all_pass(tests, point, line):
    for item in tests.items.values():
        for on in lines_for(item, point, [line]) if item.about == "line" else [None]:
            finds(point, item, on)


def test_a_point_is_ready_when_all_was_found_good_and_not_before(tests):
    line = a_line(tests.sin)

    before = readiness_at(tests.forum, tests.sin, now=NOW)
    all_pass(tests, tests.sin, line)

    assert before.state is Preparation.UNTESTED
    assert readiness_at(tests.forum, tests.sin, now=NOW).is_ready


def test_a_link_edited_after_its_test_takes_the_point_out_of_ready(tests):
    line = a_line(tests.sin)
    all_pass(tests, tests.sin, line)

    line.revision = 2
    db.session.flush()

    found = readiness_at(tests.forum, tests.sin, now=NOW)
    assert found.state is Preparation.NEEDS_RETEST
    assert {(x.item, x.why) for x in found.missing} == {
        ("picture", Why.CHANGED),
        ("sound", Why.CHANGED),
        ("delay", Why.CHANGED),
    }


def test_two_technicians_at_different_items_are_both_kept(tests):
    line = a_line(tests.sin)

    finds(tests.sin, tests.items["picture"], line)
    finds(tests.sin, tests.items["sound"], line, Result.FAIL, note="Vọng")

    results = {x.item.code: x.result for x in latest_checks(tests.forum)[tests.sin.id]}
    assert results == {"picture": Result.PASS, "sound": Result.FAIL}


def test_of_two_at_one_item_the_later_is_told_and_then_both_are_kept(tests):
    line, item = a_line(tests.sin), tests.items["picture"]
    first = finds(tests.sin, item, line)

    with pytest.raises(TestedMeanwhile):
        finds(tests.sin, item, line, Result.FAIL)
    finds(tests.sin, item, line, Result.FAIL, latest=first.id)

    assert [x.result for x in history_of(tests.sin, at_most=9)] == [Result.FAIL, Result.PASS]


def test_a_result_for_a_line_that_was_changed_under_the_test_is_refused(tests):
    line = a_line(tests.sin, revision=2)

    with pytest.raises(LineChanged):
        finds(tests.sin, tests.items["picture"], line, revision=1)


def test_a_line_of_another_point_is_not_tested_here(tests):
    line = a_line(tests.han)

    for given in ((tests.items["picture"], line), (tests.items["room"], line)):
        with pytest.raises(NoSuchItem):
            finds(tests.sin, *given)
    with pytest.raises(NoSuchItem):
        finds(tests.sin, tests.items["picture"], None)


def test_a_result_is_never_changed(tests):
    check = finds(tests.sin, tests.items["room"])
    check.result = Result.FAIL

    with pytest.raises(DBAPIError):
        db.session.flush()


def test_the_board_shows_the_worst_first_and_leaves_the_venue_out(tests):
    a_point(tests.forum, code="HAN", kind="central")
    line = a_line(tests.sin)
    finds(tests.sin, tests.items["picture"], line, Result.FAIL)

    board = board_of(tests.forum, now=NOW)

    assert [(x.point.code, x.readiness.state) for x in board] == [
        ("SIN", Preparation.FAILING),
        ("DNG", Preparation.UNTESTED),
    ]


def test_the_usual_list_is_given_once(tests):
    start_list(tests.forum, **BY)

    assert len(items_of(tests.forum)) == 8


def test_an_item_of_one_kind_of_point_is_asked_of_no_other(tests):
    wanted = {"about": "point", "kinds": ["studio"], "is_needed": True, "hours": 24}
    item = make_item(tests.forum, "lights", wanted | {"title": words("Đèn"), "position": 9}, **BY)

    found = readiness_at(tests.forum, tests.sin, now=NOW)
    with pytest.raises(UnknownKind):
        edit_item(item, {"kinds": ["castle"]}, seen=1, **BY)
    with pytest.raises(ChangedMeanwhile):
        edit_item(item, {"kinds": []}, seen=7, **BY)

    assert "lights" not in {x.item for x in found.missing}


def test_a_board_of_many_points_asks_as_often_as_one_of_few(tests, statements):
    finds(tests.sin, tests.items["room"])
    statements.clear()
    board_of(tests.forum, now=NOW)
    few = len(statements)
    for n in range(5):
        point = a_point(tests.forum, code=f"X{n}")
        finds(point, tests.items["room"])
        a_line(point)
    statements.clear()

    assert len(board_of(tests.forum, now=NOW)) == 7
    assert len(statements) == few == 6


@pytest.fixture
def statements(room):
    """The questions that are asked, as they are asked."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)

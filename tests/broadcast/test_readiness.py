"""A point is ready by what was tested on its lines as they are, and by nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from forum_app.broadcast.rules.readiness import (
    About,
    Finding,
    Item,
    Line,
    PointFacts,
    Preparation,
    Result,
    Why,
    lacks_of,
    readiness_of,
)

NOW = datetime(2030, 5, 1, 5, 0, tzinfo=UTC)
PICTURE = Item("picture", About.LINE, hours=24)
ROOM = Item("room", About.POINT, hours=48)
MAIN, BACKUP = Line(1, 1, "main"), Line(2, 1, "backup")


def found_that(item="picture", line=1, revision=1, result=Result.PASS, ago=1):
    at = NOW - timedelta(hours=ago)
    return Finding(item, line, revision, result, at, by="Ánh")


def a_point(*results, lines=(MAIN,), **given):
    return PointFacts(**{"kind": "regional", "revision": 1, "lines": lines} | given, tested=results)


def found(point, *items):
    readiness = readiness_of(point, items or (PICTURE,), now=NOW)
    named = [(x.item, x.line.id if x.line else None, x.why) for x in readiness.missing]
    return readiness.state, named


@pytest.mark.parametrize(
    ("results", "state", "why"),
    [
        ((), Preparation.UNTESTED, Why.NEVER_TESTED),
        ((found_that(),), Preparation.READY, None),
        ((found_that(result=Result.WARN),), Preparation.READY, None),
        ((found_that(result=Result.FAIL),), Preparation.FAILING, Why.FAILED),
        ((found_that(result=Result.FAIL, ago=2), found_that()), Preparation.READY, None),
        ((found_that(ago=2), found_that(result=Result.FAIL)), Preparation.FAILING, Why.FAILED),
        ((found_that(ago=23.99),), Preparation.READY, None),
        ((found_that(ago=24),), Preparation.NEEDS_RETEST, Why.TOO_OLD),
        ((found_that(revision=2),), Preparation.NEEDS_RETEST, Why.CHANGED),
        ((found_that(line=2),), Preparation.UNTESTED, Why.NEVER_TESTED),
    ],
)
def test_the_latest_result_on_the_line_as_it_is_decides(results, state, why):
    assert found(a_point(*results)) == (state, [("picture", 1, why)] if why else [])


def test_every_line_of_a_point_is_tested():
    point = a_point(found_that(line=1), lines=(MAIN, BACKUP))

    assert found(point) == (Preparation.UNTESTED, [("picture", 2, Why.NEVER_TESTED)])


def test_a_line_that_was_edited_after_its_test_takes_ready_away_and_says_why():
    edited = Line(1, 2, "main")

    state, missing = found(a_point(found_that(), lines=(edited,)))

    assert (state, missing) == (Preparation.NEEDS_RETEST, [("picture", 1, Why.CHANGED)])


def test_a_point_without_a_line_is_not_ready():
    assert found(a_point(lines=())) == (Preparation.UNTESTED, [("picture", None, Why.NO_LINE)])


def test_what_is_about_the_room_hangs_on_the_point_as_it_is():
    result = found_that("room", None, ago=30)

    assert found(a_point(result), ROOM)[0] is Preparation.READY
    assert found(a_point(result, revision=2), ROOM)[1] == [("room", None, Why.CHANGED)]


def test_an_item_that_is_not_needed_or_of_another_kind_keeps_nobody_waiting():
    spare = Item("spare", About.LINE, hours=24, is_needed=False)
    studio = Item("lights", About.POINT, hours=24, kinds=frozenset({"studio"}))

    tested = a_point(found_that("room", None))
    assert found(tested, spare, studio, ROOM) == (Preparation.READY, [])
    assert found(a_point(kind="studio"), studio)[0] is Preparation.UNTESTED


NOTHING = {
    "no list": (),
    "nothing needed": (Item("spare", About.LINE, hours=24, is_needed=False),),
    "nothing for its lines": (Item("ring", About.LINE, hours=24, applies_to=frozenset({"sound"})),),
}


@pytest.mark.parametrize("items", NOTHING.values(), ids=NOTHING)
def test_where_nothing_is_tested_no_point_is_ready(items):
    readiness = readiness_of(a_point(), items, now=NOW)

    assert (readiness.state, readiness.missing) == (Preparation.UNTESTED, ())


def test_what_works_not_quite_is_told_and_ready_ends_with_the_first_result_that_grows_old():
    results = (found_that(result=Result.WARN, ago=2), found_that("room", None, ago=40))

    readiness = readiness_of(a_point(*results), (PICTURE, ROOM), now=NOW)

    assert [x.item for x in readiness.warnings] == ["picture"]
    assert readiness.until == NOW + timedelta(hours=8)


def test_a_withdrawn_point_is_no_worry():
    assert found(a_point(is_withdrawn=True)) == (Preparation.WITHDRAWN, [])


def test_what_is_missing_is_told_in_few_words_reason_by_reason():
    point = a_point(found_that(result=Result.FAIL, ago=3), lines=(MAIN, BACKUP))
    spare = [Item(code, About.POINT, hours=1) for code in "abc"]

    lacks = lacks_of(readiness_of(point, (PICTURE, *spare), now=NOW).missing, at_most=2)

    assert [(x.why, [y.item for y in x.first], x.more) for x in lacks] == [
        (Why.NEVER_TESTED, ["picture", "a"], 2),
        (Why.FAILED, ["picture"], 0),
    ]
    assert [x.latest and x.latest.by for x in lacks] == [None, "Ánh"]

"""Building the agenda: sessions put where they are to be, into the tray, and breaks copied."""

from datetime import date, datetime

import pytest

from forum_app.db import db
from forum_app.forums.rules import WallSkipped
from forum_app.models import Entry, Session
from forum_app.programme.queries import draft_version, session_at
from forum_app.programme.rules.placing import (
    CopiedAlready,
    HallGone,
    LengthWrong,
    MovedMeanwhile,
    NoBreak,
    NotHeld,
    Place,
    SessionGone,
)
from forum_app.programme.services.placing import (
    copy_break,
    place_session,
    shelve_session,
    take_copies_back,
)

from ..builders import NOW, a_forum, a_hall, a_session, release

BY = {"actor": "tests", "now": NOW}


def put(forum, code, hall, starts="2030-06-01T09:00", minutes=60, *, seen=1, fold=0):
    place = Place(hall=hall, starts=datetime.fromisoformat(starts), minutes=minutes, fold=fold)
    return place_session(forum, code, place, seen=seen, **BY)


def times(session):
    return f"{session.starts_wall:%d %H:%M}–{session.ends_wall:%d %H:%M}"


def test_a_session_of_the_tray_gets_hall_and_time(room):
    forum = a_forum()
    hall, session = a_hall(forum, code="R2"), a_session(forum, code="A")
    session.unscheduled_at = NOW

    put(forum, "A", "R2", "2030-06-01T23:30", 90)

    assert (session.hall_id, times(session), session.version) == (hall.id, "01 23:30–02 01:00", 2)
    assert session.unscheduled_at is None


def test_what_is_moved_is_no_longer_what_a_public_source_says(room):
    forum = a_forum()
    session = a_session(forum, code="A")
    session.times_documented = True

    put(forum, "A", session.hall.code, "2030-06-01T08:30", 150)
    stayed = session.times_documented
    put(forum, "A", session.hall.code, "2030-06-01T08:35", 150)

    assert (stayed, session.times_documented) == (True, False)


def test_the_later_of_two_who_move_a_session_is_told_and_nothing_is_lost(room):
    forum = a_forum()
    a_hall(forum, code="R2")
    session = a_session(forum, code="A")
    put(forum, "A", "R2", seen=1)

    with pytest.raises(MovedMeanwhile):
        put(forum, "A", "R2", "2030-06-01T15:00", seen=1)
    with pytest.raises(MovedMeanwhile):
        shelve_session(forum, "A", seen=1, **BY)

    assert (times(session), session.unscheduled_at) == ("01 09:00–01 10:00", None)
    assert put(forum, "A", "R2", "2030-06-01T15:00", seen=2).version == 3


def test_who_goes_back_a_step_gets_the_second_half_past_two_again(room):
    forum = a_forum(zone="Europe/Berlin", first_day=date(2030, 10, 27), last_day=date(2030, 10, 27))
    session, hall = a_session(forum, code="A", starts="02:30", ends="04:00"), a_hall(forum)
    session.starts_fold = 1
    db.session.flush()
    before = session.starts_at

    put(forum, "A", hall.code, "2030-10-27T02:30", 90)
    moved = session.starts_at
    put(forum, "A", hall.code, "2030-10-27T02:30", 90, fold=1, seen=2)

    assert (before - moved).total_seconds() == 3600
    assert session.starts_at == before


def test_a_place_that_cannot_be_is_refused_in_a_sentence_and_changes_nothing(room):
    forum = a_forum(zone="Europe/Berlin", first_day=date(2030, 3, 31), last_day=date(2030, 3, 31))
    session = a_session(forum, code="A")
    hall = session.hall.code
    a_session(forum, code="C").cancelled_at = NOW
    db.session.flush()
    before = draft_version(forum)

    for refusal, code, where in (
        (SessionGone, "Z", (hall,)),
        (NotHeld, "C", (hall,)),
        (HallGone, "A", ("gone",)),
        (LengthWrong, "A", (hall, "2030-03-31T09:00", 0)),
        (WallSkipped, "A", (hall, "2030-03-31T02:30")),
    ):
        with pytest.raises(refusal) as refused:
            put(forum, code, *where)
        assert refused.value.said_in("vi") != refused.value.said_in("en")

    assert (draft_version(forum), session.version) == (before, 1)


def test_a_session_of_another_forum_and_its_halls_are_not_there(room):
    forum, other = a_forum(), a_forum()
    session, elsewhere = a_session(forum, code="A"), a_session(other, code="B")

    with pytest.raises(SessionGone):
        put(forum, "B", session.hall.code)
    with pytest.raises(HallGone):
        put(forum, "A", elsewhere.hall.code)


def test_into_the_tray_and_back_is_where_it_was(room):
    forum = a_forum()
    session = a_session(forum, code="A")
    before = session.hall.code, times(session)

    shelve_session(forum, "A", seen=1, **BY)
    shelved = session.unscheduled_at
    put(forum, "A", before[0], "2030-06-01T08:30", 150, seen=2)

    assert shelved == NOW
    assert (session.hall.code, times(session), session.unscheduled_at) == (*before, None)


def test_the_trail_tells_who_moved_what_from_where_to_where(room):
    forum = a_forum()
    a_hall(forum, code="R2")
    session = a_session(forum, code="A")
    before = session.hall.code
    put(forum, "A", "R2", "2030-06-01T08:30", 150)
    shelve_session(forum, "A", seen=2, **BY)
    put(forum, "A", "R2", "2030-06-01T08:30", 150, seen=3)
    put(forum, "A", "R2", "2030-06-01T08:30", 150, seen=4)  # nothing changes, nothing is told
    db.session.commit()

    entries = db.session.query(Entry).filter_by(forum_id=forum.id, kind="session").all()

    assert [x.act.partition(".")[2] for x in entries] == [
        "place_session",
        "shelve_session",
        "place_session",
    ]
    assert entries[0].facts == {"before": {"hall": before}, "after": {"hall": "R2"}}


@pytest.fixture
def lunch(room):
    """A forum with the break B1 in R1, at 11:00; R2 and R3 have none."""
    forum = a_forum()
    session = a_session(forum, code="B1", starts="11:00", ends="12:00")
    session.kind, session.hall.code = "break", "R1"
    for code in ("R2", "R3"):
        a_hall(forum, code=code)
    return forum


def versions(sessions):
    return [(x.code, x.version) for x in sessions]


def test_a_break_is_copied_into_every_other_hall(lunch):
    made = copy_break(lunch, "B1", **BY)

    assert [(x.code, x.hall.code, times(x)) for x in made] == [
        ("B1-R2", "R2", "01 11:00–01 12:00"),
        ("B1-R3", "R3", "01 11:00–01 12:00"),
    ]
    assert not any(x.documented for x in made)


def test_copies_that_are_there_are_not_made_twice(lunch):
    copy_break(lunch, "B1", **BY)
    a_hall(lunch, code="R4")

    assert [x.code for x in copy_break(lunch, "B1", **BY)] == ["B1-R4"]
    with pytest.raises(CopiedAlready):
        copy_break(lunch, "B1", **BY)


def test_only_a_break_that_has_its_time_is_copied(lunch):
    a_session(lunch, code="W1")
    with pytest.raises(NoBreak):
        copy_break(lunch, "W1", **BY)
    shelve_session(lunch, "B1", seen=1, **BY)
    with pytest.raises(NoBreak):
        copy_break(lunch, "B1", **BY)


def test_copies_are_taken_back_and_made_again_under_their_codes(lunch):
    made = copy_break(lunch, "B1", **BY)
    back = take_copies_back(lunch, versions(made), **BY)
    gone = [(x.cancelled_at, x.unscheduled_at) for x in back]
    put(lunch, "B1", "R1", "2030-06-01T12:00", 30)

    again = copy_break(lunch, "B1", **BY)

    assert gone == [(NOW, NOW)] * 2
    assert [(x.code, times(x), x.version) for x in again] == [
        ("B1-R2", "01 12:00–01 12:30", 3),
        ("B1-R3", "01 12:00–01 12:30", 3),
    ]
    assert db.session.query(Session).filter_by(forum_id=lunch.id).count() == 3


def test_a_copy_that_somebody_moved_is_not_taken_back_unseen(lunch):
    made = versions(copy_break(lunch, "B1", **BY))
    put(lunch, "B1-R3", "R3", "2030-06-01T14:00", seen=1)
    db.session.commit()

    with pytest.raises(MovedMeanwhile, match="B1-R3"):
        take_copies_back(lunch, made, **BY)
    db.session.rollback()

    assert session_at(lunch, "B1-R2").cancelled_at is None


def test_a_copy_that_people_are_shown_stays_as_a_cancelled_one(lunch):
    made = copy_break(lunch, "B1", **BY)
    release(lunch)

    take_copies_back(lunch, versions(made), **BY)

    assert [(x.cancelled_at, x.unscheduled_at) for x in made] == [(NOW, None)] * 2

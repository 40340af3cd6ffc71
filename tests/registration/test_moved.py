"""Who is written to about a release: those whose own plan it moved, once, in their language."""

from datetime import timedelta

import pytest

from forum_app import clock
from forum_app.db import db
from forum_app.jobs import tasks as jobs
from forum_app.models import Entry, ReleaseMailing
from forum_app.programme.models import Way
from forum_app.programme.services.releases import release_programme
from forum_app.registration.rules import moving
from forum_app.registration.services import moved
from forum_app.registration.tasks import moving as task
from forum_app.registration.tasks.moving import tell_moved

from ..builders import NOW, a_forum, a_session, words
from .applications import at_point, hall, online, registered, withdraw
from .moved import (
    LATER,
    a_programme,
    letters_leave,
    released,
    session,
    shift,
    to_other_hall,
    told,
    work,
    written_to,
)


@pytest.fixture
def forum(room):
    return a_programme()


def test_only_those_whose_place_moved_are_written_to(forum):
    moved_one = registered(forum, hall("W1")).person.email
    registered(forum, hall("P1"))
    shift(forum, "W1", minutes=30)

    release = released(forum)

    assert written_to(release) == [moved_one]
    assert told(moved_one) == {"W1": {"time"}}


def test_twenty_edits_are_one_letter(forum):
    both = registered(forum, hall("W1"), online("P1")).person.email
    for _ in range(10):
        shift(forum, "W1", minutes=5)
        shift(forum, "P1", minutes=5)

    release = released(forum)

    assert written_to(release) == [both]
    assert told(both) == {"W1": {"time"}, "P1": {"time"}}


def test_another_hall_moves_those_in_the_hall_and_those_who_wait_for_it(forum):
    in_hall = [registered(forum, hall("W1")).person.email for _ in range(2)]
    waits = registered(forum, hall("W1", wait=True, meanwhile=Way.ONLINE)).person.email
    registered(forum, at_point("W1", "SIN"))
    registered(forum, online("W1"))
    shift(forum, "P1", days=1)
    to_other_hall(forum, "W1", "P1")

    release = released(forum)

    assert written_to(release) == sorted([*in_hall, waits])


def test_a_new_title_moves_nobody(forum):
    registered(forum, hall("W1"))
    session(forum, "W1").title = words("Tên khác", "Another title")
    db.session.flush()

    assert written_to(released(forum)) == []


def test_a_cancellation_and_its_taking_back_are_told(forum):
    one = registered(forum, online("W1")).person.email
    session(forum, "W1").cancelled_at = NOW
    db.session.flush()

    first = released(forum)

    assert (written_to(first), told(one)) == ([one], {"W1": {"cancelled"}})
    letters_leave()
    session(forum, "W1").cancelled_at = None
    second = released(forum)
    assert (written_to(second), told(one)) == ([one], {"W1": {"back"}})


def test_who_withdrew_is_not_written_to(forum):
    gone = registered(forum, hall("W1"))
    withdraw(gone)
    shift(forum, "W1", minutes=30)

    assert written_to(released(forum)) == []


def test_a_release_without_letters_says_so_and_is_written_about_once_later(forum):
    one = registered(forum, hall("W1")).person.email
    shift(forum, "W1", minutes=30)
    release = released(forum, write=False)
    entry = db.session.query(Entry).filter_by(act="programme.release").order_by(Entry.id.desc())
    assert (entry.first().facts["letters"], written_to(release)) == (False, [])

    moved.write_after_all(release, actor="user 1", now=LATER)
    work(release)

    assert written_to(release) == [one]
    with pytest.raises(moving.WrittenAlready):
        moved.write_after_all(release, actor="user 1", now=LATER)


def test_what_nobody_was_told_of_is_told_with_the_next_release(forum):
    one, other = (registered(forum, hall(code)).person.email for code in ("W1", "P1"))
    shift(forum, "W1", minutes=30)
    earlier = released(forum, write=False)
    shift(forum, "P1", minutes=30)

    release = released(forum)

    assert written_to(release) == sorted([one, other])
    with pytest.raises(moving.NewerReleased):
        moved.write_after_all(earlier, actor="user 1", now=LATER)


def test_who_took_a_place_after_a_release_is_not_told_of_what_they_saw(forum):
    early = registered(forum, hall("W1"), now=NOW).person.email
    shift(forum, "W1", minutes=30)
    released(forum, write=False, now=NOW + timedelta(hours=2))
    late = registered(forum, online("W1"), now=NOW + timedelta(hours=3)).person.email
    shift(forum, "P1", minutes=30)

    release = released(forum)

    assert written_to(release) == [early]
    assert late


def test_a_letter_that_has_not_left_gives_way_to_the_next_which_tells_of_both(forum):
    one = registered(forum, hall("W1"), online("P1")).person.email
    shift(forum, "W1", minutes=30)
    first = released(forum)
    shift(forum, "P1", minutes=30)

    second = released(forum, now=LATER + timedelta(minutes=1))

    assert (written_to(first), written_to(second)) == ([], [one])
    assert told(one) == {"W1": {"time"}, "P1": {"time"}}


def test_what_moved_back_before_the_letter_left_is_not_told(forum):
    registered(forum, hall("W1"))
    shift(forum, "W1", minutes=30)
    first = released(forum)
    shift(forum, "W1", minutes=-30)

    second = released(forum, now=LATER + timedelta(minutes=1))

    assert (written_to(first), written_to(second)) == ([], [])


def test_the_job_may_run_again_and_goes_on_where_it_ended(forum, monkeypatch):
    all_of_them = sorted(registered(forum, online("W1")).person.email for _ in range(7))
    shift(forum, "W1", minutes=30)
    release = release_programme(forum, note=None, by=None, now=LATER, write=True)
    db.session.commit()
    monkeypatch.setattr(task, "AT_ONCE", 3)
    monkeypatch.setattr(task, "LASTS", -1.0)

    tell_moved({"release_id": release.id, "after": 0}, LATER)
    after_one = len(written_to(release))
    tell_moved({"release_id": release.id, "after": 0}, LATER)  # died before its mark
    while jobs.do_next(clock.now()):
        pass

    mailing = db.session.get(ReleaseMailing, release.id)
    assert after_one == 3
    assert written_to(release) == all_of_them
    assert mailing.people == 7
    assert mailing.ended_at is not None


def test_the_first_release_moves_nobody(room):
    forum = a_forum()
    a_session(forum, code="W1", hall=2)

    release = released(forum)

    assert db.session.get(ReleaseMailing, release.id).asked_at is None
    with pytest.raises(moving.NothingBefore):
        moved.write_after_all(release, actor="user 1", now=LATER)

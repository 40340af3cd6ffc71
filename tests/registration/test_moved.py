"""Who is written to about a release: those whose own plan it moved, once, in their language."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import clock, seal
from forum_app.db import db
from forum_app.jobs import tasks as jobs
from forum_app.models import Entry, Job, Message, ReleaseMailing, Session, Talk
from forum_app.post.models import MessageState
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.registration.rules import moving
from forum_app.registration.rules.moves import move_in
from forum_app.registration.services import moved
from forum_app.registration.tasks import moving as task
from forum_app.registration.tasks.moving import tell_moved

from ..builders import NOW, a_forum, a_person, a_point, a_session, words
from .applications import at_point, hall, online, registered, withdraw

LATER = NOW + timedelta(days=1)


@pytest.fixture
def forum(room):
    """W1 08:30, W2 11:00 and P1 14:00 in Hà Nội, released; W1 at SIN too."""
    forum = a_forum()
    sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
    a_session(forum, code="W1", hall=2, online=9, points=[(sin, 5)])
    a_session(forum, code="W2", starts="11:00", ends="12:00", hall=9, online=9)
    a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
    release_programme(forum, note=None, by=None, now=NOW - timedelta(days=1))
    return forum


def session(forum, code):
    return db.session.query(Session).filter_by(forum_id=forum.id, code=code).one()


def shift(forum, code, **by):
    one = session(forum, code)
    one.starts_wall, one.ends_wall = (
        one.starts_wall + timedelta(**by),
        one.ends_wall + timedelta(**by),
    )
    db.session.flush()


def to_other_hall(forum, code, other):
    session(forum, code).hall_id = session(forum, other).hall_id
    db.session.flush()


def released(forum, *, write=True, now=LATER, **given):
    release = release_programme(forum, note=None, by=None, now=now, write=write, **given)
    work(release)
    return release


def work(release):
    """As the worker does."""
    db.session.commit()
    asked = select(Job).where(Job.kind == moved.TELL, Job.state == "waiting")
    for job in db.session.scalars(asked.order_by(Job.id)).all():
        facts = job.facts
        job.state = "done"
        db.session.commit()
        tell_moved(facts, LATER)


def written_to(release, state=MessageState.WAITING):
    asked = select(Message.address).where(
        Message.template == "registration.moved",
        Message.state == state,
        Message.dedup_key.startswith(f"registration.moved:{release.id}:"),
    )
    return sorted(db.session.scalars(asked))


def facts_for(address):
    asked = select(Message.facts).where(
        Message.address == address, Message.template == "registration.moved"
    )
    return json.loads(seal.opened(db.session.scalars(asked.order_by(Message.id.desc())).first()))


def letters_leave():
    of = db.session.query(Message).filter_by(template="registration.moved", state="waiting")
    of.update({"state": "sent", "sent_at": NOW})


def told(address):
    """session -> kinds of change in the latest letter."""
    facts = facts_for(address)
    found = [move_in(one, facts["person"]) for one in facts["moves"]]
    return {x.change.code: {str(what) for what in x.change.whats} for x in found}


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


def speaks(forum, code, email, role=AppearanceRole.SPEAKER, **given):
    person = a_person(forum, "Lim", email=email, **given)
    how = {"documented": False, "from_documented": False, "now": NOW}
    return let_appear(person, session(forum, code), role, Way.HALL, **how)


def test_a_speaker_is_told_that_the_part_or_the_place_is_another(forum):
    appearance = speaks(forum, "W1", "lim@example.org")
    released(forum)
    letters_leave()
    appearance.role, appearance.from_way = AppearanceRole.CHAIR, Way.ONLINE
    db.session.flush()

    release = released(forum)

    assert written_to(release) == ["lim@example.org"]
    assert told("lim@example.org") == {"W1": {"role", "origin"}}


def test_a_speaker_whose_talk_comes_later_is_told_and_the_other_too(forum):
    w1 = session(forum, "W1")
    row = {"forum_id": forum.id, "session_id": w1.id, "minutes": 30}
    talks = [Talk(uuid=f"t{n}", position=n, title=words(f"T{n}"), **row) for n in (1, 2)]
    db.session.add_all(talks)
    db.session.flush()
    for talk, email in zip(talks, ("one@example.org", "two@example.org"), strict=True):
        speaks(forum, "W1", email).talk_id = talk.id
    speaks(forum, "W1", "chair@example.org", AppearanceRole.CHAIR)
    db.session.flush()
    released(forum, now=NOW)
    letters_leave()
    for position, talk in ((11, talks[0]), (1, talks[1]), (2, talks[0])):
        talk.position = position
        db.session.flush()

    release = released(forum)

    assert written_to(release) == ["one@example.org", "two@example.org"]
    assert told("one@example.org") == {"W1": {"talk_time"}}


def test_who_attends_and_speaks_has_one_letter_in_the_language_of_the_registration(forum):
    delegate = registered(forum, hall("P1"), lang="vi")
    how = {"documented": False, "from_documented": False, "now": NOW}
    let_appear(delegate.person, session(forum, "W1"), AppearanceRole.SPEAKER, Way.HALL, **how)
    released(forum, now=NOW)
    letters_leave()
    shift(forum, "W1", minutes=30)
    shift(forum, "P1", minutes=30)

    release = released(forum)

    assert written_to(release) == [delegate.person.email]
    assert told(delegate.person.email) == {"W1": {"time"}, "P1": {"time"}}
    letters = db.session.query(Message).filter_by(template="registration.moved", state="waiting")
    assert [letter.lang for letter in letters] == ["vi"]


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

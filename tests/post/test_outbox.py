"""The outbox as rows: laid in once, claimed by one, given up in the end, sent again on demand."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum_app import seal
from forum_app.db import db, writing
from forum_app.post import queries
from forum_app.post.models import Message, MessageState
from forum_app.post.services import (
    BACK_OFF,
    GONE,
    LEASE,
    NoSuchLetter,
    StillOnItsWay,
    claim,
    lay_in,
    mark_cancelled,
    mark_failed,
    mark_sent,
    send_again,
)
from forum_app.trail.models import Entry

from ..builders import NOW, a_forum


def lay_anh(key="received:1", address="anh@example.org", at=NOW):
    lay_in("test.received", key, address, "vi", {"secret": "s3cret"}, forum_id=None, now=at)


def claimed(at=NOW):
    with writing():
        return claim(now=at)


def count():
    return db.session.scalar(select(func.count()).select_from(Message))


def fail(letter, at, final=False):
    with writing():
        mark_failed(letter, "451 later", final=final, now=at)


def test_a_letter_laid_in_twice_is_one_letter_and_the_act_goes_on(room):
    with writing():
        lay_anh()
        lay_anh(address="binh@example.org")
        forum = a_forum(slug="goes-on")

    assert count() == 1
    assert forum.slug == "goes-on"
    assert db.session.scalar(select(Message.address)) == "anh@example.org"


def test_a_letter_that_is_put_off_waits_until_then(room):
    later = NOW + timedelta(minutes=40)
    with writing():
        given = {"forum_id": None, "now": NOW, "not_before": later}
        lay_in("test.received", "put off", "anh@example.org", "vi", {}, **given)

    assert claimed(later - timedelta(seconds=1)) is None
    assert claimed(later).address == "anh@example.org"


def test_two_acts_at_once_lay_one_letter_and_both_go_on(app, room):
    start, done = Barrier(2), []

    def act(slug):
        with app.app_context():
            start.wait()
            with writing():
                lay_anh()
                a_forum(slug=slug)
            done.append(slug)

    threads = [Thread(target=act, args=(slug,)) for slug in ("one", "two")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(done) == ["one", "two"]
    assert count() == 1


def test_an_act_that_fails_writes_no_letter(room):
    def register_and_fail():
        with writing():
            lay_anh()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        register_and_fail()

    assert count() == 0


def test_the_secret_link_of_a_letter_cannot_be_read_in_the_database(room):
    with writing():
        lay_anh()

    facts = db.session.scalar(select(Message.facts))
    assert "s3cret" not in facts
    assert "s3cret" in seal.opened(facts)


def test_the_letter_due_longest_goes_first_and_only_when_due(room):
    with writing():
        lay_anh("later", at=NOW + timedelta(minutes=1))
        lay_anh("second")
        lay_anh("first", at=NOW - timedelta(minutes=1))

    keys = [db.session.get_one(Message, claimed().id).dedup_key for _ in range(2)]

    assert keys == ["first", "second"]
    assert not queries.is_any_due(now=NOW)
    assert claimed() is None


def test_a_letter_in_hand_is_nobody_elses_until_the_lease_ends(room):
    with writing():
        lay_anh()
    first = claimed()

    assert claimed(NOW + LEASE - timedelta(seconds=1)) is None
    again = claimed(NOW + LEASE)

    assert (again.id, again.attempts) == (first.id, 2)


def test_whoever_lost_the_lease_changes_nothing_any_more(room, look):
    with writing():
        lay_anh()
    slow, quick = claimed(), claimed(NOW + LEASE)

    fail(slow, NOW, final=True)
    with writing():
        mark_cancelled(slow)

    row = look(quick.uuid)
    assert (row.state, row.next_at) == (MessageState.WAITING, NOW + LEASE + LEASE)


def test_a_letter_that_left_stays_sent_though_another_attempt_had_begun(room, look):
    with writing():
        lay_anh()
    slow, quick = claimed(), claimed(NOW + LEASE)
    with writing():
        mark_sent(slow, now=NOW)

    fail(quick, NOW + LEASE)

    row = look(slow.uuid)
    assert (row.state, row.sent_at, row.last_error) == (MessageState.SENT, NOW, None)


def test_a_letter_backs_off_further_each_time_and_is_given_up_in_the_end(room, look):
    with writing():
        lay_anh()
    at, waits = NOW, []
    while letter := claimed(at):
        fail(letter, at)
        row = look(letter.uuid)
        waits.append(int((row.next_at - at).total_seconds()))
        at = row.next_at

    assert tuple(waits[:-1]) == BACK_OFF
    assert (row.state, row.attempts) == (MessageState.DEAD, len(BACK_OFF) + 1)
    assert row.last_error == "451 later"


def test_a_letter_that_ends_every_worker_is_given_up(room):
    with writing():
        lay_anh()
    at, attempts = NOW, 0
    while claimed(at):
        at, attempts = at + LEASE, attempts + 1

    row = db.session.scalar(select(Message))
    assert attempts == len(BACK_OFF) + 1
    assert (row.state, row.last_error) == (MessageState.DEAD, GONE)
    assert not queries.is_any_due(now=at)


def test_what_a_relay_says_is_kept_short_and_cannot_steer_a_terminal(room, look):
    with writing():
        lay_anh()
    letter = claimed()

    with writing():
        mark_failed(letter, "550 \x1b[31m" + "x" * 999, final=True, now=NOW)

    assert look(letter.uuid).last_error == "550 [31m" + "x" * 192


@pytest.mark.parametrize("sent", [True, False])
def test_a_letter_that_ended_is_sent_again_as_new_and_the_trail_says_who(room, look, sent):
    with writing():
        lay_anh()
    letter = claimed()
    with writing():
        mark_sent(letter, now=NOW) if sent else mark_failed(letter, "550", final=True, now=NOW)

    with writing():
        send_again(letter.id, forum_id=None, actor="user 7", now=NOW + timedelta(days=1))

    row = look(letter.uuid)
    assert (row.state, row.attempts, row.last_error) == (MessageState.WAITING, 0, None)
    assert claimed(NOW + timedelta(days=1)).uuid == letter.uuid
    entry = db.session.scalar(select(Entry))
    assert (entry.actor, entry.act, entry.object_id) == ("user 7", "post.send_again", letter.id)


def test_a_letter_on_its_way_or_of_another_forum_is_not_sent_again(room):
    with writing():
        forum_id = a_forum().id
        lay_in("test.received", "k", "a@b.c", "vi", {}, forum_id=forum_id, now=NOW)
    letter = claimed()

    with pytest.raises(StillOnItsWay), writing():
        send_again(letter.id, forum_id=forum_id, actor="user 7", now=NOW)
    fail(letter, NOW, final=True)
    for forum in (None, forum_id + 1):
        with pytest.raises(NoSuchLetter), writing():
            send_again(letter.id, forum_id=forum, actor="user 7", now=NOW)


def test_of_many_workers_each_letter_is_claimed_by_one(app, room):
    with writing():
        for n in range(40):
            lay_anh(f"letter {n}")
    start, held = Barrier(4), []

    def work():
        with app.app_context():
            start.wait()
            while letter := claimed():
                held.append(letter.uuid)

    threads = [Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(held) == len(set(held)) == 40


def test_without_the_lease_two_workers_would_hold_the_same_letter(app, room):
    with writing():
        lay_anh()
    first = claimed()
    with writing():
        db.session.get_one(Message, first.id).next_at = NOW  # the lease taken off

    assert claimed().uuid == first.uuid

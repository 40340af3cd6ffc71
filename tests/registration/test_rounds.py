"""What the worker looks after by itself, as it is wired."""

from datetime import timedelta

from forum_app.db import db
from forum_app.jobs.tasks import go_rounds
from forum_app.models import Delegate, Entry
from forum_app.registration.services import decisions
from forum_app.registration.tasks import rounds

from ..builders import NOW
from .applications import hall, registered


def states():
    return [d.state.value for d in db.session.query(Delegate).order_by(Delegate.id)]


def test_the_worker_ends_registrations_that_nobody_confirmed(forum):
    first = registered(forum, hall("P1"), confirmed=False)
    registered(forum, hall("P1"), confirmed=False, now=NOW + timedelta(hours=1))
    registered(forum, hall("P1"))
    db.session.commit()

    go_rounds(first.confirm_by)

    assert states() == ["withdrawn", "submitted", "confirmed"]


def test_one_round_ends_all_that_are_due_however_many(forum):
    due = [registered(forum, hall("P1"), confirmed=False).confirm_by for _ in range(5)]
    db.session.commit()

    rounds.lapse(due[0])

    assert states() == ["withdrawn"] * 5


def test_the_one_that_is_due_longest_is_ended_first(forum):
    late = registered(forum, hall("P1"), confirmed=False, now=NOW + timedelta(hours=1))
    early = registered(forum, hall("P1"), confirmed=False)

    assert decisions.lapse_unconfirmed(now=late.confirm_by)

    assert (late.state, early.state) == ("submitted", "withdrawn")
    assert early.withdrawn_at == late.confirm_by


def test_whoever_confirmed_long_ago_takes_nobodys_turn(forum):
    confirmed = registered(forum, hall("P1"), confirmed=False)
    decisions.confirm_address(confirmed, actor="tests", now=NOW)
    late = registered(forum, hall("P1"), confirmed=False, now=NOW + timedelta(hours=1))

    assert decisions.lapse_unconfirmed(now=late.confirm_by)

    assert (confirmed.state, late.state) == ("confirmed", "withdrawn")


def test_who_lapses_is_noted_as_ended_by_nobody_but_time(forum):
    delegate = registered(forum, hall("P1"), confirmed=False)
    decisions.lapse_unconfirmed(now=delegate.confirm_by)
    db.session.commit()

    last = db.session.query(Entry).order_by(Entry.id.desc()).first()

    assert (last.act, last.actor) == ("registration.withdrawn", "system")
    assert delegate.reason == decisions.UNCONFIRMED

"""What a change or an end brings with it: terms hold for changes too, and nothing is left over."""

from datetime import timedelta

import pytest

from forum_app import seal
from forum_app.db import db
from forum_app.models import Category, Entry, Message, SeatCount, Terms, Ticket, Waiting
from forum_app.registration import queries, rules
from forum_app.registration.rules.applications import Contact
from forum_app.registration.services import changes, consents, decisions
from forum_app.registration.services.terms import NewTerms, set_terms

from ..builders import NOW, a_category, a_consent, a_person
from .applications import LATER, hall, has, online, registered, waits_for, withdraw

pytestmark = pytest.mark.same_rows


def change(forum, delegate, *choices, now=LATER):
    return changes.change(forum, delegate, choices, actor="tests", now=now)


def lines():
    asked = db.session.query(Waiting).populate_existing().order_by(Waiting.id)
    return [(line.state.value, line.ended_at) for line in asked]


def test_after_the_closing_nobody_changes_and_everybody_keeps_what_they_have(forum):
    delegate = registered(forum, hall("P1"))
    db.session.get_one(Terms, forum.id).closes_wall = LATER.replace(tzinfo=None) + timedelta(
        hours=7
    )
    db.session.flush()

    with pytest.raises(rules.RegistrationClosed):
        change(forum, delegate, online("P1"))

    assert has(delegate, forum) == {"P1": "hall"}


def test_nobody_changes_into_two_sessions_at_the_same_time(forum):
    delegate = registered(forum, online("W1"))

    with pytest.raises(rules.SessionsOverlap):
        change(forum, delegate, online("W1"), online("W2"))

    assert has(delegate, forum) == {"W1": "online"}


def test_who_withdraws_stands_in_no_line_any_more(forum):
    registered(forum, hall("W1"))
    waiting = waits_for(forum, meanwhile="online")

    withdraw(waiting)

    assert lines() == [("left", LATER)]
    assert {count.taken for count in db.session.query(SeatCount).filter_by(way="online")} == {0}


def test_who_is_declined_or_lapses_stands_in_no_line_any_more(forum):
    a_category(forum, code="press", needs_approval=True)
    registered(forum, hall("W1"))
    declined = registered(forum, hall("W1", wait=True), category="press")
    lapsing = registered(forum, hall("W1", wait=True), confirmed=False)

    decisions.decline(declined, reason="No", actor="tests", now=LATER)
    decisions.lapse_unconfirmed(now=lapsing.confirm_by)

    assert lines() == [("left", LATER), ("left", lapsing.confirm_by)]
    assert declined.declined_at == LATER


def test_an_end_takes_the_own_ticket_alone_and_gives_the_own_category_back(forum):
    a_category(forum, code="press")
    first, other = registered(forum, hall("P1")), registered(forum, hall("P1"), category="press")

    withdraw(first)

    tickets = db.session.query(Ticket).populate_existing()
    assert {t.person_id: t.revoked_at for t in tickets} == {
        first.person_id: LATER,
        other.person_id: None,
    }
    taken = {c.code: c.taken for c in db.session.query(Category).populate_existing()}
    assert taken == {"delegate": 0, "press": 1}


def test_each_decision_is_noted_with_who_took_it_and_makes_the_page_a_newer_one(forum):
    a_category(forum, code="press", needs_approval=True)
    delegate = registered(forum, hall("P1"), category="press", confirmed=False)
    versions = [delegate.version]

    decisions.confirm_address(delegate, actor="delegate 1", now=LATER)
    versions.append(delegate.version)
    decisions.approve(delegate, actor="user 7", now=LATER)
    versions.append(delegate.version)
    db.session.commit()

    assert versions == sorted(set(versions))
    noted = [(e.act, e.actor, e.facts) for e in db.session.query(Entry).order_by(Entry.id)][1:]
    assert noted == [
        ("registration.confirm_address", "delegate 1", {"state": "pending"}),
        ("registration.approve", "user 7", {"state": "confirmed"}),
    ]


def test_who_is_approved_is_written_to_and_who_confirms_twice_is_not_noted_twice(forum):
    a_category(forum, code="press", needs_approval=True)
    delegate = registered(forum, hall("P1"), category="press", confirmed=False)
    for _ in range(2):
        decisions.confirm_address(delegate, actor="tests", now=LATER)
    before = db.session.query(Message).count()

    decisions.approve(delegate, actor="tests", now=LATER)
    db.session.commit()

    assert db.session.query(Message).count() == before + 1
    acts = [entry.act for entry in db.session.query(Entry)]
    assert acts.count("registration.confirm_address") == 1


def test_nobody_confirms_what_has_ended(forum):
    delegate = registered(forum, hall("P1"), confirmed=False)
    withdraw(delegate)

    with pytest.raises(rules.RegistrationEnded):
        decisions.confirm_address(delegate, actor="tests", now=NOW)


@pytest.mark.parametrize("hours", [1, rules.LONGEST_TO_CONFIRM])
def test_terms_are_set_up_to_their_limits_and_noted(forum, hours):
    before = queries.terms_of(forum).version
    given = {"opens": None, "closes": None, "confirm_hours": hours, "waiting_lists": False}

    set_terms(forum, NewTerms(**given), actor="user 7", now=NOW)
    db.session.commit()

    terms = queries.terms_of(forum)
    assert (terms.confirm_hours, terms.waiting_lists, terms.version) == (hours, False, before + 1)
    entry = db.session.query(Entry).one()
    assert (entry.act, entry.actor) == ("registration.set_terms", "user 7")
    assert entry.facts == given


def test_the_trail_holds_no_personal_value_of_anybody_whatever_they_do(forum):
    a_consent(forum, "news")
    a_category(forum, code="press", needs_approval=True)
    secretary = Contact(name="Secretary Zz", email="zz.secretary@example.org")
    given = {"name": "Person Zz", "organisation": "Office Zz", "registered_by": secretary}
    one = registered(forum, hall("W1"), email="zz.one@example.org", **given, confirmed=False)
    two = registered(
        forum, hall("W1", wait=True), email="zz.two@example.org", category="press", name="Two Zz"
    )
    decisions.confirm_address(one, actor=f"delegate {one.id}", now=NOW)
    decisions.approve(two, actor="user 1", now=NOW)
    change(forum, one, online("W1"), hall("P1"))
    consents.set_consents(forum, one, ["processing", "news"], actor="tests", now=LATER)
    secrets = [seal.opened(one.link_sealed), changes.renew_link(one, actor="tests", now=LATER)]
    withdraw(one)
    a_person(forum, "Nobody Zz")
    db.session.commit()

    said = [f"{e.actor} {e.facts}" for e in db.session.query(Entry)]

    assert len(said) >= 8
    assert [x for x in said if "zz" in x.casefold() or any(s in x for s in secrets)] == []

"""How registrations are confirmed, decided, ended; consents and the secret link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Category
from forum_app.registration import queries, rules
from forum_app.registration.services import changes, consents, decisions

from ..builders import a_category, a_consent
from .applications import LATER, hall, has, registered, waits_for, withdraw


def test_a_withdrawal_ends_everything_and_happens_once(forum):
    delegate = registered(forum, hall("W1"))

    withdraw(delegate)

    assert queries.ticket_of(delegate) is None
    assert db.session.scalars(select(Category.taken)).one() == 0
    with pytest.raises(rules.RegistrationEnded):
        withdraw(delegate)


def test_who_withdrew_may_register_again(forum):
    delegate = registered(forum, hall("W1"), email="anh@example.org")
    withdraw(delegate)

    again = registered(forum, hall("W1"), email="anh@example.org")

    assert again.person_id == delegate.person_id
    assert again.reference != delegate.reference


def test_an_address_not_confirmed_in_time_loses_its_places_to_the_next(forum):
    first = registered(forum, hall("W1"), confirmed=False)
    second = waits_for(forum)

    assert not decisions.lapse_unconfirmed(now=first.confirm_by - timedelta(seconds=1))
    assert decisions.lapse_unconfirmed(now=first.confirm_by)
    assert not decisions.lapse_unconfirmed(now=first.confirm_by)

    assert (first.state, has(second, forum)) == ("withdrawn", {"W1": "hall"})


def test_a_confirmed_address_keeps_its_places(forum):
    delegate = registered(forum, hall("W1"), confirmed=False)

    decisions.confirm_address(delegate, actor="tests", now=LATER)

    assert delegate.state == "confirmed"
    assert not decisions.lapse_unconfirmed(now=delegate.confirm_by)


def test_an_address_cannot_be_confirmed_too_late(forum):
    delegate = registered(forum, hall("W1"), confirmed=False)

    with pytest.raises(rules.RegistrationEnded):
        decisions.confirm_address(delegate, actor="tests", now=delegate.confirm_by)


def test_a_declined_registration_frees_its_places_and_tells_why(forum):
    a_category(forum, code="press", needs_approval=True)
    first = registered(forum, hall("W1"), category="press")
    second = waits_for(forum)

    decisions.decline(first, reason="Not press", actor="tests", now=LATER)

    assert (first.state, first.reason) == ("declined", "Not press")
    assert has(second, forum) == {"W1": "hall"}


def test_an_approved_registration_is_confirmed_and_only_a_pending_one_is_decided(forum):
    a_category(forum, code="press", needs_approval=True)
    delegate = registered(forum, hall("W1"), category="press")

    decisions.approve(delegate, actor="tests", now=LATER)

    assert delegate.state == "confirmed"
    with pytest.raises(rules.NotToDecide):
        decisions.approve(delegate, actor="tests", now=LATER)


def test_consents_are_withdrawn_as_easily_as_given_and_the_proof_stays(forum):
    a_consent(forum, "news")
    delegate = registered(forum, hall("W1"), consents=("processing", "news"))

    consents.set_consents(forum, delegate, ["processing"], actor="tests", now=LATER)

    assert set(queries.consents_of(delegate).last_at) == {"processing"}
    kept = db.session.execute(db.text("SELECT count(*) FROM consents")).scalar_one()
    assert kept == 2
    with pytest.raises(rules.ConsentNeeded):
        consents.set_consents(forum, delegate, ["news"], actor="tests", now=LATER)


def test_a_new_link_opens_and_the_old_one_does_not(forum):
    delegate = registered(forum, hall("W1"))
    old = seal.opened(delegate.link_sealed)

    new = changes.renew_link(delegate, actor="tests", now=LATER)

    assert queries.delegate_of_link(forum, old) is None
    assert queries.delegate_of_link(forum, new) is delegate

"""A secretary registers others: who gets the link, who is a double, and whose name is kept."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Delegate, Entry, EntryPersonal, Message, Person
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.sessions import let_appear
from forum_app.registration import rules
from forum_app.registration.services import changes, decisions, letters
from forum_app.registration.services.persons import Contact
from forum_app.text import folded, sort_key

from ..builders import NOW, a_person, a_session, a_user
from .applications import LATER, hall, online, registered, withdraw

BY = Contact(name="Lê Thư Ký", email="thuky@example.org")


def for_minister(forum, by=BY, **given):
    usual = {"name": "Phạm Đức", "email": None, "organisation": "Bộ", "country": "VN"}
    return registered(forum, online("P1"), registered_by=by, **usual | given)


def written_to():
    """[("received", address)] of every letter, oldest first."""
    found = db.session.execute(select(Message.template, Message.address).order_by(Message.id))
    return [(template.partition(".")[2], address) for template, address in found]


def name_at(address):
    return db.session.scalar(select(Person.name).where(Person.email == address))


def test_who_has_no_address_is_written_to_through_the_secretary(forum):
    delegate = for_minister(forum)
    changes.change(forum, delegate, [online("W1")], actor="tests", now=LATER)
    withdraw(delegate)

    assert delegate.registered_by.email == BY.email
    assert written_to() == [(x, BY.email) for x in ("received", "changed", "decided")]


def test_who_has_an_address_alone_gets_the_link_and_the_secretary_a_receipt(forum):
    delegate = for_minister(forum, email="duc@example.org")
    changes.change(forum, delegate, [online("W1")], actor="tests", now=LATER)
    withdraw(delegate)

    assert written_to() == [
        ("received", "duc@example.org"),
        ("receipt", BY.email),
        ("changed", "duc@example.org"),
        ("decided", "duc@example.org"),
    ]


def test_a_promotion_is_told_to_the_person_alone(forum):
    first = registered(forum, hall("W1"))
    asked = {"email": "duc@example.org", "registered_by": BY}
    registered(forum, hall("W1", wait=True), **asked)

    withdraw(first)

    assert ("promoted", "duc@example.org") in written_to()
    assert ("promoted", BY.email) not in written_to()


def test_the_address_of_the_person_and_of_the_secretary_are_two(forum):
    with pytest.raises(rules.AddressTwice):
        for_minister(forum, email=BY.email)

    assert db.session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(
    ("given", "is_double"),
    [
        ({}, True),
        ({"name": "PHẠM  ĐỨC"}, True),
        ({"name": "Pha\u0323m Đức"}, True),
        ({"organisation": "BỘ"}, True),
        ({"name": "Phạm Dức"}, False),
        ({"name": "Pham Duc"}, False),
        ({"organisation": "Vụ"}, False),
        ({"organisation": None}, False),
        ({"country": "LA"}, False),
    ],
)
def test_a_secretary_registers_everybody_once_and_namesakes_each(forum, given, is_double):
    for_minister(forum)

    if is_double:
        with pytest.raises(rules.AlreadyRegistered):
            for_minister(forum, **given)
    else:
        assert for_minister(forum, **given).person.name == given.get("name", "Phạm Đức")


def test_another_secretary_registers_a_namesake(forum):
    for_minister(forum)

    other = Contact(name="Trần Văn", email="van@example.org")
    assert for_minister(forum, by=other).registered_by.email == other.email


def test_a_namesake_with_an_address_is_nobodys_double(forum):
    for_minister(forum, email="duc@example.org")

    assert for_minister(forum).person.email is None


def lapsed(forum, **given):
    """Somebody typed this address and nobody answered."""
    delegate = registered(forum, online("P1"), email="an@example.org", confirmed=False, **given)
    decisions.lapse_unconfirmed(now=delegate.confirm_by)
    return delegate.person


def test_whoever_types_an_address_first_does_not_name_its_owner_for_good(forum):
    lapsed(forum, name="Rude Word", organisation="Nowhere", country="SG")

    registered(
        forum, online("P1"), email="an@example.org", name="Đỗ Ân", organisation="Sở", country="VN"
    )

    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.organisation, person.country) == ("Đỗ Ân", "Sở", "VN")
    assert (person.name_folded, person.name_sort) == (folded("Đỗ Ân"), sort_key("Đỗ Ân"))


def test_a_name_taken_over_stands_in_the_trail_among_what_is_personal(forum):
    lapsed(forum, name="Rude Word")
    registered(forum, online("P1"), email="an@example.org", name="Đỗ Ân")
    db.session.commit()

    entry = db.session.scalars(select(Entry).where(Entry.act == "registration.name_anew")).one()
    said = db.session.get_one(EntryPersonal, entry.id).before_after
    assert (said["before"]["name"], said["after"]["name"]) == ("Rude Word", "Đỗ Ân")
    assert (entry.facts, entry.kind) == ({}, "person")


def has_an_account(forum):
    a_person(forum, "Known", email="an@example.org", user_id=a_user().id)


def is_documented(forum):
    a_person(forum, "Known", email="an@example.org", documented=True)


def appears(forum):
    person = a_person(forum, "Known", email="an@example.org")
    how = {"documented": False, "from_documented": False}
    let_appear(person, a_session(forum), AppearanceRole.SPEAKER, Way.HALL, now=NOW, **how)


def confirmed_once(forum):
    withdraw(registered(forum, online("P1"), email="an@example.org", name="Known"))


def confirmed_for_somebody(forum):
    by = Contact(name="Known", email="an@example.org")
    registered(forum, online("P1"), email=None, registered_by=by)


@pytest.mark.parametrize(
    "known", [has_an_account, is_documented, appears, confirmed_once, confirmed_for_somebody]
)
def test_whoever_showed_that_the_address_is_theirs_keeps_their_name(forum, known):
    known(forum)

    registered(forum, online("P1"), email="an@example.org", name="Rude Word", confirmed=False)

    assert name_at("an@example.org") == "Known"


def test_what_somebody_else_confirmed_shows_nothing_of_who_typed_it(forum):
    by = Contact(name="Rude Word", email="an@example.org")
    registered(forum, online("P1"), email="duc@example.org", registered_by=by)  # confirmed by Đức

    registered(forum, online("P1"), email="an@example.org", name="Đỗ Ân")

    assert name_at("an@example.org") == "Đỗ Ân"


def test_nobody_renames_whoever_is_registered_by_naming_them_as_secretary(forum):
    registered(forum, online("P1"), email="an@example.org", name="Đỗ Ân", confirmed=False)

    by = Contact(name="Rude Word", email="an@example.org")
    registered(forum, online("P1"), name="Guest", email=None, registered_by=by, confirmed=False)

    assert set(db.session.scalars(select(Person.name))) == {"Đỗ Ân", "Guest"}


def test_nobody_renames_whoever_is_registered_by_registering_them_again(forum):
    registered(forum, online("P1"), email="an@example.org", name="Đỗ Ân", confirmed=False)

    with pytest.raises(rules.AlreadyRegistered):
        registered(forum, online("P1"), email="an@example.org", name="Rude Word")

    assert name_at("an@example.org") == "Đỗ Ân"


def test_everything_about_a_registration_goes_to_one_address(forum):
    own = for_minister(forum, email="duc@example.org")
    through = for_minister(forum)

    assert letters.address_of(own) == "duc@example.org"
    assert letters.address_of(through) == BY.email
    assert letters.address_of(registered(forum, online("P1"), email=None)) is None
    assert db.session.query(Delegate).count() == 3

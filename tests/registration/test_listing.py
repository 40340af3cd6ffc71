"""Which registrations an organiser's filter finds."""

from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.models import Delegation
from forum_app.registration.queries.listing import check_wanted, facets_of, wanted_delegates
from forum_app.registration.rules.applications import Contact
from forum_app.registration.rules.listing import (
    SearchTooLong,
    UnknownFilter,
    Wanted,
    wanted_in,
)

from ..builders import a_category, a_consent, a_forum, a_session, release, words
from .applications import at_point, hall, online, registered, withdraw


@pytest.fixture
def people(forum):
    """Ánh in W1's hall, Đào in line for it and online, Siti at SIN, Lan withdrawn, press Tuấn."""
    a_category(forum, code="press", needs_approval=True)
    a_consent(forum, "news")
    group = Delegation(forum_id=forum.id, code="HAN", name=words("Hà Nội"))
    db.session.add(group)
    db.session.flush()
    anh = registered(forum, hall("W1"), hall("P1"), name="Nguyễn Thị Ánh", country="VN")
    anh.delegation_id = group.id
    both = ("processing", "news")
    dao = registered(forum, hall("W1", wait=True, meanwhile="online"), name="Lê Đào", consents=both)
    by = Contact(name="Văn phòng", email="office@example.org")
    siti = registered(forum, at_point("W1", "SIN"), name="Siti", country="ID", registered_by=by)
    withdraw(registered(forum, online("P1"), name="Phạm Lan"))
    registered(forum, online("W2"), name="Trần Tuấn", category="press")
    registered(forum, online("W2"), name="Unconfirmed Person", confirmed=False)
    registered(a_forum_with_w1(), hall("W1"), name="Nguyễn Elsewhere")
    return SimpleNamespace(anh=anh, dao=dao, siti=siti)


def a_forum_with_w1():
    other = a_forum()
    a_session(other, code="W1", hall=5)
    release(other)
    return other


def found(forum, **wanted):
    rows = db.session.scalars(wanted_delegates(forum, wanted_in(wanted)))
    return sorted(row.person.name.split()[-1] for row in rows)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["Lan", "Person", "Siti", "Tuấn", "Ánh", "Đào"]),
        ({"q": "nguyen"}, ["Ánh"]),
        ({"q": "anh THI"}, ["Ánh"]),
        ({"q": "dao"}, ["Đào"]),
        ({"q": "%"}, []),
        ({"q": "nguyen dao"}, []),
        ({"state": "live"}, ["Person", "Siti", "Tuấn", "Ánh", "Đào"]),
        ({"state": "submitted"}, ["Person"]),
        ({"state": "pending"}, ["Tuấn"]),
        ({"state": "confirmed"}, ["Siti", "Ánh", "Đào"]),
        ({"state": "ended"}, ["Lan"]),
        ({"state": "withdrawn"}, ["Lan"]),
        ({"state": "declined"}, []),
        ({"category": "press"}, ["Tuấn"]),
        ({"country": "ID"}, ["Siti"]),
        ({"session": "P1"}, ["Ánh"]),
        ({"session": "W1"}, ["Siti", "Ánh", "Đào"]),
        ({"session": "W1", "way": "hall"}, ["Ánh", "Đào"]),
        ({"session": "W1", "way": "hall", "holding": "place"}, ["Ánh"]),
        ({"session": "W1", "way": "hall", "holding": "waiting"}, ["Đào"]),
        ({"session": "W1", "way": "online", "holding": "place"}, ["Đào"]),
        ({"point": "SIN"}, ["Siti"]),
        ({"holding": "waiting"}, ["Đào"]),
        ({"delegation": "HAN"}, ["Ánh"]),
        ({"by": "other"}, ["Siti"]),
        ({"by": "self", "state": "confirmed"}, ["Ánh", "Đào"]),
        ({"agreed": "news"}, ["Đào"]),
        ({"q": "anh", "category": "press"}, []),
        ({"q": "anh", "country": "VN"}, ["Ánh"]),
        ({"q": "anh", "country": "ID"}, []),
    ],
)
def test_a_filter_finds_whom_it_says_and_nobody_of_another_forum(forum, people, wanted, names):
    assert found(forum, **wanted) == sorted(names)


def test_a_reference_is_found_with_or_without_its_hyphen(forum, people):
    reference = people.anh.reference

    for typed in (reference, reference.lower(), reference.replace("-", ""), reference[:6]):
        assert found(forum, q=typed) == ["Ánh"], typed


def test_what_is_asked_for_stands_in_an_address_and_is_read_again():
    asked = Wanted(words="lê đào", session="W1", standing="live", holding="waiting", order="newest")

    again = wanted_in(asked.as_args())

    assert again == asked
    assert asked.as_args()["q"] == "lê đào"
    assert Wanted().as_args() == {}
    assert wanted_in({"after": "7", "csrf_token": "x"}) == Wanted()


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"state": "gone"}, UnknownFilter),
        ({"way": "boat"}, UnknownFilter),
        ({"sort": "size"}, UnknownFilter),
        ({"category": "x" * 81}, UnknownFilter),
        ({"q": "x" * 101}, SearchTooLong),
        ({"q": "x" * 10_000}, SearchTooLong),
    ],
)
def test_what_no_list_is_narrowed_by_is_refused(given, refused):
    with pytest.raises(refused):
        wanted_in(given)


@pytest.mark.parametrize(
    "name", ["category", "session", "point", "delegation", "agreed", "country"]
)
def test_a_code_that_the_forum_does_not_have_is_refused(forum, name):
    with pytest.raises(UnknownFilter):
        check_wanted(facets_of(forum), wanted_in({name: "none such"}))

"""Who looks like one person, and what of two registrations goes together."""

from datetime import UTC, datetime

import pytest

from forum_app.registration.rules.doubles import (
    Held,
    Known,
    Likeness,
    Pair,
    joinable,
    likely_pairs,
    mailbox_of,
)


def known(id_, name="nguyen an", organisation=None, country=None, email=None):
    given = {"organisation": organisation, "country": country, "email": email}
    return Known(id=id_, name_folded=name, **given)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("an@example.org", "an+forum@example.org", True),
        ("n.an@gmail.com", "nan@googlemail.com", True),
        ("n.an@example.org", "nan@example.org", False),
        ("an@example.org", "an@example.com", False),
        ("an@example.org", "binh+an@example.org", False),
    ],
)
def test_only_what_mail_makes_one_mailbox_is_one(one, other, same):
    assert (mailbox_of(one) == mailbox_of(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (
            known(1, organisation="Bộ Xây dựng"),
            known(2, organisation="bo xay dung"),
            "organisation",
        ),
        (known(1, organisation="Bộ Xây dựng"), known(2, organisation="Bộ Y tế"), None),
        (known(1, country="VN"), known(2, country="VN", organisation="Bộ Y tế"), "country"),
        (known(1, country="VN"), known(2, country="SG"), None),
        (known(1, country="VN"), known(2, "tran an", country="VN"), None),
        (known(1), known(2), None),
        (
            known(1, country="VN", organisation="A"),
            known(2, country="VN", organisation="B"),
            None,
        ),
        (
            known(1, "an", email="an@example.org"),
            known(2, "dr an", email="an+x@example.org"),
            "address",
        ),
    ],
)
def test_people_are_proposed_for_a_reason_that_is_said(one, other, because):
    found = [pair.because for pair in likely_pairs([other, one], ())]

    assert found == ([Likeness(because)] if because else [])


def test_the_surest_reason_comes_first_and_each_pair_once():
    people = [
        known(1, country="VN", organisation="A", email="an@example.org"),
        known(2, country="VN", organisation="A", email="an+2@example.org"),
        known(3, country="VN"),
    ]

    address, country = Likeness.ADDRESS, Likeness.COUNTRY
    assert likely_pairs(people, ()) == [
        Pair(1, 2, address),
        Pair(1, 3, country),
        Pair(2, 3, country),
    ]


def test_who_was_told_apart_is_never_proposed_again():
    people = [known(n, organisation="A") for n in (1, 2, 3)]

    found = likely_pairs(people, {(1, 2), (2, 3)})

    assert [(pair.one, pair.other) for pair in found] == [(1, 3)]


def at(session_id, starts, ends):
    day = datetime(2030, 6, 1, tzinfo=UTC)
    return Held(
        session_id=session_id, starts_at=day.replace(hour=starts), ends_at=day.replace(hour=ends)
    )


def test_what_clashes_or_is_held_already_is_not_joined():
    stays = [at(1, 8, 10)]
    goes = [at(1, 8, 10), at(2, 9, 11), at(3, 10, 12), at(4, 7, 8)]

    assert joinable(stays, goes) == {3, 4}

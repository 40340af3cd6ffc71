"""The invented crowd: nobody real, always the same, and room is left for whoever tries it out."""

import json
from collections import Counter

import pytest
from sqlalchemy import select

from forum_app.commands import crowd
from forum_app.commands.crowd import choices_of, member_at
from forum_app.commands.model_case import records
from forum_app.db import db
from forum_app.models import (
    Category,
    Consent,
    Delegate,
    Exhibitor,
    Message,
    Person,
    Place,
    SeatCount,
    Session,
    Waiting,
)
from forum_app.programme.models import Way
from forum_app.text import address, cleaned, folded

POINTS = {"VN": ["DAD", "SGN"], "SG": ["SIN"], "TH": ["BKK", "HKT"], "JP": ["TYO"]}
SPEAKERS = frozenset(folded(said["name"]) for said in records()["speakers"])
TEN = {"BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"}


def members(count):
    return [member_at(number, POINTS, SPEAKERS) for number in range(1, count + 1)]


def test_a_member_is_the_same_whenever_they_are_asked_for():
    assert members(50) == members(50)
    assert members(80)[:50] == members(50)


def test_no_two_members_share_an_address_and_all_are_at_example_org():
    emails = [member.email for member in members(3000)]

    assert len(set(emails)) == 3000
    assert all(email.endswith("@example.org") and address(email) == email for email in emails)


def test_members_come_from_all_ten_countries():
    assert {member.country for member in members(500)} == TEN


def test_names_and_organisations_are_texts_that_the_form_would_take():
    for member in members(500):
        assert cleaned(member.name) == member.name
        assert cleaned(member.organisation) == member.organisation


def test_nobody_bears_the_name_of_a_speaker_or_of_another_public_person():
    public = SPEAKERS | {folded(name) for name in json.loads(crowd.FILE.read_text())["avoid"]}

    assert not public & {folded(member.name) for member in members(20_000)}


@pytest.mark.parametrize(
    ("country", "first", "last"),
    [("TH", "ก", "๛"), ("LA", "ກ", "ໟ"), ("KH", "ក", "៹"), ("MM", "က", "႟"), ("VN", "À", "ỹ")],
)
def test_some_write_their_names_in_the_letters_of_their_country(country, first, last):
    names = [member.name for member in members(1000) if member.country == country]

    assert any(first <= letter <= last for name in names for letter in name)
    assert any("a" in name.casefold() for name in names)


def test_a_member_who_finds_no_seat_attends_online_and_leaves_some_to_others():
    wishes = next(m for m in members(100) if m.way is Way.HALL and m.plenary and not m.workshop)
    free = {("P1", Way.HALL, None): 11, ("P1", Way.ONLINE, None): 1}

    ways = [[c.way for c in choices_of(wishes, ["P1"], [], free)] for _ in range(3)]

    assert ways == [[Way.HALL], [Way.ONLINE], []]
    assert free == {("P1", Way.HALL, None): 10, ("P1", Way.ONLINE, None): 0}


def test_at_a_point_a_member_attends_a_workshop_that_the_point_takes_part_in():
    there = [m for m in members(300) if m.point == "SIN" and m.workshop is not None]
    points = [m.workshop % 2 for m in there]
    free = {("W2", Way.POINT, "SIN"): 300} | dict.fromkeys(
        [("W1", Way.ONLINE, None), ("W2", Way.ONLINE, None)], 300
    )

    chosen = {c for m in there for c in choices_of(m, [], ["W1", "W2"], free)}

    assert set(points) == {0, 1}
    assert {(c.session, c.way, c.point) for c in chosen} == {("W2", Way.POINT, "SIN")}


@pytest.fixture
def crowded(app, run):
    """The demo forum with the first 60 members."""
    said = run("demo", "--delegates", "60")
    assert said.exit_code == 0, said.output
    return app


def test_the_crowd_is_registered_with_places_consents_and_no_mail(crowded):
    with crowded.app_context():
        assert db.session.query(Delegate).count() == 60
        assert db.session.query(Waiting).count() == 0
        written = db.session.query(Message).filter(Message.template.like("registration.%"))
        assert written.count() == 0
        assert db.session.query(Consent).count() >= 60
        assert {place.way for place in db.session.query(Place)} == set(Way)
        assert Counter(d.state for d in db.session.query(Delegate)) == {
            "confirmed": 58,
            "pending": 2,
        }


@pytest.mark.same_rows
def test_a_larger_crowd_adds_the_missing_ones_only(crowded, run):
    said = [run("demo", "--delegates", n).output.splitlines()[-1] for n in ("60", "75", "75")]

    assert said == [
        "0 delegates registered, 60 were there already.",
        "15 delegates registered, 60 were there already.",
        "0 delegates registered, 75 were there already.",
    ]
    with crowded.app_context():
        assert db.session.query(Delegate).count() == 75


@pytest.mark.same_rows
def test_every_workshop_keeps_ten_hall_seats_however_many_come(app, run):
    run("demo")
    with app.app_context():
        halls = select(SeatCount).where(SeatCount.way == "hall")
        for count in db.session.scalars(halls):
            count.seats = 12
        db.session.commit()

    run("demo", "--delegates", "120")

    with app.app_context():
        for count in db.session.scalars(halls):
            assert count.seats - count.taken == 10


@pytest.mark.same_rows
def test_a_category_whose_quota_is_reached_takes_no_more_of_the_crowd(app, run):
    run("demo")
    with app.app_context():
        db.session.query(Category).filter_by(code="press").one().quota = 1
        db.session.commit()

    run("demo", "--delegates", "60")

    with app.app_context():
        assert db.session.query(Category).filter_by(code="press").one().taken == 1
        assert db.session.query(Delegate).count() == 60


@pytest.mark.same_rows
def test_the_crowd_sits_only_where_it_counts(crowded):
    with crowded.app_context():
        taken = Counter(place.seat_count_id for place in db.session.query(Place))
        counts = {c.id: c.taken for c in db.session.query(SeatCount) if c.taken}
        assert counts == taken
        assert (
            not db.session.query(Session)
            .filter(Session.code == "B1")
            .join(Place, Place.session_id == Session.id)
            .count()
        )
        nameless = db.session.query(Person).filter(Person.email.is_(None), Person.documented)
        shown = db.session.query(Exhibitor.contact_id)
        assert nameless.filter(Person.id.not_in(shown)).count() == len(SPEAKERS)

"""Booths for machines: the list tells the truth, and booking one is done once."""

import pytest

from forum_app.db import db
from forum_app.models import Booking, Exhibitor, Forum, Message, Person

from ..builders import a_token
from ..exhibition.floors import a_floor, a_zone, booth, later, real_now
from ..exhibition.test_lines import waits_behind_the_back
from .machine import Machine, fields, problem

BOOTHS = "token for booths"


@pytest.fixture
def hall(app, forum):
    """Six free booths at no price, and an island of the first two."""
    with app.app_context():
        there = db.session.get_one(Forum, forum.id)
        a_floor(there)
        a_token(there, BOOTHS, scopes=["booths"])
        db.session.commit()
    return forum


@pytest.fixture
def machine(app, hall):
    return Machine(app, hall.url, token=BOOTHS)


def booking(name="Lưới Xanh", email="luoi@example.org"):
    return {"exhibitor": {"name": name, "email": email}}


def states(machine):
    return {one["code"]: one["state"] for one in machine.get("/booths").json}


def test_the_list_tells_each_booth_with_its_size_and_state(stranger, hall):
    listed = stranger.get("/booths").json

    assert [one["code"] for one in listed] == ["A1", "A1-2", "A2", "A3", "A4", "A5", "A6"]
    assert listed[1] == {
        "code": "A1-2",
        "zone": "B",
        "width_m": 6.0,
        "depth_m": 3.0,
        "state": "free",
    }


def test_the_list_is_read_in_pages(stranger, hall):
    first = stranger.get("/booths?limit=3")
    second = stranger.get(first.headers["Link"].split(">")[0][1:])

    assert [one["code"] for one in second.json] == ["A3", "A4", "A5"]


def test_what_is_free_can_be_booked_and_is_taken_then(machine):
    for code in ("A1", "A3"):
        answer = machine.post(f"/booths/{code}/booking", json=booking())
        assert answer.status_code == 201
        assert answer.json["state"] == "confirmed"
        assert answer.json["held_until"] is None
        assert answer.json["booking"]

    after = states(machine)
    assert (after["A1"], after["A1-2"], after["A2"], after["A3"]) == (
        *("taken", "taken", "free", "taken"),
    )


def test_whoever_books_second_is_told_that_it_is_taken(machine):
    machine.post("/booths/A3/booking", json=booking())

    again = machine.post("/booths/A3/booking", json=booking("Other", "other@example.org"))
    island = machine.post("/booths/A1-2/booking", json=booking())
    part = machine.post("/booths/A2/booking", json=booking("Other", "other@example.org"))

    assert problem(again) == (409, "booth_taken")
    assert island.status_code == 201
    assert problem(part) == (409, "booth_taken")


def test_the_exhibitor_is_found_by_the_address_and_the_token_is_the_actor(app, machine):
    machine.post("/booths/A3/booking", json=booking("First", "One@Example.org"))
    machine.post("/booths/A4/booking", json=booking("Second", "one@example.org"))

    with app.app_context():
        assert [one.name for one in db.session.query(Exhibitor)] == ["First"]
        assert db.session.query(Person).filter_by(email="one@example.org").count() == 1
        acts = db.session.execute(
            db.text("SELECT DISTINCT actor FROM entries WHERE kind = 'booking'")
        )
        assert [actor for (actor,) in acts] == ["token 2"]
        assert db.session.query(Message).filter_by(address="one@example.org").count() == 2


def test_the_same_key_books_once_and_answers_the_same(app, machine):
    headers = {"Idempotency-Key": "booth-1"}
    first = machine.post("/booths/A3/booking", json=booking(), headers=headers)
    second = machine.post("/booths/A3/booking", json=booking(), headers=headers)
    other = machine.post("/booths/A3/booking", json=booking("X"), headers=headers)

    assert first.json == second.json
    assert second.headers["Idempotent-Replayed"] == "true"
    assert problem(other) == (422, "key_of_another_request")
    with app.app_context():
        assert db.session.query(Booking).count() == 1


def test_a_cancelled_booking_frees_its_booth(app, machine):
    machine.post("/booths/A3/booking", json=booking())

    assert machine.delete("/booths/A3/booking").status_code == 204

    assert states(machine)["A3"] == "free"
    assert machine.delete("/booths/A3/booking").status_code == 404
    assert machine.post("/booths/A3/booking", json=booking()).status_code == 201


def test_only_the_booking_of_just_this_booth_is_cancelled(machine):
    machine.post("/booths/A1-2/booking", json=booking())

    assert machine.delete("/booths/A1/booking").status_code == 404

    assert states(machine)["A1"] == "taken"


def test_unknown_booths_and_bad_bodies_are_told(machine):
    assert machine.post("/booths/Z9/booking", json=booking()).status_code == 404
    assert machine.post("/booths/Z9/booking", json={}).status_code == 404
    assert fields(machine.post("/booths/A3/booking", json={})) == ["exhibitor"]
    long = booking("x" * 121, "nobody")
    told = fields(machine.post("/booths/A3/booking", json=long))
    assert sorted(told) == ["exhibitor.email", "exhibitor.name"]
    strange = booking() | {"price": 0}
    assert fields(machine.post("/booths/A3/booking", json=strange)) == ["price"]


def test_without_the_scope_nothing_is_booked(app, hall):
    stranger, other = Machine(app, hall.url, token=None), Machine(app, hall.url)

    assert stranger.post("/booths/A3/booking", json=booking()).status_code == 401
    assert other.post("/booths/A3/booking", json=booking()).status_code == 403
    assert states(stranger)["A3"] == "free"


@pytest.mark.parametrize(
    ("given", "listed", "answer"),
    [
        ({"mode": "invited"}, "free", "confirmed"),
        ({"mode": "apply"}, "free", "submitted"),
        ({"price_minor": 5}, "free", "submitted"),
        ({"closes": -1}, "blocked", "zone_closed"),
        ({"opens": 60}, "blocked", "zone_not_open"),
    ],
)
def test_free_means_that_booking_would_succeed_in_every_zone(app, forum, given, listed, answer):
    minutes = {f"{x}_at": given[x] for x in ("opens", "closes") if x in given}
    times = {name: later(minutes=n, now=real_now()) for name, n in minutes.items()}
    rest = {name: value for name, value in given.items() if f"{name}_at" not in times}
    with app.app_context():
        there = db.session.get_one(Forum, forum.id)
        a_floor(there, zones={"B": (a_zone(there, **rest, **times), range(1, 7))})
        a_token(there, BOOTHS, scopes=["booths"])
        db.session.commit()
    machine = Machine(app, forum.url, token=BOOTHS)

    assert states(machine)["A3"] == listed
    told = machine.post("/booths/A3/booking", json=booking()).json
    assert told.get("reason", told.get("state")) == answer


def test_a_blocked_booth_is_told(app, machine, hall):
    with app.app_context():
        there = booth(db.session.get_one(Forum, hall.id), "A3")
        there.blocked_at, there.blocked_reason = later(), "Exit"
        db.session.commit()

    assert states(machine)["A3"] == "blocked"
    assert problem(machine.post("/booths/A3/booking", json=booking())) == (409, "booth_blocked")


def test_a_booth_promised_to_the_line_is_not_free(app, machine, hall):
    with app.app_context():
        there = db.session.get_one(Forum, hall.id)
        waits_behind_the_back(there, "A3")
        db.session.commit()

    assert states(machine)["A3"] == "held"
    assert problem(machine.post("/booths/A3/booking", json=booking())) == (409, "booth_taken")

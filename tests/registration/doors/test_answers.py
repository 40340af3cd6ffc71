"""At a door: what is answered to whom."""

import pytest
from sqlalchemy import update

from forum_app import clock
from forum_app.db import db
from forum_app.models import Place, Point, Session
from forum_app.registration.services import changes

from ...builders import NOW, a_forum, a_session, release
from ..applications import at_point, hall, online, registered
from .seen import NEXT_MORNING, code_of, entries, verdict

WHERE_ELSE = [
    ([online("W1")], "no_place"),
    ([hall("W2")], "wrong_session"),
    ([hall("P1")], "no_place"),
    ([hall("D2")], "wrong_day"),
    ([at_point("W1", "SIN")], "no_place"),
]


@pytest.mark.parametrize(("choices", "said"), WHERE_ELSE)
def test_who_has_no_place_here_is_told_what_they_have(app, comes, shows, choices, said):
    answer = shows(comes(*choices).code)

    assert verdict(answer) == said
    assert choices[0].session in answer.text
    assert entries(app) == 0


def test_at_the_door_of_a_point_only_its_places_count(comes, shows, there):
    door = f"{there.door}/at/SIN"

    assert verdict(shows(comes(at_point("W1", "SIN")).code, door=door)) == "welcome"
    assert verdict(shows(comes(hall("W1")).code, door=door)) == "no_place"


def test_a_seat_that_its_point_has_not_given_yet_opens_no_door(app, comes, shows, there):
    ticket, door = comes(at_point("W1", "SIN")).code, f"{there.door}/at/SIN"
    with app.app_context():
        db.session.execute(update(Point).where(Point.code == "SIN").values(seating="approval"))
        db.session.commit()

    assert verdict(shows(ticket, door=door)) == "no_place"
    with app.app_context():
        db.session.execute(update(Place).values(approved_at=NOW))
        db.session.commit()
    assert verdict(shows(ticket, door=door)) == "welcome"


def test_the_entrance_lets_in_once_a_day_who_comes_to_a_hall(app, comes, shows):
    first, second = (f"/en/here/door/entrance/2030-06-0{day}" for day in (1, 2))
    both, far = comes(hall("W1"), hall("D2")), comes(online("W1"))

    found = [verdict(shows(both.code, door=first)) for _ in range(2)]
    assert verdict(shows(far.code, door=first)) == "no_place"
    clock.start_forum_clock_at(NEXT_MORNING)
    found.append(verdict(shows(both.code, door=second)))

    assert found == ["welcome", "already_in", "welcome"]
    assert verdict(shows(comes(hall("W1")).code, door=second)) == "wrong_day"
    assert entries(app, session_id=None) == 2


def test_a_registration_that_is_not_confirmed_opens_no_door(app, comes, shows, there):
    unconfirmed = comes(hall("W1"), confirmed=False)
    pending = comes(hall("W1"), category="press")
    gone = comes(hall("W1"))
    with app.app_context():
        changes.withdraw(changes.lock_delegate(gone.id), actor="tests", now=NOW)
        db.session.commit()

    found = [verdict(shows(x.reference)) for x in (unconfirmed, pending, gone)]

    assert found == ["not_confirmed", "pending", "withdrawn"]
    assert verdict(shows(gone.code)) == "withdrawn"
    assert entries(app) == 0


def test_a_ticket_of_another_forum_is_told_apart_from_one_that_was_altered(app, comes, shows):
    anh = comes(hall("W1"))
    with app.app_context():
        other = a_forum()
        a_session(other, code="W1", hall=9)
        release(other)
        theirs = code_of(registered(other, hall("W1")))
        db.session.commit()
    altered = [
        anh.code[:-1] + ("A" if anh.code[-1] != "A" else "B"),
        anh.code.replace("HF1.", "HF1.A", 1),
        "HF1." + theirs.split(".")[1] + "." + anh.code.split(".")[2],
        "HF1",
        "HF1..",
        "HF1." + "A" * 10_000,
        "https://example.org/ticket/1",
    ]

    assert verdict(shows(theirs)) == "other_forum"
    assert {verdict(shows(x)) for x in altered} == {"not_ours"}
    assert verdict(shows(f"  {anh.code.lower()} ")) == "welcome"


@pytest.mark.parametrize("typed", ["Nguyễn\u202eÁnh", "Nguyen\x00", ""])
def test_what_cannot_be_read_is_refused_with_a_sentence(shows, typed):
    answer = shows(typed)

    assert answer.status_code == 422
    assert verdict(answer) == "unsaid"


def test_a_name_is_found_without_its_marks_and_shows_no_address(comes, shows):
    anh = comes(hall("W1"), name="Nguyễn Thị Ánh", email="secret@example.org")

    page = shows("nguyen anh")

    assert "Nguyễn Thị Ánh" in page.text
    assert "secret@example.org" not in page.text
    assert f'value="{anh.reference}"' in page.text
    assert verdict(shows("Zzyzx")) == "found"
    assert verdict(shows("%%")) == "found"
    assert "Nobody found" in shows("%%").text
    assert shows("a").status_code == 422


def test_a_cancelled_session_lets_nobody_in(app, comes, shows):
    anh = comes(hall("W1"))
    with app.app_context():
        db.session.query(Session).filter_by(code="W1").one().cancelled_at = NOW
        forum = db.session.query(Session).filter_by(code="W1").one().forum
        release(forum, number=2)
        db.session.commit()

    assert shows(anh.code).status_code == 409
    assert entries(app) == 0


@pytest.mark.parametrize(
    "path",
    [
        "sessions/NO",
        "sessions/W2/at/SIN",
        "sessions/W1/at/NO",
        "entrance/2031-01-01",
        "entrance/x",
        "entries/99/undo",
    ],
)
def test_a_door_that_is_none_is_said_to_be_none(browser, there, path):
    way = "POST" if "undo" in path else "GET"

    assert browser(there.keeper).open(f"/en/here/door/{path}", way).status_code == 404


def test_codes_that_are_none_of_ours_are_counted(frozen, shows):
    found = [shows(f"HF1.{n}").status_code for n in range(61)]

    assert found == [200] * 60 + [429]

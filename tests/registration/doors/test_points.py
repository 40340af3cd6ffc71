"""The door of a point: where its coordinator decides, and where it takes part no more."""

from sqlalchemy import update

from forum_app.db import db
from forum_app.models import Place, Point

from ...builders import NOW
from ..applications import at_point, online
from .seen import entries, verdict

SIN = "/en/here/door/sessions/W1/at/SIN"


def becomes(app, table=Point, **values):
    with app.app_context():
        db.session.execute(update(table).values(**values))
        db.session.commit()


def test_a_seat_that_waits_for_the_coordinator_lets_nobody_in_and_says_so(app, comes, shows):
    becomes(app, seating="approval")
    who = comes(at_point("W1", "SIN"))

    answer = shows(who.code, door=SIN)

    assert verdict(answer) == "no_place"
    assert "Held, not decided yet" in answer.text
    assert "The coordinator of the point decides who sits here" in answer.text
    assert "Has instead" not in answer.text
    assert entries(app) == 0

    becomes(app, Place, approved_at=NOW)
    assert verdict(shows(who.code, door=SIN, nonce="2")) == "welcome"


def test_the_door_of_a_point_that_takes_part_no_more_lets_nobody_in(app, comes, shows):
    who, other = comes(at_point("W1", "SIN")), comes(online("W1"))
    becomes(app, withdrawn_at=NOW)

    for one in (who, other):
        answer = shows(one.code, door=SIN, nonce=one.reference)
        assert "The point SIN takes part no more: nobody is let in here" in answer.text
    organiser = shows(who.code, door=SIN, who="organiser", nonce="3")
    assert "takes part no more: nobody is let in here" in organiser.text
    assert entries(app) == 0

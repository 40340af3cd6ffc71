"""A hall with booths for tests; say only what the test is about."""

from datetime import timedelta
from itertools import count

from forum_app import clock
from forum_app.db import db
from forum_app.exhibition.models import ZoneMode
from forum_app.exhibition.queries.floor import floor_of
from forum_app.exhibition.rules.floor import Rect
from forum_app.exhibition.services import bookings, founding
from forum_app.exhibition.services.exhibitors import exhibitor_for, let_act
from forum_app.exhibition.services.ledger import By, Seen
from forum_app.models import Booth, CellClaim

from ..builders import NOW, a_forum, a_hall, words

SIDE = 300  # centimetres of a cell
ORGANISER, EXHIBITOR = By("user 1", organises=True), By("user 2")
_next = count(1).__next__


def a_zone(forum, code="B", mode="first_come", **given):
    plan = {"name": words(f"Khu {code}", f"Zone {code}"), "hold_minutes": 20} | given
    return founding.add_zone(forum, founding.ZonePlan(code=code, mode=ZoneMode(mode), **plan))


def a_floor(forum=None, *, zones=None, booths=6, islands=(("A1-2", 1, 2),), letter="A"):
    """Booths A1, A2, … in a row, three metres each, in zone B; islands share their cells.

    zones: code -> the numbers of its booths; without, one zone B has them all.
    """
    forum = forum or a_forum()
    hall = a_hall(forum, code="EX")
    made = zones or {"B": (a_zone(forum), range(1, booths + 1))}
    cells = {
        n: founding.add_cell(hall, f"c{n}", Rect(SIDE * n, 0, SIDE, SIDE))
        for n in range(1, booths + 1)
    }
    for zone, numbers in made.values():
        for n in numbers:
            founding.add_booth(zone, f"{letter}{n}", [cells[n]])
    first = next(iter(made.values()))[0]
    for code, *numbers in islands:
        founding.add_booth(first, code, [cells[n] for n in numbers])
    drawing = founding.PlanDrawing(width_cm=3000, depth_cm=900, cells=list(cells.values()))
    plan = founding.draw_plan(hall, drawing)
    founding.publish_plan(plan, actor="tests", now=NOW)
    return forum


def an_exhibitor(forum, name=None, *, email=None, user=None):
    n = _next()
    name, email = name or f"Exhibitor {n}", email or (user and user.email) or f"x{n}@example.org"
    exhibitor = exhibitor_for(forum, name, email, actor="tests", now=NOW)
    if user:
        let_act(exhibitor, user, actor="tests", now=NOW)
    return exhibitor


def booth(forum, code):
    return db.session.query(Booth).filter_by(forum_id=forum.id, code=code).one()


def holds(forum, code, exhibitor=None, *, by=EXHIBITOR, now=NOW):
    exhibitor = exhibitor or an_exhibitor(forum)
    return bookings.hold_booth(booth(forum, code).id, exhibitor.id, by=by, now=now)


def books(forum, code, exhibitor=None, *, now=NOW):
    exhibitor = exhibitor or an_exhibitor(forum)
    return bookings.book_booth(booth(forum, code).id, exhibitor.id, by=ORGANISER, now=now)


def seen(booking):
    return Seen(booking.state, booking.version)


def settles(booking, *, now=NOW, was=None):
    return bookings.settle(booking.id, was or seen(booking), by=EXHIBITOR, now=now)


def cancels(booking, *, now=NOW, by=EXHIBITOR, reason=None):
    return bookings.cancel_booking(booking.id, seen(booking), reason=reason, by=by, now=now)


def states(forum, *, now=NOW):
    """Code -> state of each booth."""
    floor = floor_of(forum, now=now)
    return {one.booth.code: one.state.value for one in floor.stands}


def claimed(forum):
    return db.session.query(CellClaim).filter_by(forum_id=forum.id).count()


def later(*, now=NOW, **given):
    return now + timedelta(**given)


def real_now():
    return clock.now()

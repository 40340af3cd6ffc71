"""The booths' step up and down, on tables that were filled before there were lines and ends."""

from forum_app.commands.migrations import downgrade, upgrade
from forum_app.db import db
from forum_app.exhibition.models import PlanState
from forum_app.models import Booking, BoothWaiting, CellClaim, FloorPlan

from .floors import a_floor, books, holds
from .test_lines import waits


def test_what_was_booked_before_owns_its_floor_and_its_holds_end(room):
    forum = a_floor()
    held, firm = holds(forum, "A1-2"), books(forum, "A3")
    waits(forum, "A3")
    was = {one.id: (one.state, one.held_until) for one in (held, firm)}
    db.session.commit()

    downgrade(revision="0001")
    upgrade()

    found = {one.id: (one.state, one.held_until) for one in db.session.query(Booking)}
    assert found == was
    ends = {(x.booking_id, x.expires_at) for x in db.session.query(CellClaim)}
    assert ends == {(held.id, was[held.id][1]), (firm.id, None)}
    assert db.session.query(BoothWaiting).count() == 0
    shown = db.session.execute(db.text("SELECT count(*) FROM plan_cells")).scalar_one()
    assert shown == 6


def test_of_several_published_plans_the_latest_stays(room):
    forum = a_floor()
    plan = db.session.query(FloorPlan).one()
    row = {"forum_id": forum.id, "hall_id": plan.hall_id, "width_cm": 9, "depth_cm": 9}
    db.session.commit()
    downgrade(revision="0001")
    old = {"version": 7, "state": "published"}
    table = FloorPlan.__table__
    names = ", ".join([*row, *old])
    values = ", ".join(f":{name}" for name in [*row, *old])
    db.session.execute(db.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row | old)
    db.session.commit()

    upgrade()

    found = {one.version: one.state for one in db.session.query(FloorPlan)}
    assert found == {1: PlanState.SUPERSEDED, 7: PlanState.PUBLISHED}
    assert all(one.published_at for one in db.session.query(FloorPlan))

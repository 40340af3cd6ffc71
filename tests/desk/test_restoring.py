"""Who has ended is brought back, as far as seats and categories go."""

from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Category, Delegate, Person, SeatCount
from forum_app.registration import queries
from forum_app.registration.models.delegates import LIVE

from ..registration.applications import at_point, hall, online
from .many import holds, of


def test_who_is_withdrawn_is_told_why_and_restored_with_all_they_held(app, desk, dao):
    before = holds(app, dao)
    with app.app_context():
        ticket = queries.ticket_of(of(dao)).code

    refused = desk.post(f"/delegates/{dao}/withdrawal", {"reason": ""})
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "Asked by phone."})
    withdrawn = holds(app, dao)
    answer = desk.post(f"/delegates/{dao}/restoration")

    assert refused.status_code == 422
    assert withdrawn == ("withdrawn", {})
    assert answer.status_code == 303
    assert "with all that it held" in desk.get(f"/delegates/{dao}").text
    assert holds(app, dao) == before
    with app.app_context():
        assert queries.ticket_of(of(dao)).code == ticket
        taken = select(Category.taken).where(Category.code == "delegate")
        assert db.session.scalar(taken) == 6


def test_who_is_restored_keeps_the_old_turn_in_the_line(app, desk, there, dao, registers):
    after = registers(hall("W1", wait=True), name="After", email="after@example.org")
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})
    desk.post(f"/delegates/{dao}/restoration")

    page = desk.get("/seats/W1").text
    assert page
    with app.app_context():
        lines = [queries.waitings_of(of(reference))[0].id for reference in (dao, after)]
        assert lines == sorted(lines)


def test_a_seat_that_went_to_somebody_else_is_named(app, desk, there, registers):
    gone = registers(at_point("W1", "SIN"), name="Gone")
    with app.app_context():
        counted = select(SeatCount).where(SeatCount.way == "point")
        db.session.scalars(counted).one().seats = 1
        db.session.commit()
    desk.post(f"/delegates/{gone}/withdrawal", {"reason": "x"})
    registers(at_point("W1", "SIN"), name="Faster")

    desk.post(f"/delegates/{gone}/restoration")

    assert "These seats are gone: W1." in desk.get(f"/delegates/{gone}").text
    assert holds(app, gone) == ("confirmed", {})


def test_who_has_registered_again_is_not_restored(app, desk, dao, registers):
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})
    registers(online("W1"), name="Lê Thị Đào", email="dao@example.org")

    answer = desk.post(f"/delegates/{dao}/restoration")

    assert answer.status_code == 409
    assert "has registered again meanwhile" in answer.text
    with app.app_context():
        live = select(Delegate).join(Person, Person.id == Delegate.person_id)
        live = live.where(Person.email == "dao@example.org", Delegate.state.in_(LIVE))
        assert len(db.session.scalars(live).all()) == 1


def test_nothing_is_restored_that_has_not_ended_nor_where_the_category_is_full(app, desk, dao):
    assert desk.post(f"/delegates/{dao}/restoration").status_code == 409
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})
    with app.app_context():
        of(dao).category.quota = of(dao).category.taken
        db.session.commit()

    full = desk.post(f"/delegates/{dao}/restoration")

    assert full.status_code == 409
    assert holds(app, dao)[0] == "withdrawn"
    with app.app_context():
        assert queries.ticket_of(of(dao)) is None

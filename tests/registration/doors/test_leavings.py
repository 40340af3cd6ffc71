"""What is undone where the door of an entry is no more."""

from forum_app.db import db
from forum_app.models import Forum, SeatCount, Session

from ...builders import release
from ..applications import hall, online
from .seen import entries, entry_id, inside

LEFT = {"reason": "the wrong room"}


def test_an_entry_of_a_session_that_left_the_release_is_undone(app, browser, comes, shows, there):
    shows(comes(hall("W1")).code)
    with app.app_context():
        others = db.session.query(Session).filter(Session.code != "W1").all()
        release(db.session.get_one(Forum, there.forum_id), number=2, sessions=others)
        db.session.commit()
    undo = f"/en/here/door/entries/{entry_id(app)}/undo"
    keeper = browser(there.keeper)

    empty, done, again = (keeper.post(undo, x) for x in ({"reason": " "}, LEFT, LEFT))

    doors = "/en/here/door"
    assert [x.headers["Location"] for x in (empty, done, again)] == [doors] * 3
    page = keeper.get(doors).text
    assert all(x in page for x in ("say why", "The entry is undone", "was undone before"))
    assert (entries(app, undone_reason="the wrong room"), inside(app)) == (1, 0)


def test_an_entry_whose_seats_are_no_more_offered_is_undone(app, browser, comes, shows, there):
    shows(comes(online("W1")).code, who="organiser", because="a minister")
    undo = f"/en/here/door/entries/{entry_id(app)}/undo"
    with app.app_context():
        db.session.query(SeatCount).filter_by(way="hall").delete()
        db.session.commit()

    assert browser(there.keeper).post(undo, LEFT).status_code == 303
    assert inside(app) == 0


def test_an_entry_that_nobody_made_is_not_undone(browser, there):
    assert browser(there.keeper).post("/en/here/door/entries/7/undo", LEFT).status_code == 404

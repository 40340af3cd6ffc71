"""The organiser's first page: what needs them now, and nothing where nothing does."""

import pytest
from sqlalchemy import event, update

from forum_app.commands.model_case import SLUG, make_model_case
from forum_app.db import db, writing
from forum_app.jobs.services import lay_in
from forum_app.models import Job, Message

from ..builders import NOW, a_user

MOST = 22  # the draft is read in twelve questions to find what clashes


def test_nothing_needs_the_organiser_while_all_goes_well(desk, there):
    page = desk.get("/")

    assert "Nothing needs you now" in page.text
    assert "<b>2</b> / 2 · <b>3 waiting</b>" in page.text  # the fullest


def test_what_needs_the_organiser_stands_on_the_first_page(app, desk, there, registers):
    [registers(category="press") for _ in range(2)]
    with app.app_context(), writing():
        db.session.execute(update(Message).values(state="dead", attempts=10))
        lay_in("programme.raise_seats", "a job", {}, forum_id=there.forum_id, at=NOW)
        db.session.execute(update(Job).values(state="dead", last_error="NoResultFound"))

    page = desk.get("/")

    assert "2 registrations hold their places until you decide." in page.text
    assert "7 letters were given up after many attempts." in page.text
    assert "programme.raise_seats" in page.text
    assert "NoResultFound" in page.text


def test_an_empty_forum_has_an_empty_desk(app, browser, desk, there):
    with app.app_context():
        db.session.execute(db.text("DELETE FROM waitings"))
        db.session.execute(db.text("DELETE FROM places"))
        db.session.execute(db.text("DELETE FROM seat_counts"))
        db.session.commit()

    assert "Nobody has a place yet." in desk.get("/").text
    assert "No session offers seats yet." in desk.get("/seats").text


@pytest.mark.same_rows
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_of_the_desk_asks_once_per_row(app, browser, lang):
    with app.app_context():
        make_model_case(now=NOW)
        admin = a_user(site_role="admin").id
        db.session.commit()
        engine = db.engine
    sent, pages = [], ["", "registrations", "registrations?q=a", "seats", "seats/P1", "mail"]
    pages += ["forum", "forum/facts", "points/SIN", "pages", "pages/privacy", "banners"]
    pages += ["programme", "programme/P1", "categories", "consents", "texts", "forum/happened"]
    pages += ["bookings", "booths", "people/"]
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    found = {}
    for page in pages:
        sent.clear()
        assert browser(admin).get(f"/{lang}/{SLUG}/desk/{page}").status_code == 200
        found[page] = sum("SELECT" in statement for statement in sent)

    assert {page: n for page, n in found.items() if n > MOST} == {}

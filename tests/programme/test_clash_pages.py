"""The desk's pages of clashes: beside the session, at the release, and the hours of speakers."""

import pytest

from forum_app.db import db
from forum_app.models import Availability, Forum, Release, Session
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import after_of, draft_version
from forum_app.programme.services.sessions import let_appear

from ..builders import NOW, a_forum, a_person, a_session, a_user
from ..desk.forms import as_shown

DESK = "/en/summit/desk/programme"


@pytest.fixture
def organiser(app, browser):
    """An organiser's browser: A and B are at one time, and Ánh speaks in both."""
    with app.app_context():
        forum = a_forum(slug="summit")
        person = a_person(forum, "Ánh")
        how = {"documented": False, "from_documented": False, "now": NOW}
        for code in ("A", "B"):
            session = a_session(forum, code=code, starts="08:30", ends="11:00")
            let_appear(person, session, AppearanceRole.SPEAKER, Way.HALL, **how)
        user = a_user(forum=forum, role="organiser")
        db.session.commit()
        names = user.id, person.uuid
    page = browser(names[0])
    page.speaker = f"/en/summit/desk/speakers/{names[1]}/hours"
    return page


def test_each_session_shows_what_it_clashes_with(organiser):
    draft, session = organiser.get(DESK).text, organiser.get(f"{DESK}/A").text

    told = "Ánh is in A and in B at the same time."
    assert draft.count(told) == 3  # at A, at B and at the release
    assert "1 clash of the draft keeps it from being released." in draft
    assert "Must be mended" in session
    assert told in session


def test_a_release_with_a_hard_clash_is_refused_and_says_which(app, organiser):
    shown = organiser.get(f"{DESK}/review").text
    with app.app_context():
        draft = draft_version(db.session.query(Forum).one())

    said = organiser.post(f"{DESK}/review", {"seen": "0", "draft": str(draft)})

    assert "It cannot be released like this" in shown
    assert said.status_code == 409
    assert "Not released: the draft has clashes that must be mended first. Ánh is in A" in said.text
    with app.app_context():
        assert db.session.query(Release).count() == 0


def test_once_mended_it_is_released(app, organiser):
    later = {"starts_wall": "2030-06-01T11:00", "ends_wall": "2030-06-01T12:00", "after": "A"}

    organiser.post(f"{DESK}/B", as_shown(organiser.get(f"{DESK}/B")) | later)
    said = organiser.post(f"{DESK}/review", as_shown(organiser.get(f"{DESK}/review")))

    assert said.status_code == 303
    with app.app_context():
        assert db.session.query(Release).count() == 1
        assert after_of(db.session.query(Session).filter_by(code="B").one()) == ["A"]


def test_who_saves_an_order_over_anothers_is_told(organiser):
    form = as_shown(organiser.get(f"{DESK}/B"))
    organiser.post(f"{DESK}/B", form | {"after": "A"})

    said = organiser.post(f"{DESK}/B", form | {"after": ""})

    assert said.status_code == 409
    assert "Both versions" in said.text


def test_hours_of_a_speaker_are_added_clash_and_are_removed_once(app, organiser):
    hours = {"starts_wall": "2030-06-01T08:00", "ends_wall": "2030-06-01T10:00"}

    organiser.post(organiser.speaker, as_shown(organiser.get(organiser.speaker)) | hours)

    assert "08:00–10:00" in organiser.get(organiser.speaker).text
    assert "08:00–10:00" in organiser.get("/en/summit/desk/speakers").text
    assert "Ánh is not available for all of their time in A." in organiser.get(DESK).text
    with app.app_context():
        row = db.session.query(Availability).one().id
    removal = f"{organiser.speaker}/{row}/removal"
    shown = as_shown(organiser.get(organiser.speaker))
    assert organiser.post(removal, shown).status_code == 303
    assert organiser.post(removal, shown).status_code == 409
    assert "is not available" not in organiser.get(DESK).text


def test_a_hall_says_that_it_holds_several_and_the_forum_how_long_a_changeover_takes(
    app, organiser
):
    with app.app_context():
        hall = db.session.query(Session).filter_by(code="A").one().hall.code
    place, facts = f"/en/summit/desk/halls/{hall}", "/en/summit/desk/forum/facts"

    organiser.post(place, as_shown(organiser.get(place)) | {"holds_several": "y"})
    organiser.post(facts, as_shown(organiser.get(facts)) | {"changeover_minutes": "15"})

    with app.app_context():
        session = db.session.query(Session).filter_by(code="A").one()
        assert session.hall.holds_several
        assert session.forum.changeover_minutes == 15

"""The organiser plans sessions and releases them, without a database."""

import pytest

from forum_app.db import db
from forum_app.models import ReleasedSession, Session

from ..programme.test_public_pages import words_of
from .forms import acts, as_shown, edits, edits_release, row


def test_a_session_is_planned_released_moved_and_cancelled_without_a_database(
    app, browser, desk, there, hall_code
):
    new = {"code": "W9", "title_vi": "Nước", "title_en": "Water", "hall": hall_code}
    when = {"starts_wall": "2030-06-01T15:00", "ends_wall": "2030-06-01T16:00"}
    seats = {"hall_seats": "5", "online_seats": "", "at_points": "y", "languages": "vi, EN"}
    unknown = edits(desk, "/programme/new", **new, **when, **seats, after="W77")
    assert (unknown.status_code, "W77" in unknown.text) == (422, True)
    made = edits(desk, "/programme/new", **new, **when, **seats, after="W1")
    public = f"/en/{there.slug}/sessions/W9"
    assert (made.status_code, browser().get(public).status_code) == (303, 404)

    released = edits_release(desk, note_en="Water is new")

    seen = words_of(browser().get(public).text)
    assert "Comes after: W1" in words_of(desk.get("/programme/W9/happened").text)
    assert released.status_code == 303
    assert "In the hall 5 seats left At a point 30 seats left" in seen
    assert row(app, ReleasedSession, code="W9").languages == ["vi", "en"]

    moved = edits(desk, "/programme/W9", starts_wall="2030-06-01T15:30", cancelled="y")

    assert moved.status_code == 303
    assert "not released yet" in words_of(desk.get("/programme").text)
    edits_release(desk)
    assert "W9 Water : cancelled" in words_of(browser().get(f"/en/{there.slug}/banner").text)
    assert acts(app, "session") == ["programme.plan_session", "programme.cancel_session"]


def test_halls_are_named_in_the_language_of_the_page_and_of_the_trail(desk, hall_code):
    edits(desk, f"/halls/{hall_code}", name_vi="Phòng Sen", name_en="Lotus room")
    edits(desk, "/halls/new", code="H9", name_vi="Phòng Đào", name_en="Peach room", seats="9")

    form = desk.get("/programme/W1").text
    edits(desk, "/programme/W1", hall="H9")

    assert f">{hall_code} Lotus room</option>" in form
    assert "Phòng Sen" not in form
    assert f"Hall {hall_code} → H9" in words_of(desk.get("/programme/W1/happened").text)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"ends_wall": "2030-06-01T08:30"}, "A session must begin before it ends."),
        ({"starts_wall": "yesterday"}, "Please write day and hour"),
        ({"starts_wall": "0001-01-01T00:00"}, "Please write day and hour"),
        ({"starts_wall": "9999-12-31T23:00"}, "Please write day and hour"),
        ({"languages": "vi, klingon"}, "“klingon” is not a language"),
        ({"hall": "elsewhere"}, "Not a valid choice."),
    ],
)
def test_a_session_that_cannot_be_stays_as_it_was(app, desk, typed, told):
    answer = edits(desk, "/programme/W1", title_en="Typed", **typed)

    assert (answer.status_code, told in answer.text) == (422, True)
    assert 'value="Typed"' in answer.text
    assert row(app, Session, code="W1").version == 1


def test_of_two_organisers_on_one_session_the_later_sees_both(app, desk):
    seen = as_shown(desk.get("/programme/W1"))
    desk.post("/programme/W1", seen | {"title_en": "Theirs"})
    late = desk.post("/programme/W1", seen | {"title_en": "Mine"})

    assert late.status_code == 409
    assert "en: Theirs" in late.text
    assert 'value="Mine"' in late.text
    assert row(app, Session, code="W1").title.said_in("en") == "Theirs"


def test_a_title_that_was_changed_is_no_longer_on_record(app, desk):
    with app.app_context():
        db.session.query(Session).update({"title_documented": ["vi", "en"]})
        db.session.commit()

    edits(desk, "/programme/W1", title_en="Another")

    assert row(app, Session, code="W1").title_documented == ["vi"]


def test_a_release_that_another_overtook_waits_for_a_second_look(app, desk):
    seen = as_shown(desk.get("/programme/review"))
    desk.post("/programme/review", seen)
    late = desk.post("/programme/review", seen | {"note_en": "Kept"})

    assert late.status_code == 409
    assert "is there already" in late.text
    assert 'value="Kept"' in late.text

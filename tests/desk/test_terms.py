"""When people register, as what, and what they agree to: set at the desk."""

from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Category, ConsentWording, Terms

from .forms import as_shown, edits, row


def test_registration_opens_and_closes_by_the_clocks_of_the_forum(app, desk, there):
    seen = as_shown(desk.get("/registration"))
    answer = desk.post(
        "/registration", seen | {"closes": "2030-05-30T17:00", "confirm_hours": "48"}
    )
    late = desk.post("/registration", seen | {"confirm_hours": "12"})
    backwards = edits(desk, "/registration", opens="2030-05-31T17:00")

    terms = row(app, Terms, forum_id=there.forum_id)
    assert (answer.status_code, late.status_code, backwards.status_code) == (303, 409, 422)
    assert (f"{terms.closes_at:%H:%M}", terms.confirm_hours) == ("10:00", 48)
    assert "Registration must open before it closes." in backwards.text


def test_a_quota_below_what_is_taken_takes_nothing_from_anybody(app, desk, there):
    answer = edits(desk, "/categories/delegate", quota="1")

    category = row(app, Category, code="delegate", forum_id=there.forum_id)
    assert answer.status_code == 303
    assert (category.quota, category.taken, category.over) == (1, 5, 4)
    assert edits(desk, "/categories/new", code="vip", name_en="Guest").status_code == 303
    assert row(app, Category, code="vip").is_public


def test_a_new_wording_is_a_new_row_and_the_old_one_is_kept(app, desk, there):
    seen = as_shown(desk.get("/consents/processing"))
    answer = desk.post("/consents/processing", seen | {"sentence_en": "I agree, again."})
    late = desk.post("/consents/processing", seen | {"sentence_en": "I agree, too."})

    assert (answer.status_code, late.status_code) == (303, 409)
    with app.app_context():
        asked = select(ConsentWording).filter_by(purpose="processing", forum_id=there.forum_id)
        old, new = db.session.scalars(asked.order_by(ConsentWording.version)).all()
        assert (old.version, new.version, new.required) == (1, 2, True)
        assert old.sentence.said_in("en") == "I agree."
        assert (old.retired_at is None, new.retired_at) == (False, None)

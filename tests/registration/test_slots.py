"""What registration adds to the public pages below it."""

from datetime import datetime

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Terms

from .pages import filled


@pytest.fixture
def queued(browser, there):
    """W1 is full in the hall, and somebody waits."""
    browser().post(there.form, filled())
    browser().post(there.form, filled(email="b@example.org", way_W1="hall-wait+online"))


@pytest.mark.parametrize("page", ["schedule", "sessions/W1", "seats", "sessions/W1/seats"])
def test_the_public_pages_tell_how_many_wait_for_a_full_session(browser, there, queued, page):
    assert "Full · 1 waiting" in browser().get(f"/en/{there.slug}/{page}").text
    assert "Hết chỗ · 1 người đang chờ" in browser().get(f"/vi/{there.slug}/{page}").text


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (None, None, None),
        (2020, None, None),
        (2099, None, "Registration opens: 12:00 Thursday, 1 January 2099 (UTC+7)."),
        (None, 2099, "Registration is open until 12:00 Thursday, 1 January 2099 (UTC+7)."),
        (None, 2020, "Registration closed: 12:00 Wednesday, 1 January 2020 (UTC+7)."),
    ],
)
def test_the_first_page_tells_when_registration_opens_or_closes(
    app, browser, there, opens, closes, told
):
    open_between(app, opens, closes)

    seen = browser().get(f"/en/{there.slug}/").text

    assert told in seen if told else "egistration " not in seen.split('id="ways"')[0]


@pytest.mark.parametrize("page", ["", "schedule", "sessions/W1", "points", "points/SIN"])
@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        (2099, None, "Registration opens: 12:00 Thursday, 1 January 2099 (UTC+7)."),
        (None, 2020, "Registration closed: 12:00 Wednesday, 1 January 2020 (UTC+7)."),
    ],
)
def test_while_nobody_registers_no_page_asks_to(app, browser, there, page, opens, closes, told):
    button = f'class="button main" href="/en/{there.slug}/register"'
    before = browser().get(f"/en/{there.slug}/{page}").text
    open_between(app, opens, closes)

    seen = browser().get(f"/en/{there.slug}/{page}").text

    assert (button in before, button in seen) == (True, False)
    assert seen.count(told) == 1


def open_between(app, opens, closes):
    """Noon of the first of January of these years; None for no limit."""
    with app.app_context():
        terms = db.session.scalars(select(Terms)).one()
        terms.opens_wall, terms.closes_wall = (
            year and datetime.fromisoformat(f"{year}-01-01T12:00") for year in (opens, closes)
        )
        db.session.commit()

"""What the page that changes sessions is told, and tells: full points, cancelled sessions."""

import re

from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Forum, Session

from ..builders import NOW, release
from .applications import at_point, hall
from .test_change_page import registers as registers

SIN = [at_point("W1", "SIN")]


def test_the_polled_fragment_names_the_full_points_and_the_page_ones_own(browser, registers):
    anh = registers(*SIN)

    page = browser().get(anh.page).text
    fragment = browser().get(f"{anh.page.split('/registration/')[0]}/register/seats").text

    assert '<span id="full-W1" hidden></span>' in page  # one's own seat is not full to oneself
    assert re.search(r'<select id="point_W1"[^>]* data-mine="SIN"', page)
    assert '<span id="full-W1" hidden><i data-point="SIN"> · Full</i></span>' in fragment
    assert '<span id="full-P1" hidden></span>' in fragment


def test_a_chosen_session_that_was_cancelled_is_named_though_nothing_can_be_chosen(
    app, browser, registers
):
    anh = registers(hall("W1"), hall("P1"))
    before = browser().get(anh.page).text
    with app.app_context():
        forum = db.session.scalars(select(Forum)).one()
        db.session.scalars(select(Session).filter_by(code="W1")).one().cancelled_at = NOW
        release(forum, number=2)
        db.session.commit()

    page = browser().get(anh.page).text
    own = browser().get(anh.page.removesuffix("/sessions")).text

    assert "Cancelled by the organisers" not in before
    told = page.split("Cancelled by the organisers")[1].split("</ul>")[0]
    assert ("W1" in told, "P1" in told) == (True, False)
    assert "it does not take place, and there is nothing to do" in own

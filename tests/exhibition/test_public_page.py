"""The exhibition before booking opens."""

import pytest

from forum_app.db import db

from ..builders import a_forum


@pytest.fixture
def summit(app):
    with app.app_context():
        forum = a_forum(slug="summit", figures={"exhibiting_units": 35})
        db.session.commit()
        return forum.slug


def test_only_what_is_on_record_is_told_of_the_exhibitors(browser, summit):
    page = browser().get(f"/en/{summit}/exhibition").text

    assert "35 units exhibited: localities and enterprises." in page
    assert "nobody is named here" in page


def test_a_forum_without_figures_has_the_page_too(browser, app):
    with app.app_context():
        a_forum(slug="new")
        db.session.commit()

    page = browser().get("/vi/new/exhibition").text

    assert "Gian triển lãm" in page
    assert "đơn vị tham gia" not in page

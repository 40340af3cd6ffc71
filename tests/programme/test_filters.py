"""Finding sessions: by point and language too, alone with the form, whatever is typed."""

import gzip
import re
from pathlib import Path

import pytest

from forum_app.commands.model_case import SLUG, make_model_case
from forum_app.db import db
from forum_app.models import Forum, ReleasedSession, Session
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_session, release
from .test_public_pages import change, words_of

DIST = Path(__file__).parents[2] / "static" / "dist"
UNREAD = "This search could not be read, so all sessions are shown."
BUDGET = 60 * 1024  # DESIGN, section 6: HTML, style and script of the schedule, compressed


def shown(page):
    return set(re.findall(r'<span class="code">(\w+)</span> <span>', page.partition("<h1>")[2]))


def heard_in(app, site, **languages):
    def say():
        for code, spoken in languages.items():
            db.session.query(Session).filter_by(code=code).one().languages = spoken
        forum = db.session.get(Forum, site.forum_id)
        release_programme(forum, note=None, by=None, now=NOW)

    change(app, say)


def test_sessions_are_found_by_the_point_at_which_one_attends(browser, site):
    assert shown(browser().get(site.url + "/schedule?point=SIN").text) == {"W1"}
    assert shown(browser().get(site.url + "/schedule?point=WAS").text) == {"W1", "P1"}


def test_sessions_in_other_languages_are_folded_and_not_lost(app, browser, site):
    heard_in(app, site, W1=["en"], P1=["vi"])

    page = browser().get(site.url + "/schedule?language=en").text
    above, _, below = page.partition("In other languages: 1 session")

    assert shown(above) == {"W1"}  # B1, a break, says no language and is shown too
    assert "P1" in below
    assert "Break" not in below


def test_what_only_others_speak_is_open_where_nothing_else_is_left(app, browser, site):
    heard_in(app, site, P1=["vi"], W1=["en"])

    page = browser().get(site.url + "/schedule?language=en&kind=plenary").text

    assert '<details class="earlier" open>' in page
    assert shown(page) == {"P1"}


@pytest.mark.parametrize(
    "asked",
    [
        "hall=nowhere",
        "kind=party",
        "point=ZZZ",
        "language=xx",
        "q=%00",
        "q=" + "a" * 10_000,
        "hall=%00",
        "q=a%E2%80%AEb",
        "hall=HX",
        "point=PX",
    ],
)
def test_a_filter_that_cannot_be_leads_to_all_sessions_and_says_so(app, browser, site, asked):
    def elsewhere():
        other = a_forum(slug="other")
        session = a_session(other, code="X1")
        session.hall.code = "HX"
        release(other)

    change(app, elsewhere)
    answer = browser().get(f"{site.url}/schedule?{asked}")

    assert answer.status_code == 200
    assert UNREAD in answer.text
    assert shown(answer.text) == {"W1", "P1"}


def test_a_search_that_could_be_read_says_nothing_of_the_kind(browser, site):
    assert UNREAD not in browser().get(site.url + "/schedule?q=plenary").text


def test_a_release_keeps_the_languages_it_was_made_with(app, browser, site):
    heard_in(app, site, W1=["en"])
    change(app, lambda: setattr(db.session.get(Session, site.w1), "languages", ["vi"]))

    with app.app_context():
        latest = db.session.query(ReleasedSession).filter_by(code="W1").all()[-1]
        assert latest.languages == ["en"]


def test_the_schedule_weighs_what_a_bad_line_can_carry(app, browser):
    change(app, lambda: make_model_case(now=NOW))

    for lang in ("vi", "en"):
        page = browser().get(f"/{lang}/{SLUG}/schedule").text
        files = re.findall(r'/static/([\w.-]+\.(?:css|js))"', page)
        parts = [page.encode(), *((DIST / name).read_bytes() for name in files)]

        assert len(files) >= 2
        assert sum(len(gzip.compress(part)) for part in parts) <= BUDGET
    assert words_of(page)

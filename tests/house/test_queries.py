"""How many questions each public page asks the database, with the rows of the model case.

A page never asks more than 8; the number of each page of the programme is stated here, so that a
question asked once per row is seen at once.
"""

import pytest
from sqlalchemy import event

from forum_app.access import guard_of
from forum_app.commands.model_case import SLUG, make_model_case
from forum_app.db import db
from forum_app.programme.queries import speakers_of

from ..builders import NOW
from .doors import ANYONE

MOST = 8
ASKED = {  # endpoint -> questions; of each page, one is the banner's
    "forums.show_page": 3,
    "forums.show_banner": 2,
    "programme.show_start": 1,
    "programme.show_start_in": 1,
    "programme.show_home": 7,
    "programme.show_schedule": 8,
    "programme.show_session": 8,
    "programme.show_now": 2,
    "programme.show_changelogs": 4,
    "programme.show_changelog": 4,
    "programme.show_seats": 3,
    "programme.show_session_seats": 3,
    "programme.show_speakers": 5,
    "programme.show_speaker": 5,
    "programme.show_points": 7,
    "programme.show_point": 7,
    "exhibition.show_exhibition": 8,
    "exhibition.show_plan": 7,
    "exhibition.show_booth": 8,
    "exhibition.show_exhibitor": 4,
}
CODES = {"points": "SIN", "booths": "B5"}  # part of an address -> what stands behind it
EXHIBITOR = "den-long-so"
FILES = ("programme.show_photo", "programme.show_slides")
NOT_OF_A_FORUM = "operations.", "live.", "post.", "api"


@pytest.fixture
def public_pages(app):
    """endpoint -> the address of each page that anybody may look at."""
    with app.app_context():
        forum = make_model_case(now=NOW)
        db.session.commit()
        speaker = speakers_of(forum).speakers[0].person
        names = {"lang": "vi", "forum_slug": SLUG, "slug": speaker.slug, "page_slug": "privacy"}
        names |= {"number": 1}
    pages = {}
    for rule in app.url_map.iter_rules():
        shown = "GET" in rule.methods and guard_of(app.view_functions[rule.endpoint]) == ANYONE
        if shown and not rule.endpoint.startswith((*NOT_OF_A_FORUM, *FILES)):
            code = next((x for path, x in CODES.items() if path in rule.rule), "P1")
            named = names | {"code": code}
            named |= {"slug": EXHIBITOR} if "exhibitors" in rule.rule else {}
            pages[rule.endpoint] = rule.build(named)[1]
    return pages


@pytest.fixture
def questions(app):
    """The statements that the application sends, as they are sent."""
    sent = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_no_public_page_asks_more_than_eight_questions(browser, public_pages, questions):
    found = {}
    for endpoint, address in public_pages.items():
        questions.clear()
        assert browser().get(address).status_code in (200, 302), endpoint
        found[endpoint] = sum("SELECT" in statement for statement in questions)

    assert {endpoint: n for endpoint, n in found.items() if n > MOST} == {}
    assert {endpoint: found[endpoint] for endpoint in ASKED} == ASKED

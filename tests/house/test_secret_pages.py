"""The secret pages of 35 points leave in a letter each, and stand nowhere else, whoever looks."""

import email
import email.policy
import itertools
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from forum_app import clock, seal, worker
from forum_app.broadcast.services.contacts import add_contact
from forum_app.db import db
from forum_app.desk.sheets import SHEETS
from forum_app.forums.queries import forum_at
from forum_app.models import Point, PointKey

from ..broadcast.test_pages_on_desk import PAGES
from ..builders import NOW, a_point
from . import test_knocks
from .at_points import CONTACT
from .doors import DOORS
from .test_knocks import GETS_IN, IN, VISITORS, doors_of

pytestmark = pytest.mark.same_rows

house = test_knocks.house
CODES = [f"X{n:02}" for n in range(35)]
LOOKERS = ["stranger", "somebody", "coordinator", "organiser", "organiser elsewhere", "machine"]


@pytest.fixture
def sent(app, house):
    """code -> the secret of its page. An organiser chose all 35, looked, and pressed."""
    with app.app_context():
        for code in CODES:
            of = {"part": "coordinator", "name": code, "email": f"{code.lower()}@example.org"}
            point = a_point(forum_at("here"), code=code)
            add_contact(point, CONTACT | of, actor="tests", now=NOW)
        db.session.commit()
    organiser = house.browser("organiser")
    review = organiser.post(f"{PAGES}/review", {"point": CODES})
    pressed = re.findall(r'name="point" value="([^"]+)"', review.text)
    answer = organiser.post(PAGES, {"point": pressed})
    shown = organiser.get(answer.headers["Location"])
    with app.app_context():
        asked = select(Point.code, PointKey.key_sealed).join(Point, Point.id == PointKey.point_id)
        keys = db.session.execute(asked.where(Point.code.in_(CODES))).all()
    secrets = {code: seal.opened(sealed) for code, sealed in keys}
    assert "35 letters are on their way." in shown.text
    assert len(set(secrets.values())) == 35
    for page in (review, answer, shown):
        assert found_in(page.text + str(page.headers), secrets) == []
    return secrets


def found_in(text, secrets):
    return [code for code, secret in secrets.items() if secret in text]


def test_no_page_and_no_file_says_one_to_whoever_looks(app, house, sent, caplog):
    caplog.set_level(logging.DEBUG)
    told, looked = {}, 0
    for who, endpoint in itertools.product(LOOKERS, DOORS):
        if GETS_IN[DOORS[endpoint]][who] != IN or endpoint == "live.show_versions":
            continue
        for rule, method in doors_of(app, endpoint):
            if method == "GET":
                looked += 1
                if found := found_in(_seen(house, who, house.address(rule)), sent):
                    told[who, endpoint] = found
    of_one = ("people-at-points/{}", "readiness/{}", "points/{}", "points/{}/happened")
    for page in (*(x.format(CODES[0]) for x in of_one), "people-at-points", "pages-of-points"):
        seen = _seen(house, "organiser", f"/en/here/desk/{page}")
        assert (CODES[0] in seen, found_in(seen, sent)) == (True, [])
    for what, kind in itertools.product(SHEETS, ("csv", "xlsx")):
        path = f"/en/here/desk/exports/{what}"
        file = house.browser("organiser").post(path, {"format": kind})
        assert found_in(file.get_data().decode("latin-1"), sent) == []

    assert looked > 300
    assert told == {}
    assert found_in(caplog.text, sent) == []


def _seen(house, who, there):
    _, token, where = VISITORS[who]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    given = {"headers": headers, "environ_base": where, "buffered": True}
    with house.browser(VISITORS[who][0]).client.get(there, **given) as answer:
        return answer.get_data().decode("utf-8", "replace") + str(answer.headers)


def test_each_letter_says_the_one_of_its_reader_and_no_other_file_or_log_any(
    app, house, sent, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    worker.run_once(app, clock.now())

    read = {}
    for path in (path for path in Path(tmp_path).rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix != ".eml":
            assert found_in(content.decode("latin-1"), sent) == [], path.name
            continue
        letter = email.message_from_bytes(content, policy=email.policy.default)
        said = "".join(part.get_content() for part in letter.walk() if _is_text(part))
        if found := found_in(said, sent):
            read[letter["To"]] = found
        assert found_in(str(letter["Subject"]), sent) == []
    assert read == {f"{code.lower()}@example.org": [code] for code in CODES}
    assert found_in(caplog.text, sent) == []


def _is_text(part):
    return part.get_content_maintype() == "text"

"""35 secrets are planted in lines; whoever looks wherever finds none of them.

What entitled people get by pressing in its time is in tests/registration/gate; a secret is shown
to organisers by a press alone, see tests/broadcast/test_desk.
"""

import itertools
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select, update

from forum_app import clock, worker
from forum_app.broadcast.models import Audience, Purpose
from forum_app.broadcast.rules.links import Secret, check
from forum_app.broadcast.services.links import edit_link
from forum_app.db import db
from forum_app.desk.sheets import SHEETS
from forum_app.forums.queries import forum_at
from forum_app.models import Delegate, Person, Point, Session
from forum_app.programme.models import ChannelKind
from forum_app.refusal import Refusal
from forum_app.registration.models import DelegateState, Place

from ..broadcast.lines import USUAL, a_line
from ..builders import NOW
from . import test_knocks
from .doors import DOORS
from .test_knocks import VISITORS, doors_of

pytestmark = pytest.mark.same_rows

house = test_knocks.house
SECRETS = [f"plantd{n:02}Zq" for n in range(35)]
STARTS = datetime(2030, 6, 1, 1, 30, tzinfo=UTC)  # of the session of `here`
ABOUT_LINES = ["registration.show_gate", "registration.show_gate_lines"]
ABOUT_LINES += ["registration.show_own_gate", "registration.show_own_gate_lines"]
ABOUT_LINES += ["programme.show_session", "broadcast.show_lines", "broadcast.show_line"]
WHENS = {  # how long after the session begins, and where is looked then
    "before": (timedelta(hours=-1), ABOUT_LINES),
    "inside": (timedelta(0), DOORS),
    "after": (timedelta(hours=9), ABOUT_LINES),
}
LOOKERS = [
    *("stranger", "somebody", "caller", "door", "exhibitor", "host", "organiser"),
    *("organiser elsewhere", "admin", "machine", "machine elsewhere"),
]


@pytest.fixture
def planted(app, house):
    """A line of every kind in both forums, changed once; "somebody" has a place online."""
    with app.app_context():
        left = iter(SECRETS)
        for slug in itertools.cycle(("here", "there")):
            if not _plant(forum_at(slug), left):
                break
        of_somebody = select(Person.id).where(Person.user_id == house.users["somebody"])
        mine = select(Delegate.id).where(Delegate.person_id.in_(of_somebody))
        _run(update(Delegate).where(Delegate.id.in_(mine)).values(state=DelegateState.CONFIRMED))
        session = db.session.scalars(select(Session).filter_by(code="W-here")).one()
        online = {"way": "online", "point_id": None}
        _run(update(Place).where(Place.session_id == session.id).values(**online))
        db.session.commit()
    return house


def _run(statement):
    db.session.execute(statement.execution_options(synchronize_session=False))


ENGLISH = {"language": "en", "channel_kind": ChannelKind.AUDIO}  # a channel of both sessions
KINDS = itertools.cycle(itertools.product(Purpose, Audience))


def _plant(forum, left):
    """Some lines of the next kinds; whether any secret was left."""
    session = db.session.scalars(select(Session).where(Session.forum_id == forum.id)).first()
    point = db.session.scalars(select(Point).where(Point.forum_id == forum.id)).first()
    for secret, (purpose, audience) in zip(left, itertools.islice(KINDS, 3), strict=False):
        kind = {"purpose": purpose, "audience": audience}
        kind |= ENGLISH if purpose is Purpose.INTERPRETATION else {}
        owner = {"session": session, "point": point if purpose is Purpose.CONTRIBUTE else None}
        wanted = USUAL | kind | {"session_id": session.id, "point_id": owner["point"] and point.id}
        try:
            check(wanted)
        except Refusal:
            wanted["audience"] = kind["audience"] = Audience.CREW
        line = a_line(forum, secret=f"old{secret}", label="planted", **owner, **kind)
        changed = wanted | {"address": f"https://meet.example.org/{line.id}", "label": "planted"}
        edit_link(line, changed, Secret(text=secret), seen=1, actor="tests", now=NOW)
    return bool(secret != SECRETS[-1])


def found_in(text):
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("when", WHENS)
def test_no_page_feed_file_or_answer_says_a_secret_whoever_looks(app, planted, caplog, when):
    caplog.set_level(logging.DEBUG)
    told, looked, offered = {}, 0, set()
    later, endpoints = WHENS[when]
    with time_machine.travel(STARTS + later, tick=True):
        browsers = {who: planted.browser(VISITORS[who][0]).client for who in LOOKERS}
        for who, endpoint in itertools.product(LOOKERS, endpoints):
            for rule, method in doors_of(app, endpoint):
                if method == "GET" and endpoint != "live.show_versions":
                    looked += 1
                    asks = ("", "?channel=en.audio") if "gate" in endpoint else ("",)
                    pages = [_seen(planted, browsers[who], who, rule, asked) for asked in asks]
                    if "English interpretation (audio)</a>" in pages[-1]:
                        offered.add(who)
                    if found := found_in("".join(pages)):
                        told[who, endpoint] = found
        for what in SHEETS:
            for kind in ("csv", "xlsx"):
                path = f"/en/here/desk/exports/{what}"
                sent = planted.browser("organiser").post(path, {"format": kind})
                assert found_in(sent.get_data().decode("latin-1")) == []
        worker.run_once(app, clock.now())

    assert looked >= len(LOOKERS) * len(ABOUT_LINES)
    assert (offered >= {"somebody"}) == (when != "after")
    assert told == {}
    assert found_in(caplog.text) == []


def _seen(house, client, who, rule, asked):
    _, token, where = VISITORS[who]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    there = house.address(rule) + asked
    with client.get(there, headers=headers, environ_base=where, buffered=True) as answer:
        return answer.get_data().decode("utf-8", "replace") + str(answer.headers)


def test_no_file_of_the_data_folder_says_one_either(app, planted, tmp_path):
    worker.run_once(app, clock.now())

    kept = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    assert {path for path in kept if found_in(path.read_bytes().decode("latin-1"))} == set()

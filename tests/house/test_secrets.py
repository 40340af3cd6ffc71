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
from forum_app.broadcast.rules.addresses import address_in
from forum_app.broadcast.rules.links import Secret, check
from forum_app.broadcast.rules.secrets import with_typed
from forum_app.broadcast.services.links import edit_link
from forum_app.db import db
from forum_app.desk.sheets import SHEETS
from forum_app.forums.queries import forum_at
from forum_app.models import Delegate, Link, Person, Point, Session
from forum_app.programme.models import ChannelKind
from forum_app.refusal import Refusal
from forum_app.registration.models import DelegateState, Place

from ..broadcast.lines import USUAL, a_line
from ..builders import NOW
from . import test_knocks
from .doors import DOORS
from .test_knocks import GETS_IN, IN, VISITORS, doors_of

pytestmark = pytest.mark.same_rows

house = test_knocks.house
SECRETS = [f"plantd{n:02}Zq" for n in range(35)]
STARTS = datetime(2030, 6, 1, 1, 30, tzinfo=UTC)  # of the session of `here`
ABOUT_LINES = ["registration.show_gate", "registration.show_gate_lines"]
ABOUT_LINES += ["registration.lead_to_gate"]
ABOUT_LINES += ["programme.show_session", "broadcast.show_lines", "broadcast.show_line"]
ABOUT_LINES += ["broadcast.show_point_desk", "broadcast.show_sheet_there"]
ABOUT_LINES += ["broadcast.show_key_desk", "broadcast.show_sheet_by_key"]
ABOUT_LINES += ["broadcast.show_lines_there", "broadcast.show_line_rows_there"]
ABOUT_LINES += ["broadcast.show_lines_by_key", "broadcast.show_line_rows_by_key"]
ABOUT_LINES += ["broadcast.show_line_happened"]
WHENS = {  # how long after the session begins, and where is looked then
    "before": (timedelta(hours=-1), ABOUT_LINES),
    "inside": (timedelta(0), DOORS),
    "after": (timedelta(hours=9), ABOUT_LINES),
}
LOOKERS = [
    *("stranger", "somebody", "caller", "door", "exhibitor", "host", "organiser"),
    *("organiser elsewhere", "admin", "machine", "machine elsewhere"),
]
WHERE_LET_IN = ["coordinator", "chair", "machine of another scope"]  # they look nowhere else
ADDRESSES = itertools.cycle(  # each as somebody may type it, and what they type beside it
    (
        ("https://meet.example.org/{n}?pwd={secret}", None),
        ("https://meet.example.org/{n}", "{secret}"),
        ("https://teams.microsoft.com/l/meetup-join/{secret}/0", None),
        ("https://{n}.webex.com/j.php?MTID=a{secret}", "{secret}"),
        ("rtmp://live.example.org/{n}/{secret}", None),
        ("srt://10.0.0.{n}:9000?streamid={secret}&passphrase=b{secret}", None),
        ("https://cdn.example.org/{n}/hdnts={secret}/live.m3u8", None),
        ("sip:8123456789.{secret}@zoomcrc.com", None),
        (
            "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F{n}"
            "%3Fpwd%3D{secret}",
            None,
        ),
    )
)


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
        at_point = purpose is Purpose.CONTRIBUTE or audience is Audience.CREW
        owner = {"session": session, "point": point if at_point else None}
        wanted = USUAL | kind | {"session_id": session.id, "point_id": owner["point"] and point.id}
        try:
            check(wanted)
        except Refusal:
            wanted["audience"] = kind["audience"] = Audience.CREW
        line = a_line(forum, secret=f"old{secret}", label="planted", **owner, **kind)
        address, kept = _typed(line.id, secret)
        changed = wanted | {"address": address, "label": "planted"}
        edit_link(line, changed, kept, seen=1, actor="tests", now=NOW)
    return bool(secret != SECRETS[-1])


def _typed(n, secret):
    """As the desk takes it apart."""
    address, beside = (x and x.format(n=n, secret=secret) for x in next(ADDRESSES))
    read = address_in(address)
    both = with_typed(read.secret, beside) if read.secret and beside else read.secret or beside
    return read.address, Secret(text=both, name=read.name)


def found_in(text):
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("when", WHENS)
def test_no_page_feed_file_or_answer_says_a_secret_whoever_looks(app, planted, caplog, when):
    caplog.set_level(logging.DEBUG)
    told, looked, offered = {}, 0, set()
    later, endpoints = WHENS[when]
    with time_machine.travel(STARTS + later, tick=True):
        looks = [*itertools.product(LOOKERS, endpoints), *_let_in(endpoints)]
        browsers = {who: planted.browser(VISITORS[who][0]).client for who, _ in looks}
        for who, endpoint in looks:
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


def _let_in(endpoints):
    for who, endpoint in itertools.product(WHERE_LET_IN, endpoints):
        if GETS_IN[DOORS[endpoint]][who] == IN:
            yield who, endpoint


def _seen(house, client, who, rule, asked):
    _, token, where = VISITORS[who]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    there = house.address(rule) + asked
    given = {"headers": headers, "environ_base": where, "buffered": True}
    with client.get(there, **given) as answer:
        seen = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
    if "/join/" not in (gate := answer.headers.get("Location", "")) or "/sign-in" in gate:
        return seen
    with client.get(gate, **given) as led:  # by one's own link: with the pass it left here
        return seen + led.get_data().decode("utf-8", "replace") + str(led.headers)


def test_no_file_of_the_data_folder_and_no_log_says_one_even_once_they_are_opened(
    app, planted, tmp_path, caplog
):
    """The database with its journal, letters and all: whatever a backup would take along."""
    caplog.set_level(logging.DEBUG)
    with app.app_context():
        here = (Link.forum_id == forum_at("here").id, Link.label == "planted")
        lines = db.session.scalars(select(Link.id).where(*here)).all()
    with time_machine.travel(STARTS, tick=True):
        somebody, organiser = planted.browser("somebody"), planted.browser("organiser")
        led = [somebody.post("/en/here/join/W-here", {"line": str(line)}) for line in lines]
        told = [organiser.post(f"/en/here/desk/lines/{line}/secret").text for line in lines]
        worker.run_once(app, clock.now())

    assert any(found_in(answer.headers.get("Location", "")) for answer in led)
    assert all(map(found_in, told))
    assert found_in(caplog.text) == []
    kept = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    assert {path for path in kept if found_in(path.read_bytes().decode("latin-1"))} == set()

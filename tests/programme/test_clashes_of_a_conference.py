"""The rules on the public programme of a real conference, where its file lies beside the house."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forum_app.programme.rules.clash_index import Clashes
from forum_app.programme.rules.planned import (
    Plan,
    PlannedAppearance,
    PlannedHall,
    PlannedSession,
    Span,
)

FILE = Path(__file__).parents[3] / "shared" / "data" / "schedules" / "debconf23.xml"


@pytest.fixture(scope="module")
def conference():
    """DebConf 23: 117 sessions in nine days in Kochi."""
    if not FILE.exists():
        pytest.skip(f"NOT RUN: {FILE} is not there")
    sessions = tuple(_session(event) for event in ElementTree.parse(FILE).iter("event"))
    return Plan(
        zone="Asia/Kolkata",
        first_day=date(2023, 9, 9),
        last_day=date(2023, 9, 18),
        halls={x.hall: PlannedHall(x.hall) for x in sessions},
        sessions=sessions,
    )


def _session(event):
    hours, minutes = map(int, event.findtext("duration").split(":"))
    starts = datetime.fromisoformat(event.findtext("date"))
    return PlannedSession(
        code=event.get("id"),
        kind="workshop",
        span=Span(starts, starts + timedelta(hours=hours, minutes=minutes)),
        hall=event.findtext("room"),
        appearances=tuple(
            PlannedAppearance(x.get("id"), x.text, "hall") for x in event.iter("person")
        ),
    )


def test_a_conference_that_took_place_has_the_clashes_that_it_had(conference):
    found = Counter(x.code for x in Clashes(conference).all())

    assert len(conference.sessions) == 117
    assert found == {}


def test_one_session_moved_onto_another_is_told_at_once(conference):
    index = Clashes(conference)
    one, other = conference.sessions[:2]
    moved = PlannedSession(code=one.code, kind=one.kind, span=other.span, hall=other.hall)

    assert [x.code for x in index.move(moved)] == ["hall_twice"]
    assert [x.sessions for x in index.all()] == [tuple(sorted((one.code, other.code)))]

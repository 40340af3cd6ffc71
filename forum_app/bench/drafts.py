"""A large draft for measuring: sessions in halls on days, with speakers, points and seats."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from .. import clock
from ..db import db
from ..forums.models import Forum, Person, Point, PointKind, PointType
from ..forums.rules import folded_words, sort_keys
from ..forums.services.founding import add_hall
from ..i18n import Words
from ..programme.models import Appearance, SeatCount, Session, SessionKind, Way
from ..text import folded, sort_key
from .grounds import DAY, ZONE, found_ground

HALLS, DAYS, POINTS = 35, 3, 35
SLUG = "bench-builder"
ZONES = (ZONE, "Asia/Yangon", "Europe/London", "America/New_York", "Asia/Tokyo")
TITLE = Words({"vi": "Phiên về đô thị thông minh", "en": "A session on smart cities"})


def fill_draft(many: int, draw: Random) -> None:
    """So many sessions one after the other in each hall, with speakers, some from points."""
    now = clock.now()
    forum = found_ground(SLUG, now=now)
    forum.last_day = DAY + timedelta(days=DAYS - 1)
    halls = [add_hall(forum, code=f"H{n}", name=TITLE, seats=100) for n in range(HALLS)]
    points = [a_point(forum, number) for number in range(POINTS)]
    people = [_person(forum, number, now) for number in range(many)]
    db.session.add_all([*points, *people])
    db.session.flush()
    sessions = [_session(forum, halls[n % HALLS].id, n, many) for n in range(many)]
    db.session.add_all(sessions)
    db.session.flush()
    seats = [_seats(session, point) for session in sessions for point in (None, *points)]
    db.session.execute(insert(SeatCount), seats)
    told = [_appearance(x, draw.choice(people), draw, points) for x in sessions for _ in range(2)]
    db.session.execute(
        insert(Appearance), list({(x["session_id"], x["person_id"]): x for x in told}.values())
    )


def _session(forum: Forum, hall_id: int, number: int, many: int) -> Session:
    """The next free half hour of its hall, from 07:30 on, as many on each day."""
    day, turn = divmod(number // HALLS, -(-many // (HALLS * DAYS)))
    begins = datetime.combine(DAY, datetime.min.time()) + timedelta(days=day, hours=7.5)
    starts = begins + timedelta(minutes=45 * turn)
    return Session(
        forum_id=forum.id,
        uuid=str(uuid4()),
        code=f"S{number}",
        kind=SessionKind.WORKSHOP,
        title=TITLE,
        hall_id=hall_id,
        zone=ZONE,
        starts_wall=starts,
        ends_wall=starts + timedelta(minutes=45),
        title_folded=folded_words(TITLE),
        title_sort=sort_keys(TITLE),
        documented=False,
        times_documented=False,
        title_documented=[],
    )


def a_point(forum: Forum, number: int) -> Point:
    """Not added yet."""
    name = f"Điểm {number}"
    return Point(
        forum_id=forum.id,
        uuid=str(uuid4()),
        code=f"P{number}",
        kind=PointKind.REGIONAL,
        type=PointType.PARTICIPATE,
        name=Words({"vi": name}),
        city=Words({"vi": name}),
        country="VN",
        zone=ZONES[number % len(ZONES)],
        latitude=16.0,
        longitude=108.0,
        seats=30,
        position=number,
        documented=False,
        name_folded=folded(name),
        name_sort=sort_keys(Words({"vi": name})),
    )


def _person(forum: Forum, number: int, now: datetime) -> Person:
    name = f"Nguyễn Văn {number}"
    return Person(
        forum_id=forum.id,
        uuid=str(uuid4()),
        name=name,
        country="VN",
        name_folded=folded(name),
        name_sort=sort_key(name),
        documented=False,
        created_at=now,
    )


def _seats(session: Session, point: Point | None) -> dict[str, Any]:
    ids = {"forum_id": session.forum_id, "session_id": session.id}
    return ids | {
        "way": Way.POINT if point else Way.HALL,
        "point_id": point and point.id,
        "seats": 20,
    }


def _appearance(
    session: Session, person: Person, draw: Random, points: Sequence[Point]
) -> dict[str, Any]:
    point = draw.choice(points) if draw.random() < 0.3 else None
    return {
        "forum_id": session.forum_id,
        "session_id": session.id,
        "person_id": person.id,
        "role": "speaker",
        "from_way": Way.POINT if point else Way.HALL,
        "point_id": point and point.id,
        "position": 1,
        "documented": False,
        "from_documented": False,
    }

"""Case `release`: a programme of a thousand sessions is released, every one moved, and told of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from threading import Event, Thread
from time import perf_counter
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select, update

from .. import clock
from ..commands.crowd import member_at
from ..db import db, longest_write, writing, written
from ..forums.models import Forum, Hall, Person
from ..forums.services.founding import add_hall
from ..i18n import Words
from ..jobs.models import Job, JobState
from ..jobs.tasks import do_next
from ..post.models import Message
from ..programme.models import (
    Appearance,
    AppearanceRole,
    SeatCount,
    Session,
    SessionKind,
    Talk,
    Way,
)
from ..programme.services.releases import freeze, prepare, release_programme
from ..programme.services.sessions import Offer, SessionPlan, offer_seats, plan_session
from ..registration.models import Category, Delegate, DelegateState, Place, PlaceState
from ..registration.services.founding import open_registration
from ..registration.services.moved import TEMPLATE
from ..text import folded, sort_key
from .desk import learn
from .grounds import DAY, forum_with, found_ground
from .reports import Lab, Report
from .stands import Server, Stand, a_stand, entered, served, status_of

HALLS, PER_DAY, PLACES_EACH = 35, 6, 2
SECONDS, WRITE = 5.0, 0.2
SLUG = "bench-release"
AT_ONCE = 1000  # rows of one INSERT


def release(lab: Lab) -> Report:
    """Every session half an hour later and in the next hall, half of them with fewer seats."""
    sessions, places = lab.many(1000, 40), lab.many(20_000, 400)
    report = Report("release", 1, f"{sessions} sessions, {places} places, every session moved")
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            _make(sessions, places)
        with served(stand, 1) as server:
            write = _release(report, stand, server)
        with entered(stand):
            _tell(report, write)
    return report


def _release(report: Report, stand: Stand, server: Server) -> float:
    """The longest write. The jobs are due later: the worker of the server leaves them to us."""
    path = f"/api/v1/forums/{SLUG}/sessions?limit=20"
    usual = median(_seconds(server.port, path) for _ in range(10))
    told: dict[str, Any] = {"note": None, "by": None, "now": _later(), "write": True}
    with entered(stand):
        longest_write["seconds"] = 0.0
        with _reader(server.port, path) as answers:
            began = perf_counter()
            ready = prepare(forum_with(SLUG))
            made_ready = perf_counter() - began
            written(lambda: freeze(forum_with(SLUG), ready, **told).number)
            whole = perf_counter() - began
    said = f"{whole:.2f} s, of which {made_ready:.2f} s before the transaction"
    report.judge("the whole release", said, f"under {SECONDS:.0f} s", whole < SECONDS)
    slowest = f"{max(answers) * 1000:.0f} ms of {len(answers)}; usually {usual * 1000:.0f} ms"
    report.tell("a reader of the released sessions meanwhile, slowest", slowest)
    return longest_write["seconds"]


def _later() -> datetime:
    return clock.now() + timedelta(hours=1)


def _tell(report: Report, write: float) -> None:
    """All jobs, one after the other: the letters, and seats that rise."""
    began, longest_write["seconds"] = perf_counter(), 0.0
    while do_next(_later()):
        pass
    took, longest = perf_counter() - began, longest_write["seconds"]
    dead = db.session.scalar(select(func.count()).where(Job.state == JobState.DEAD))
    letters = db.session.scalar(select(func.count()).where(Message.template == TEMPLATE))
    report.tell("letters written by the jobs", f"{letters} in {took:.1f} s, and seats that rise")
    report.judge("jobs given up", dead, "0", dead == 0)
    said = f"{write * 1000:.0f} ms; of the jobs {longest * 1000:.0f} ms"
    most = f"under {WRITE * 1000:.0f} ms"
    report.judge("longest write of the release", said, most, max(write, longest) < WRITE)
    untrue = _untrue()
    report.judge("seats that are not as counted, or oversold", untrue, "0", untrue == 0)


@contextmanager
def _reader(port: int, path: str) -> Iterator[list[float]]:
    """Somebody who asks again and again; the seconds of each answer."""
    over, answers = Event(), [_seconds(port, path)]

    def read() -> None:
        while not over.is_set():
            answers.append(_seconds(port, path))

    reader = Thread(target=read)
    reader.start()
    try:
        yield answers
    finally:
        over.set()
        reader.join()


def _seconds(port: int, path: str) -> float:
    began = perf_counter()
    status = status_of(port, path)
    if status != 200:
        raise RuntimeError(f"{path} answers {status}")
    return perf_counter() - began


def _untrue() -> int:
    """Seat counts that are not what places say, or above what may be taken."""
    held = select(func.count()).where(
        Place.seat_count_id == SeatCount.id, Place.state == PlaceState.CONFIRMED
    )
    wrong = SeatCount.taken != held.correlate(SeatCount).scalar_subquery()
    over = SeatCount.taken > SeatCount.seats + SeatCount.over
    asked = select(func.count()).select_from(SeatCount).where(wrong | over)
    return int(db.session.scalar(asked) or 0)


def _make(sessions: int, places: int) -> None:
    now = clock.now()
    with writing():
        forum = found_ground(SLUG, now=now)
        forum.last_day = DAY + timedelta(days=sessions // HALLS // PER_DAY + 1)
        open_registration(forum, now=now)
        halls = [
            add_hall(forum, code=f"H{n}", name=_words(f"Hall {n}"), seats=100 - 50 * (n % 2))
            for n in range(HALLS)
        ]
        planned = [_planned(forum, halls, number) for number in range(sessions)]
        _speakers(forum, planned, now)
        release_programme(forum, note=None, by=None, now=now)
        _people(forum, planned, places, now)
    with writing():
        _move(forum_with(SLUG))
    learn()


def _words(text: str) -> Words:
    return Words({"vi": text, "en": text})


def _planned(forum: Forum, halls: list[Hall], number: int) -> Session:
    slot, hall = number // HALLS, halls[number % HALLS]
    day, hour = divmod(slot, PER_DAY)
    starts = datetime.combine(DAY, datetime.min.time()) + timedelta(days=day, hours=8 + 2 * hour)
    plan = SessionPlan(
        code=f"S{number}",
        kind=SessionKind.WORKSHOP,
        title=_words(f"Session {number}"),
        starts=starts,
        ends=starts + timedelta(minutes=80),
    )
    session = plan_session(forum, hall, plan)
    offer_seats(session, [Offer(way=Way.HALL, seats=hall.seats)])
    return session


def _speakers(forum: Forum, planned: list[Session], now: datetime) -> None:
    """A talk and its speaker in each."""
    of = {"forum_id": forum.id}
    people = [_person(forum.id, number, now) for number in range(len(planned))]
    added = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = db.session.scalars(added, people).all()
    talks = [
        of
        | {"uuid": str(uuid4()), "session_id": x.id, "position": 1}
        | {"title": x.title, "minutes": 30}
        for x in planned
    ]
    made = insert(Talk).returning(Talk.id, sort_by_parameter_order=True)
    talk_ids = db.session.scalars(made, talks).all()
    rows = [
        of
        | {"session_id": session.id, "person_id": person, "talk_id": talk}
        | {"role": AppearanceRole.SPEAKER, "from_way": Way.HALL, "point_id": None}
        | {"position": 1, "confirmed_at": now, "documented": False, "from_documented": False}
        for session, person, talk in zip(planned, ids, talk_ids, strict=True)
    ]
    db.session.execute(insert(Appearance), rows)


def _person(forum_id: int, number: int, now: datetime) -> dict[str, Any]:
    member = member_at(number + 1, {}, frozenset())
    return {
        "forum_id": forum_id,
        "uuid": str(uuid4()),
        "name": member.name,
        "email": member.email,
        "country": member.country,
        "name_folded": folded(member.name),
        "name_sort": sort_key(member.name),
        "documented": False,
        "created_at": now,
    }


def _people(forum: Forum, planned: list[Session], places: int, now: datetime) -> None:
    """So many places, some for each; as rows, not by the rules, to be quick."""
    category = db.session.scalars(select(Category.id).filter_by(forum_id=forum.id)).first()
    counts = db.session.execute(
        select(SeatCount.id, SeatCount.session_id)
        .where(SeatCount.forum_id == forum.id)
        .order_by(SeatCount.id)
    ).all()
    many, first = places // PLACES_EACH, len(planned)
    for start in range(0, many, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, many))
        people = [_person(forum.id, first + number, now) for number in numbers]
        added = insert(Person).returning(Person.id, sort_by_parameter_order=True)
        ids = db.session.scalars(added, people).all()
        made = insert(Delegate).returning(Delegate.id, sort_by_parameter_order=True)
        rows = [_delegate(forum.id, person, category, now) for person in ids]
        delegates = db.session.scalars(made, rows).all()
        held = [
            _place(forum.id, delegate, counts[(PLACES_EACH * number + n) % len(counts)], now)
            for number, delegate in zip(numbers, delegates, strict=True)
            for n in range(PLACES_EACH)
        ]
        db.session.execute(insert(Place), held)
    taken = select(func.count()).where(Place.seat_count_id == SeatCount.id)
    counted = update(SeatCount).values(taken=taken.correlate(SeatCount).scalar_subquery())
    db.session.execute(counted.execution_options(synchronize_session=False))


def _delegate(forum_id: int, person_id: int, category: int | None, now: datetime) -> dict[str, Any]:
    return {
        "forum_id": forum_id,
        "uuid": str(uuid4()),
        "reference": f"R-{person_id}",
        "person_id": person_id,
        "category_id": category,
        "state": DelegateState.CONFIRMED,
        "lang": "vi",
        "answers": {},
        "link_hash": str(uuid4()),
        "link_sealed": "",
        "submitted_at": now,
        "confirmed_at": now,
    }


def _place(forum_id: int, delegate_id: int, count: Any, now: datetime) -> dict[str, Any]:
    return {
        "forum_id": forum_id,
        "delegate_id": delegate_id,
        "session_id": count.session_id,
        "seat_count_id": count.id,
        "way": Way.HALL,
        "point_id": None,
        "state": PlaceState.CONFIRMED,
        "taken_at": now,
    }


def _move(forum: Forum) -> None:
    halls = list(db.session.scalars(select(Hall).filter_by(forum_id=forum.id).order_by(Hall.id)))
    following = {x.id: halls[(n + 1) % len(halls)].id for n, x in enumerate(halls)}
    for session in db.session.scalars(select(Session).where(Session.forum_id == forum.id)):
        session.hall_id = following[session.hall_id]
        session.starts_wall += timedelta(minutes=30)
        session.ends_wall += timedelta(minutes=30)

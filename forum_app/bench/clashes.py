"""Case `clash`: one session of a large programme is moved, and its clashes are told anew."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from time import process_time

from ..programme.rules.clash_index import Clashes
from ..programme.rules.planned import (
    Plan,
    PlannedAppearance,
    PlannedHall,
    PlannedPoint,
    PlannedSeats,
    PlannedSession,
    Span,
)
from .reports import Lab, Report

MOST = 20  # milliseconds after one move
DAYS, HALLS, PERSONS = 3, 40, 1500
FIRST = date(2030, 6, 1)
ZONES = ("Asia/Ho_Chi_Minh", "Asia/Yangon", "Europe/London", "America/New_York", "Asia/Tokyo")


def clash(lab: Lab) -> Report:
    """Moves drawn at random, most of them into clashes; no database is asked.

    By the time of the processor: whatever else the machine does is no part of it.
    """
    many, moves = lab.many(1000, 100), lab.many(2000, 50)
    report = Report("clash", 1, f"{moves} moves in a programme of {many} sessions, {DAYS} days")
    draw = Random(lab.seed)
    plan = _plan(many, draw)
    began = process_time()
    index = Clashes(plan)
    whole = _milliseconds(began)
    found = len(index.all())
    took = sorted(_move(index, _moved(plan, draw)) for _ in range(moves))
    last = took[-max(1, moves // 100)]
    said = f"{last:.2f} ms (half of them {median(took):.2f} ms, the longest {took[-1]:.2f} ms)"
    report.judge("99 of 100 moves told within", said, f"under {MOST} ms", last < MOST)
    report.tell("the whole programme, once", f"{whole:.0f} ms, {found} clashes")
    return report


def _move(index: Clashes, session: PlannedSession) -> float:
    began = process_time()
    index.move(session)
    return _milliseconds(began)


def _milliseconds(began: float) -> float:
    return (process_time() - began) * 1000


def _plan(many: int, draw: Random) -> Plan:
    return Plan(
        zone=ZONES[0],
        first_day=FIRST,
        last_day=FIRST + timedelta(days=DAYS - 1),
        changeover_minutes=10,
        halls={x: PlannedHall(x) for x in _halls()},
        points={f"P{n}": PlannedPoint(f"P{n}", ZONES[n % len(ZONES)]) for n in range(35)},
        sessions=tuple(_session(f"S{n}", n, draw) for n in range(many)),
    )


def _halls() -> list[str]:
    return [f"H{n}" for n in range(HALLS)]


def _session(code: str, number: int, draw: Random) -> PlannedSession:
    return PlannedSession(
        code=code,
        kind="workshop",
        span=_span(draw),
        hall=draw.choice(_halls()),
        appearances=tuple(_appearance(draw) for _ in range(3)),
        seats=tuple(PlannedSeats("point", f"P{n}", 20, 5) for n in range(35)),
        after=(f"S{number - 7}",) if number % 10 == 9 else (),
    )


def _span(draw: Random) -> Span:
    day = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(days=draw.randrange(DAYS))
    starts = day + timedelta(minutes=15 * draw.randrange(4, 40))
    return Span(starts, starts + timedelta(minutes=draw.choice((30, 60, 90))))


def _appearance(draw: Random) -> PlannedAppearance:
    person, way = f"N{draw.randrange(PERSONS)}", draw.choice(("hall", "hall", "point", "online"))
    point = f"P{draw.randrange(35)}" if way == "point" else None
    return PlannedAppearance(person, person, way, point)


def _moved(plan: Plan, draw: Random) -> PlannedSession:
    number = draw.randrange(len(plan.sessions))
    return _session(plan.sessions[number].code, number, draw)

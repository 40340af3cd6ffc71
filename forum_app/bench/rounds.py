"""Case `rounds`: tests of 35 points are proposed in three rounds, across a change of the clocks."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import combinations
from random import Random
from time import process_time

from ..broadcast.rules.slots import Crew, PointAway, Proposed, Round, propose
from ..clock import instant_of
from ..programme.rules.planned import Span
from ..programme.rules.times import Comfort
from .reports import Lab, Report

MOST = 2.0  # seconds for all rounds together
VENUE = "Asia/Ho_Chi_Minh"
FIRST = date(2030, 10, 25)  # clocks go back in Europe on 27 October, in America on 3 November
ROUNDS = ((0, 3), (3, 3), (8, 3))  # days after FIRST, days long
ZONES = (
    *("Asia/Ho_Chi_Minh", "Asia/Yangon", "Asia/Bangkok", "Asia/Singapore", "Asia/Manila"),
    *("Asia/Jakarta", "Asia/Makassar", "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata"),
    *("Asia/Kathmandu", "Asia/Dubai", "Europe/Moscow", "Europe/Brussels", "Europe/London"),
    *("America/New_York", "America/Sao_Paulo", "Australia/Sydney", "Pacific/Auckland"),
    "Africa/Johannesburg",
)


def rounds(lab: Lab) -> Report:
    """Each round around all that the rounds before it booked; no database is asked."""
    many, crews = lab.many(35, 10), 4
    said = f"{many} points in {len(ZONES)} zones, {crews} crews, {len(ROUNDS)} rounds of 3 days"
    report = Report("rounds", 1, said)
    draw = Random(lab.seed)
    zones = [*ZONES, *(draw.choice(ZONES) for _ in range(many))][:many]
    began = process_time()
    booked, without = _propose_all(dict(enumerate(zones)), crews)
    took = process_time() - began
    report.judge("all proposed within", f"{took:.2f} s", f"under {MOST:.0f} s", took < MOST)
    wanted = many * len(ROUNDS)
    all_there = len(booked) == wanted and not without
    report.judge("tests proposed", len(booked), str(wanted), all_there)
    twice = _overlapping(booked)
    report.judge("overlaps of a crew or a point", twice, "0", twice == 0)
    hard = sum(slot.comfort is Comfort.HARD for slot in booked)
    report.judge("at hard local hours, each flagged", hard, "0", hard == 0)
    good = sum(slot.comfort is Comfort.GOOD for slot in booked)
    report.tell("at good local hours", f"{good} of {len(booked)}")
    return report


def _propose_all(zones: dict[int, str], crews: int) -> tuple[list[Proposed], list[str]]:
    booked: list[Proposed] = []
    without: list[str] = []
    for after, long in ROUNDS:
        by_point, by_crew = defaultdict(list), defaultdict(list)
        for slot in booked:
            by_point[slot.point].append(slot.span)
            by_crew[slot.crew].append(slot.span)
        points = [
            PointAway(f"P{n:02}", zone, tuple(by_point[f"P{n:02}"])) for n, zone in zones.items()
        ]
        there = [Crew(f"C{n}", tuple(by_crew[f"C{n}"])) for n in range(crews)]
        proposal = propose(points, there, _round(after, long))
        booked += proposal.slots
        without += proposal.without
    return booked, without


def _round(after: int, long: int) -> Round:
    """Crews work from 07:00 to 22:00 at the venue."""
    days = (FIRST + timedelta(days=after + n) for n in range(long))
    walls = ([datetime.combine(day, time(hour)) for hour in (7, 22)] for day in days)
    hours = tuple(Span(*(instant_of(at, VENUE) for at in wall)) for wall in walls)
    return Round(timedelta(minutes=45), hours)


def _overlapping(booked: list[Proposed]) -> int:
    return sum(
        one.span.overlaps(other.span) and (one.crew == other.crew or one.point == other.point)
        for one, other in combinations(booked, 2)
    )

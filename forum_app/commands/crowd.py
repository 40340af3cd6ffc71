"""An invented crowd: who its n-th member is, and where they sit. No database, no clock.

A member follows from their number alone, so a larger crowd begins with the smaller one. Names are
put together from `data/crowd.json`, never copied from people; addresses are at example.org.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ..programme.models import Way
from ..registration.rules import Choice
from ..text import folded

FILE = Path(__file__).parents[1] / "data" / "crowd.json"
DOMAIN = "example.org"  # reserved for examples: RFC 2606, section 3
IN_SCRIPT = 0.25  # of those whose language has a script of its own; the others write in Latin
KEPT_FREE = {Way.HALL: 10, Way.POINT: 1, Way.ONLINE: 0}  # seats left to people who try it out
# How members wish to attend: weights of hall, point, online. From abroad, about 60 came in person.
AT_HOME, FROM_ABROAD = (45, 20, 35), (8, 52, 40)
SESSIONS = ((True, True), (True, False), (False, True))  # plenary? workshop?
SESSION_WEIGHTS = (75, 15, 10)
OPTIONAL_CONSENTS = {"recording": 0.7, "list": 0.8, "news": 0.5}

Seats = tuple[str, Way, str | None]  # session, way, point


@dataclass(frozen=True, kw_only=True)
class Member:
    number: int
    name: str
    email: str
    country: str  # ISO 3166-1 alpha-2
    organisation: str
    lang: str
    category: str | None  # a code; None: the default
    consents: tuple[str, ...]
    way: Way  # wished for
    point: str | None  # wished for, where the way is a point
    plenary: bool
    workshop: int | None  # which one wished for, counted from 0 and round and round


def member_at(number: int, points: Mapping[str, Sequence[str]], avoid: frozenset[str]) -> Member:
    """The member with this number, 1 or more, as ever.

    points: country -> codes of points there. avoid: folded names that nobody may have.
    """
    draw = Random(f"crowd of 2020, member {number}")
    countries = _data()["countries"]
    country = draw.choices(list(countries), [said["weight"] for said in countries.values()])[0]
    said = countries[country]
    latin, name = _name(draw, said, avoid | _avoided())
    way, point = _wish(draw, country, points)
    plenary, workshop = draw.choices(SESSIONS, SESSION_WEIGHTS)[0]
    return Member(
        number=number,
        name=name,
        email=f"{_local_part(latin)}.{number}@{DOMAIN}",
        country=country,
        organisation=draw.choice(said["organisations"]).format(place=draw.choice(said["places"])),
        lang=said["lang"],
        category=_category(number),
        consents=("processing", *(x for x, p in OPTIONAL_CONSENTS.items() if draw.random() < p)),
        way=way,
        point=point,
        plenary=plenary,
        workshop=draw.randrange(1000) if workshop else None,
    )


def choices_of(
    member: Member, plenaries: Sequence[str], workshops: Sequence[str], free: dict[Seats, int]
) -> tuple[Choice, ...]:
    """What the member chooses where so many seats are `free`; each seat chosen is taken off.

    Who finds no seat the way they wish attends online; who finds none there leaves the session.
    At a point people choose among the workshops that it has seats for, where there are any.
    """
    sessions = list(plenaries) if member.plenary else []
    there = [code for code in workshops if (code, member.way, member.point) in free]
    if member.workshop is not None and (shown := there or workshops):
        sessions.append(shown[member.workshop % len(shown)])
    chosen = (_choice(session, member, free) for session in sessions)
    return tuple(choice for choice in chosen if choice)


def _choice(session: str, member: Member, free: dict[Seats, int]) -> Choice | None:
    for way, point in ((member.way, member.point), (Way.ONLINE, None)):
        seats = (session, way, point)
        if free.get(seats, 0) > KEPT_FREE[way]:
            free[seats] -= 1
            return Choice(session=session, way=way, point=point)
    return None


def _name(draw: Random, said: Mapping[str, Any], avoid: frozenset[str]) -> tuple[str, str]:
    """(name in Latin letters, name as its owner writes it)."""
    while True:
        weights, forms = zip(*said["forms"], strict=True)
        form = draw.choices(forms, weights)[0]
        parts = {part: draw.choice(said["parts"][part]) for part in re.findall(r"{(\w+)}", form)}
        first = {part: x if isinstance(x, str) else x[0] for part, x in parts.items()}
        latin = form.format(**first)
        if folded(latin) not in avoid:
            break
    if draw.random() > IN_SCRIPT or any(isinstance(x, str) for x in parts.values()):
        return latin, latin
    second = {part: x[1] for part, x in parts.items()}
    return latin, form.replace(" ", said.get("joint", " ")).format(**second)


def _wish(
    draw: Random, country: str, points: Mapping[str, Sequence[str]]
) -> tuple[Way, str | None]:
    weights = AT_HOME if country == "VN" else FROM_ABROAD
    way = draw.choices((Way.HALL, Way.POINT, Way.ONLINE), weights)[0]
    near = points.get(country, ())
    if way is not Way.POINT or not near:
        return (Way.ONLINE if way is Way.POINT else way), None
    abroad = [code for codes in points.values() for code in codes if code not in near]
    far = country == "VN" and abroad and draw.random() < 0.3  # posted to another country
    return way, draw.choice(abroad if far else near)


def _category(number: int) -> str | None:
    """One of fifty writes for a newspaper, another one watches."""
    return {7: "press", 31: "observer"}.get(number % 50)


def _local_part(name: str) -> str:
    return re.sub(r"[^a-z]+", ".", folded(name)).strip(".")


@cache
def _data() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text()))


@cache
def _avoided() -> frozenset[str]:
    return frozenset(folded(name) for name in _data()["avoid"])

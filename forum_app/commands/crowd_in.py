"""Registers the invented crowd, by the same verb as everybody, in batches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from sqlalchemy import select

from .. import clock
from ..db import db, writing
from ..forums.models import Forum, Person, Point, PointKind
from ..forums.queries import forum_at
from ..programme.models import SessionKind
from ..programme.queries import released_sessions, seat_counts_of
from ..registration.models import Category
from ..registration.rules import CategoryFull, SessionFull
from ..registration.services.registrations import Application, register
from ..text import folded
from .crowd import DOMAIN, Member, Seats, choices_of, member_at
from .model_case import ACTOR, SLUG, records

BATCH_SECONDS = 0.08  # then the transaction ends: it lasts at most 0.2 s, one member included
TRIES = 5  # where others take seats at the same time


@dataclass
class House:
    """What the crowd is offered as a transaction begins."""

    forum: Forum
    plenaries: list[str]
    workshops: list[str]
    free: dict[Seats, int]
    categories: dict[str, int | None]  # code -> places left, None: any number


def register_crowd(total: int) -> int:
    """Register the first `total` members who are not there yet; how many that were. Commits.

    Fewer where no seat is left. Raises RegistrationClosed and the like as `register` does.
    """
    missing, added, failed = _missing(total), 0, 0
    while missing:
        try:
            with writing():
                done, seated = _register_some(missing, now=clock.now())
        except (SessionFull, CategoryFull):
            failed += 1
            if failed == TRIES:
                raise
            continue
        missing, added, failed = missing[done:], added + seated, 0
    return added


def _register_some(members: Iterable[Member], *, now: datetime) -> tuple[int, int]:
    """(how many of `members` were asked, how many found a seat) until the time is up."""
    began, house, asked, seated = perf_counter(), _house(), 0, 0
    for member in members:
        if asked and perf_counter() - began > BATCH_SECONDS:
            break
        asked += 1
        seated += _register(member, house, now=now)
    return asked, seated


def _register(member: Member, house: House, *, now: datetime) -> bool:
    choices = choices_of(member, house.plenaries, house.workshops, house.free)
    if not choices:
        return False
    application = Application(
        name=member.name,
        email=member.email,
        country=member.country,
        organisation=member.organisation,
        category=_category(member, house),
        choices=choices,
        consents=member.consents,
        lang=member.lang,
    )
    register(house.forum, application, actor=ACTOR, confirmed=True, posting=None, now=now)
    return True


def _category(member: Member, house: House) -> str | None:
    if member.category is None or member.category not in house.categories:
        return None
    left = house.categories[member.category]
    if left == 0:
        return None
    house.categories[member.category] = left and left - 1
    return member.category


def _missing(total: int) -> list[Member]:
    forum = _forum()
    there = set(
        db.session.scalars(
            select(Person.email).where(
                Person.forum_id == forum.id, Person.email.endswith(f"@{DOMAIN}")
            )
        )
    )
    points, avoid = _points(forum), frozenset(folded(x["name"]) for x in records()["speakers"])
    members = (member_at(number, points, avoid) for number in range(1, total + 1))
    return [member for member in members if member.email not in there]


def _points(forum: Forum) -> dict[str, list[str]]:
    """Country -> codes of the points there, not the central one."""
    asked = select(Point.country, Point.code).where(
        Point.forum_id == forum.id, Point.kind != PointKind.CENTRAL
    )
    found: dict[str, list[str]] = {}
    for country, code in db.session.execute(asked.order_by(Point.position)):
        found.setdefault(country, []).append(code)
    return found


def _house() -> House:
    forum = _forum()
    sessions = [s for s in released_sessions(forum) if not s.cancelled]
    codes = {session.session_id: session.code for session in sessions}
    free = {
        (codes[count.session_id], count.way, count.point.code if count.point else None): (
            count.seats - count.taken
        )
        for count in seat_counts_of(forum)
        if count.session_id in codes
    }
    categories = db.session.scalars(select(Category).where(Category.forum_id == forum.id))
    return House(
        forum=forum,
        plenaries=[s.code for s in sessions if s.kind is SessionKind.PLENARY],
        workshops=[s.code for s in sessions if s.kind is SessionKind.WORKSHOP],
        free=free,
        categories={c.code: None if c.quota is None else c.quota - c.taken for c in categories},
    )


def _forum() -> Forum:
    forum = forum_at(SLUG)
    if forum is None:
        raise RuntimeError(f"the forum {SLUG} is not there")
    return forum

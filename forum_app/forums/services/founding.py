"""A new forum, its halls and its points."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from ...db import db
from ...i18n import Words
from ...trail.services import Note, note
from .. import queries, rules
from ..models import Forum, Hall, Point, PointKind, PointType, Seating


@dataclass(frozen=True, kw_only=True)
class Charter:
    """What a forum is. Texts are cleaned; `slug`, `zone` and the days may be wrong.

    first_day, last_day: days of the venue, both included. figures: documented numbers alone.
    """

    slug: str
    name: Words
    short_name: Words | None = None  # None: the name
    theme: Words | None = None
    venue: Words
    city: Words
    hosts: tuple[Words, ...] = ()
    zone: str
    first_day: date
    last_day: date
    latitude: float | None = None
    longitude: float | None = None
    figures: dict[str, Any] | None = None
    contact_email: str | None = None
    documented: bool = False


def found_forum(charter: Charter, *, actor: str, now: datetime) -> Forum:
    """Make an empty forum: no halls, no points, nobody in it.

    Raises BadSlug or SlugOfTheSite, NoSuchZone, EndsBeforeItBegins or UnlikelyDays, SlugTaken.
    """
    rules.check_slug(charter.slug)
    zone = rules.zone_checked(charter.zone)
    rules.check_days(charter.first_day, charter.last_day)
    if queries.forum_at(charter.slug):
        raise rules.SlugTaken(slug=charter.slug)
    forum = Forum(
        uuid=str(uuid4()),
        slug=charter.slug,
        name=charter.name,
        short_name=charter.short_name or charter.name,
        theme=charter.theme,
        venue=charter.venue,
        city=charter.city,
        hosts=[dict(host.by_lang) for host in charter.hosts],
        zone=zone,
        first_day=charter.first_day,
        last_day=charter.last_day,
        latitude=charter.latitude,
        longitude=charter.longitude,
        figures=charter.figures or {},
        contact_email=charter.contact_email,
        documented=charter.documented,
    )
    db.session.add(forum)
    db.session.flush()
    _note_founding(forum, actor=actor, now=now)
    return forum


def _note_founding(forum: Forum, *, actor: str, now: datetime) -> None:
    facts = {"slug": forum.slug, "first_day": str(forum.first_day)}
    note(
        Note(
            forum_id=forum.id,
            at=now,
            actor=actor,
            act="forums.found",
            kind="forum",
            object_id=forum.id,
            facts=facts,
        )
    )


def add_hall(
    forum: Forum,
    *,
    code: str,
    name: Words,
    seats: int,
    holds_several: bool = False,
    documented: bool = False,
) -> Hall:
    """A room of the venue, after the others. seats: the fire limit of the hall plan."""
    hall = Hall(
        forum_id=forum.id,
        uuid=str(uuid4()),
        code=code,
        name=name,
        seats=seats,
        holds_several=holds_several,
        position=_next_position(forum, Hall),
        documented=documented,
    )
    db.session.add(hall)
    db.session.flush()
    return hall


@dataclass(frozen=True, kw_only=True)
class PointPlan:
    """Where a point is, and what it offers. country: ISO 3166-1 alpha-2; `zone` may be wrong."""

    code: str
    kind: PointKind
    type: PointType
    name: Words
    city: Words
    country: str
    zone: str
    latitude: float
    longitude: float
    seats: int
    documented: bool = False
    address: Words | None = None
    host_institution: Words | None = None
    screen_label: str | None = None
    languages: tuple[str, ...] = ()
    min_viable: int = 0
    seating: Seating = Seating.OPEN


def add_point(forum: Forum, plan: PointPlan) -> Point:
    """A remote broadcast point, after the others. Raises NoSuchZone."""
    point = Point(
        forum_id=forum.id,
        uuid=str(uuid4()),
        code=plan.code,
        kind=plan.kind,
        type=plan.type,
        name=plan.name,
        city=plan.city,
        country=plan.country,
        zone=rules.zone_checked(plan.zone),
        latitude=plan.latitude,
        longitude=plan.longitude,
        seats=plan.seats,
        position=_next_position(forum, Point),
        documented=plan.documented,
        name_folded=rules.folded_words(plan.name),
        name_sort=rules.sort_keys(plan.name),
        address=plan.address,
        host_institution=plan.host_institution,
        screen_label=plan.screen_label,
        languages=list(plan.languages),
        min_viable=plan.min_viable,
        seating=plan.seating,
    )
    db.session.add(point)
    db.session.flush()
    return point


def _next_position(forum: Forum, table: type[Hall] | type[Point]) -> int:
    last = select(func.max(table.position)).where(table.forum_id == forum.id)
    return (db.session.scalar(last) or 0) + 1

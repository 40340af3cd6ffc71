"""Points, their people and their lines as tables. No secret is in any of them."""

from collections.abc import Iterator

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Point
from ...forums.queries import points_of
from ...i18n import N_, Words, say
from ...programme.models import Session
from ...tables import Cell, Table
from ..models import Link, PointContact
from ..rules.contacts import hours_said
from ..rules.importing import CONTACT_COLUMNS, POINT_COLUMNS
from ..rules.kinds import PURPOSES, TRANSPORTS
from ..rules.sheets import OUT
from .people import contacts_by_point

LINE_HEADINGS = (
    *(N_("Point"), N_("Session"), N_("Purpose"), N_("Transport"), N_("Address")),
    N_("Meeting number"),
    *(N_("Language"), N_("Order of use"), N_("Revision"), N_("Remark")),
)


def points_table(forum: Forum, _lang: str) -> Table:
    """Under the names that an import asks for: the file can be changed and read in again."""
    return Table(headings=POINT_COLUMNS, rows=(_point(x) for x in points_of(forum)))


def contacts_table(forum: Forum, _lang: str) -> Table:
    return Table(headings=CONTACT_COLUMNS, rows=_contacts(forum))


def lines_table(forum: Forum, lang: str) -> Table:
    """For the technical partner: every live line, without its secret; those of a point that takes
    part no more say so."""
    return Table(headings=[say(lang, x) for x in LINE_HEADINGS], rows=_lines(forum, lang))


def _point(point: Point) -> list[Cell]:
    return [
        *(point.code, point.kind.value, point.type.value),
        *(*_both(point.name), *_both(point.city), point.country, point.zone),
        *(str(point.latitude), str(point.longitude), point.seats, point.seating.value),
        *(*_both(point.address), *_both(point.host_institution), point.screen_label),
        *(", ".join(point.languages), point.min_viable),
    ]


def _both(words: Words | None) -> tuple[str | None, str | None]:
    there = words.by_lang if words else {}
    return there.get("vi"), there.get("en")


def _contacts(forum: Forum) -> Iterator[list[Cell]]:
    people = contacts_by_point(forum)
    for point in points_of(forum):
        yield from (_contact(point, one) for one in people.get(point.id, ()))


def _contact(point: Point, one: PointContact) -> list[Cell]:
    hours = hours_said(one.reachable_from, one.reachable_until)
    return [
        *(point.code, one.name, one.part.value, one.phone, one.second_channel, one.email),
        *(", ".join(one.languages), hours, "yes" if one.on_site else "no"),
    ]


def _lines(forum: Forum, lang: str) -> Iterator[list[Cell]]:
    asked = (
        select(
            Point.withdrawn_at,
            Point.code,
            Session.code.label("session"),
            Link.purpose,
            Link.transport,
        )
        .add_columns(Link.address, Link.room, Link.language, Link.priority, Link.revision)
        .outerjoin(Point, Point.id == Link.point_id)
        .outerjoin(Session, Session.id == Link.session_id)
        .where(Link.forum_id == forum.id, Link.revoked_at.is_(None))
        .order_by(Point.position, Session.starts_at, Link.priority, Link.id)
    )
    for row in db.session.execute(asked):
        withdrawn_at, code, session, purpose, transport, *rest = row
        remark = say(lang, OUT) if withdrawn_at else None
        way = (say(lang, PURPOSES[purpose]), say(lang, TRANSPORTS[transport]))
        yield [code, session, *way, *rest, remark]

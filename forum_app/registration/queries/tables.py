"""Registrations, places, lines and entries as tables that leave the house. No secret is in any.

Rows are read as they are written: so many thousands are never held at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from ...db import db
from ...forums.models import Forum, Hall, Person, Point
from ...i18n import N_, country_said, say
from ...programme.models import SeatCount, Session, Way
from ...tables import Cell, Table, wall
from ..models import (
    Category,
    CheckIn,
    Delegate,
    DelegateState,
    Delegation,
    Place,
    PlaceState,
    Ticket,
    Waiting,
    WaitingState,
)
from ..rules.listing import Wanted
from .desk import Chosen, chosen_of
from .listing import wanted_delegates
from .seats import SeatLine, seats_of_sessions

AT_ONCE = 1000  # rows read before they are written
WAYS = {Way.HALL: N_("In the hall"), Way.POINT: N_("At a point"), Way.ONLINE: N_("Online")}
STATES = {
    DelegateState.SUBMITTED: N_("Address not confirmed"),
    DelegateState.PENDING: N_("To decide"),
    DelegateState.CONFIRMED: N_("Confirmed"),
    DelegateState.DECLINED: N_("Declined"),
    DelegateState.WITHDRAWN: N_("Withdrawn"),
}
_WHO = (Person.name, Person.organisation, Person.country)
_WHO_SAID = (N_("Full name"), N_("Organisation"), N_("Country"))


def headings_said(forum: Forum, lang: str, headings: Iterable[str]) -> list[str]:
    """`headings` in `lang`; one with %(zone)s names the zone of the forum's walls."""
    return [say(lang, heading, zone=forum.zone) for heading in headings]


def read_through(asked: Select[Any]) -> Iterator[Any]:
    """The rows, some at a time: neither the driver nor the session holds more."""
    yield from db.session.execute(asked.execution_options(yield_per=AT_ONCE))


def delegates_table(forum: Forum, wanted: Wanted, lang: str) -> Table:
    """Those that `wanted` asks for, by registration; a column for each session."""
    sessions = select(Session.code).where(Session.forum_id == forum.id)
    codes = list(db.session.scalars(sessions.order_by(Session.starts_at, Session.code)))
    said = (
        *(N_("Reference"), *_WHO_SAID, N_("E-mail address"), N_("Category"), N_("Delegation")),
        *(N_("State"), N_("Language of our mails"), N_("Registered (%(zone)s)")),
        *(N_("Confirmed (%(zone)s)"), N_("Reason")),
    )
    rows = _delegate_rows(forum, wanted, codes, lang)
    return Table(headings=[*headings_said(forum, lang, said), *codes], rows=rows)


def _delegate_rows(
    forum: Forum, wanted: Wanted, codes: list[str], lang: str
) -> Iterator[list[Cell]]:
    ids = wanted_delegates(forum, wanted).with_only_columns(Delegate.id)
    asked = (
        select(Delegate.id, Delegate.reference, *_WHO, Person.email, Category.name, Delegation.code)
        .add_columns(Delegate.state, Delegate.lang, Delegate.submitted_at, Delegate.confirmed_at)
        .add_columns(Delegate.reason)
        .join(Person, Person.id == Delegate.person_id)
        .join(Category, Category.id == Delegate.category_id)
        .outerjoin(Delegation, Delegation.id == Delegate.delegation_id)
        .where(Delegate.id.in_(ids))
        .order_by(Delegate.id)
    )
    through = db.session.execute(asked.execution_options(yield_per=AT_ONCE))
    for some in through.partitions():
        chosen = chosen_of([row.id for row in some])
        for row in some:
            there = _by_session(chosen.get(row.id, ()), lang)
            yield [*_delegate_row(forum, row, lang), *(there.get(code) for code in codes)]


def _delegate_row(forum: Forum, row: Any, lang: str) -> list[Cell]:
    _, reference, name, organisation, country, email, category, delegation, *more = row
    state, language, submitted_at, confirmed_at, reason = more
    who = [reference, name, organisation, _country(country, lang), email]
    when = [wall(submitted_at, forum.zone), wall(confirmed_at, forum.zone), reason]
    as_what = [category.said_in(lang), delegation, say(lang, STATES[state]), language]
    return [*who, *as_what, *when]


def _by_session(chosen: Iterable[Chosen], lang: str) -> Mapping[str, str]:
    """Code of a session -> "In the hall", "SIN", "Online", "Waiting: In the hall"; or two of it."""
    found: dict[str, list[str]] = {}
    for one in chosen:
        way = one.point or say(lang, WAYS[one.way])
        told = say(lang, N_("Waiting: %(way)s"), way=way) if one.waits else way
        found.setdefault(one.session, []).append(told)
    return {session: "; ".join(told) for session, told in found.items()}


def _country(code: str | None, lang: str) -> str | None:
    return country_said(code, lang) if code else None


_SEAT = (Session.code, Session.title, SeatCount.way, Point.code)
_SEAT_SAID = (N_("Session"), N_("Title"), N_("Way"), N_("Point"))


def places_table(forum: Forum, lang: str) -> Table:
    """Who has a seat, by session, way and point."""
    said = (*_SEAT_SAID, N_("Reference"), *_WHO_SAID, N_("Since (%(zone)s)"))
    asked = _seated(Place, Place.taken_at).where(Place.state == PlaceState.CONFIRMED)
    asked = asked.where(Place.forum_id == forum.id).order_by(*_ORDER, Person.name_sort, Place.id)
    rows = (_seat_row(forum, row, lang) for row in read_through(asked))
    return Table(headings=headings_said(forum, lang, said), rows=rows)


def lines_table(forum: Forum, lang: str) -> Table:
    """Who waits, by session, way and point, in the order of the line."""
    said = (*_SEAT_SAID, N_("Reference"), *_WHO_SAID, N_("Since (%(zone)s)"), N_("Turn"))
    turn = func.row_number().over(partition_by=Waiting.seat_count_id, order_by=Waiting.id)
    asked = _seated(Waiting, Waiting.since, turn).where(Waiting.state == WaitingState.WAITING)
    asked = asked.where(Waiting.forum_id == forum.id).order_by(*_ORDER, Waiting.id)
    rows = ([*_seat_row(forum, row[:-1], lang), row[-1]] for row in read_through(asked))
    return Table(headings=headings_said(forum, lang, said), rows=rows)


_ORDER = (Session.starts_at, Session.code, SeatCount.way, Point.position)


def _seated(table: type[Place] | type[Waiting], *more: Any) -> Select[Any]:
    return (
        select(*_SEAT, Delegate.reference, *_WHO, *more)
        .select_from(table)
        .join(SeatCount, SeatCount.id == table.seat_count_id)
        .join(Session, Session.id == table.session_id)
        .outerjoin(Point, Point.id == table.point_id)
        .join(Delegate, Delegate.id == table.delegate_id)
        .join(Person, Person.id == Delegate.person_id)
    )


def _seat_row(forum: Forum, row: Any, lang: str) -> list[Cell]:
    code, title, way, point, reference, name, organisation, country, since = row
    seat = [code, title.said_in(lang), say(lang, WAYS[way]), point]
    who = [reference, name, organisation, _country(country, lang)]
    return [*seat, *who, wall(since, forum.zone)]


def check_ins_table(forum: Forum, lang: str) -> Table:
    """Every entry through a door, those taken back too."""
    said = (
        *(N_("Session"), N_("Day"), N_("Hall"), N_("Point"), *_WHO_SAID, N_("Reference")),
        *(N_("Entered (%(zone)s)"), N_("Let in because"), N_("Taken back (%(zone)s)")),
        N_("Reason"),
    )
    latest = select(func.max(Delegate.id)).where(Delegate.person_id == CheckIn.person_id)
    asked = (
        select(Session.code, CheckIn.day, Hall.code, Point.code, *_WHO, Delegate.reference)
        .add_columns(CheckIn.entered_at, CheckIn.because, CheckIn.undone_at, CheckIn.undone_reason)
        .select_from(CheckIn)
        .join(Ticket, Ticket.id == CheckIn.ticket_id)
        .join(Person, Person.id == Ticket.person_id)
        .outerjoin(Delegate, Delegate.id == latest.correlate(CheckIn).scalar_subquery())
        .outerjoin(Session, Session.id == CheckIn.session_id)
        .outerjoin(Hall, Hall.id == CheckIn.hall_id)
        .outerjoin(Point, Point.id == CheckIn.point_id)
        .where(CheckIn.forum_id == forum.id)
        .order_by(CheckIn.id)
    )
    rows = (_entry_row(forum, row, lang) for row in read_through(asked))
    return Table(headings=headings_said(forum, lang, said), rows=rows)


def _entry_row(forum: Forum, row: Any, lang: str) -> list[Cell]:
    session, day, hall, point, name, organisation, country, reference, *times = row
    entered_at, because, undone_at, reason = times
    who = [name, organisation, _country(country, lang), reference]
    when = [wall(entered_at, forum.zone), because, wall(undone_at, forum.zone), reason]
    return [session, day, hall, point, *who, *when]


def sessions_table(forum: Forum, lang: str) -> Table:
    """Seats, taken ones and lines of each session, way and point. As many rows as seat counts."""
    said = (
        *(*_SEAT_SAID, N_("Begins (%(zone)s)"), N_("Ends (%(zone)s)"), N_("Hall")),
        *(N_("Seats"), N_("Taken"), N_("Waiting")),
    )
    rows = [
        _session_row(forum, there.session, line, lang)
        for there in seats_of_sessions(forum)
        for line in there.lines
    ]
    return Table(headings=headings_said(forum, lang, said), rows=rows)


def _session_row(forum: Forum, session: Session, line: SeatLine, lang: str) -> list[Cell]:
    count = line.count
    point = count.point.code if count.point else None
    seat = [session.code, session.title.said_in(lang), say(lang, WAYS[count.way]), point]
    times = [wall(session.starts_at, forum.zone), wall(session.ends_at, forum.zone)]
    return [*seat, *times, session.hall.code, count.seats, count.taken, line.waiting]

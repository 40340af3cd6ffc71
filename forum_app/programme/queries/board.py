"""The board on which the draft is built: a day of it, and the clashes of a few sessions alone.

Judging one session asks for its neighbours and for those in its order, never for the whole draft:
`tests/programme/test_builder_clashes.py` holds both to say the same.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from ...db import db
from ...forums.models import Forum, Hall
from ...forums.queries import halls_of
from ..models import Prerequisite, Session, Talk
from ..rules.clash import Clash
from ..rules.clash_index import Clashes
from ..rules.placing import day_of
from ..rules.planned import Plan, Span
from .drafts import draft_version
from .planned import plan_of
from .released import latest_number

_CARD = (
    *(Session.id, Session.code, Session.title, Session.kind, Session.version, Session.zone),
    *(Session.starts_wall, Session.starts_fold, Session.starts_at, Session.ends_at),
    *(Session.unscheduled_at, Hall.code.label("hall")),
)


@dataclass(frozen=True, kw_only=True)
class BoardDay:
    """One day of the draft, and its tray; nothing that is cancelled.

    cards: rows of `_CARD` by start, those in the tray by code.
    """

    day: date
    halls: Sequence[Hall]
    cards: Sequence[Any]

    @property
    def placed(self) -> list[Any]:
        return [card for card in self.cards if card.unscheduled_at is None]

    @property
    def tray(self) -> list[Any]:
        return [card for card in self.cards if card.unscheduled_at is not None]


@dataclass(frozen=True, kw_only=True)
class Board(BoardDay):
    """plan: the cards, and all that can clash with them. clashes: those that name one of them."""

    tag: str
    plan: Plan
    clashes: Sequence[Clash]


def board_day_of(forum: Forum, day: date) -> BoardDay:
    """What stands on `day`, without judging it. Two queries."""
    cards = _cards(forum, day_of(day, forum.zone))
    return BoardDay(day=day, halls=halls_of(forum), cards=cards)


def board_of(forum: Forum, day: date) -> Board:
    """What stands on the board of `day`. Eighteen queries."""
    tag, shown = board_tag(forum), board_day_of(forum, day)
    plan, clashes = _judged(forum, {card.id: card.code for card in shown.cards})
    return Board(**vars(shown), tag=tag, plan=plan, clashes=clashes)


def board_tag(forum: Forum) -> str:
    """Changes with whatever a board shows but seats taken. Two queries."""
    return f"{draft_version(forum)}.{latest_number(forum)}"


def cards_of(forum: Forum, codes: Collection[str]) -> Sequence[Any]:
    """The cards of these sessions, cancelled ones left out. One query."""
    return db.session.execute(_asked(forum).where(Session.code.in_(codes))).all()


def clashes_near(forum: Forum, codes: Mapping[int, str]) -> list[Clash]:
    """The clashes that name one of these sessions (id -> code), hard ones first.

    Fourteen queries, however long the programme is.
    """
    return _judged(forum, codes)[1]


def days_with_sessions(forum: Forum) -> dict[date, int]:
    """Day on the forum's walls -> sessions that begin on it, of the draft and held. One query."""
    asked = select(Session.starts_wall).where(
        Session.forum_id == forum.id,
        Session.cancelled_at.is_(None),
        Session.unscheduled_at.is_(None),
    )
    found: dict[date, int] = defaultdict(int)
    for wall in db.session.scalars(asked):
        found[wall.date()] += 1
    return found


def _cards(forum: Forum, day: Span) -> list[Any]:
    on_it = and_(Session.starts_at < day.ends, Session.ends_at > day.starts)
    asked = _asked(forum).where(or_(on_it, Session.unscheduled_at.is_not(None)))
    return sorted(db.session.execute(asked), key=_by_hour)


def _asked(forum: Forum) -> Any:
    asked = select(*_CARD).join(Hall, Hall.id == Session.hall_id)
    return asked.where(Session.forum_id == forum.id, Session.cancelled_at.is_(None))


def _by_hour(card: Any) -> tuple[bool, datetime | int, str]:
    in_tray = card.unscheduled_at is not None
    return in_tray, 0 if in_tray else card.starts_at, card.code


def _judged(forum: Forum, codes: Mapping[int, str]) -> tuple[Plan, list[Clash]]:
    """The plan of these sessions and all that can clash with them; the clashes that name one."""
    ids, wanted = set(codes), set(codes.values())
    among = ids | _near(forum, ids) | _in_order_with(forum, ids)
    plan = plan_of(forum, among=among, seats_of=ids)
    found = Clashes(plan, only=wanted).all()
    return plan, [clash for clash in found if wanted.intersection(clash.sessions)]


def _near(forum: Forum, ids: set[int]) -> set[int]:
    """Ids of whatever is held while one of these is, or within the changeover of it."""
    own = _reaches(forum, Session.id.in_(ids)).values()
    if not own:
        return set()
    apart = timedelta(minutes=forum.changeover_minutes)
    around = Span(min(x.starts for x in own) - apart, max(x.ends for x in own) + apart)
    talks = timedelta(minutes=_longest_talks(forum))
    may_reach = or_(Session.ends_at > around.starts, Session.starts_at > around.starts - talks)
    found = _reaches(forum, Session.starts_at < around.ends, may_reach)
    return {id for id, reach in found.items() if reach.overlaps(around)}


def _reaches(forum: Forum, *which: ColumnElement[bool]) -> dict[int, Span]:
    """id -> since when until when a session and its talks are, of those that are held."""
    columns = (Session.id, Session.starts_at, Session.ends_at)
    asked = select(*columns, func.sum(Talk.minutes)).outerjoin(Talk, Talk.session_id == Session.id)
    asked = asked.where(Session.forum_id == forum.id, *which)
    asked = asked.where(Session.cancelled_at.is_(None), Session.unscheduled_at.is_(None))
    return {
        id: Span(starts, max(ends, starts + timedelta(minutes=minutes or 0)))
        for id, starts, ends, minutes in db.session.execute(asked.group_by(*columns))
    }


def _longest_talks(forum: Forum) -> int:
    """Minutes of the talks of one session, at most: so long it may reach, whenever it ends."""
    asked = select(func.sum(Talk.minutes)).where(Talk.forum_id == forum.id)
    asked = asked.group_by(Talk.session_id).order_by(func.sum(Talk.minutes).desc())
    return db.session.scalar(asked.limit(1)) or 0


def _in_order_with(forum: Forum, ids: set[int]) -> set[int]:
    """Ids of all that come before or after these, at however many removes: circles are whole."""
    asked = select(Prerequisite.session_id, Prerequisite.after_id)
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in db.session.execute(asked.where(Prerequisite.forum_id == forum.id)):
        beside[one].add(other)
        beside[other].add(one)
    found: set[int] = set()
    due = list(ids)
    while due:
        fresh = beside[due.pop()] - found
        found |= fresh
        due += fresh
    return found

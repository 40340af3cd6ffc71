"""The board on which the draft is built: one day of it, and the clashes of a few sessions alone.

Judging one session asks for its neighbours and for those in its order, never for the whole draft:
`tests/programme/test_builder_clashes.py` holds both to say the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

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
class Board:
    """One day of the draft, and its tray; nothing that is cancelled.

    cards: rows of `_CARD` by hall and start, those in the tray by code. plan: they, and all that
    can clash with them. clashes: those that name one of them.
    """

    day: date
    tag: str
    halls: Sequence[Hall]
    cards: Sequence[Any]
    plan: Plan
    clashes: Sequence[Clash]

    @property
    def placed(self) -> list[Any]:
        return [card for card in self.cards if card.unscheduled_at is None]

    @property
    def tray(self) -> list[Any]:
        return [card for card in self.cards if card.unscheduled_at is not None]


@dataclass(frozen=True)
class _Reach:
    """Since when until when a session and its talks are; None where it is not held."""

    id: int
    span: Span | None


def board_of(forum: Forum, day: date) -> Board:
    """What stands on the board of `day`. Fourteen queries."""
    tag, around = board_tag(forum), day_of(day, forum.zone)
    reaches = _reaches(forum)
    on_it = [x.id for x in reaches if x.span and x.span.overlaps(around)]
    cards = _cards(forum, on_it)
    plan, clashes = _judged(forum, reaches, [card.id for card in cards])
    return Board(day=day, tag=tag, halls=halls_of(forum), cards=cards, plan=plan, clashes=clashes)


def board_tag(forum: Forum) -> str:
    """Changes with whatever a board shows but seats taken. Two queries."""
    return f"{draft_version(forum)}.{latest_number(forum)}"


def cards_of(forum: Forum, codes: Collection[str]) -> Sequence[Any]:
    """The cards of these sessions, cancelled ones left out. One query."""
    return db.session.execute(_asked(forum).where(Session.code.in_(codes))).all()


def clashes_near(forum: Forum, ids: Collection[int]) -> list[Clash]:
    """The clashes that name one of these sessions, hard ones first. Twelve queries."""
    return _judged(forum, _reaches(forum), ids)[1]


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


def _cards(forum: Forum, on_it: Collection[int]) -> list[Any]:
    asked = _asked(forum).where(Session.id.in_(on_it) | Session.unscheduled_at.is_not(None))
    return sorted(db.session.execute(asked), key=_by_hour)


def _asked(forum: Forum) -> Any:
    asked = select(*_CARD).join(Hall, Hall.id == Session.hall_id)
    return asked.where(Session.forum_id == forum.id, Session.cancelled_at.is_(None))


def _by_hour(card: Any) -> tuple[bool, datetime | int, str]:
    in_tray = card.unscheduled_at is not None
    return in_tray, 0 if in_tray else card.starts_at, card.code


def _judged(
    forum: Forum, reaches: Sequence[_Reach], ids: Collection[int]
) -> tuple[Plan, list[Clash]]:
    """The plan of these sessions and all that can clash with them; the clashes that name one."""
    wanted = set(ids)
    own = [x.span for x in reaches if x.id in wanted and x.span]
    plan = plan_of(forum, among=wanted | _near(forum, reaches, own) | _in_order_with(forum, wanted))
    codes = _codes_of(forum, wanted)
    found = Clashes(plan).all()
    return plan, [clash for clash in found if codes.intersection(clash.sessions)]


def _near(forum: Forum, reaches: Iterable[_Reach], own: Sequence[Span]) -> set[int]:
    """Ids of whatever is held while one of `own` is, or within the changeover of it."""
    if not own:
        return set()
    apart = timedelta(minutes=forum.changeover_minutes)
    all_of_it = Span(min(x.starts for x in own), max(x.ends for x in own))
    return {x.id for x in reaches if x.span and all_of_it.is_near(x.span, apart)}


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


def _codes_of(forum: Forum, ids: set[int]) -> set[str]:
    asked = select(Session.code).where(Session.forum_id == forum.id, Session.id.in_(ids))
    return set(db.session.scalars(asked))


def _reaches(forum: Forum) -> list[_Reach]:
    """Of every session. Two queries."""
    talks = select(Talk.session_id, func.sum(Talk.minutes)).where(Talk.forum_id == forum.id)
    minutes = dict(db.session.execute(talks.group_by(Talk.session_id)).all())
    columns = (Session.id, Session.starts_at, Session.ends_at, Session.cancelled_at)
    asked = select(*columns, Session.unscheduled_at).where(Session.forum_id == forum.id)
    return [
        _Reach(row.id, _reach(row, minutes.get(row.id, 0))) for row in db.session.execute(asked)
    ]


def _reach(row: Any, minutes: int) -> Span | None:
    if row.cancelled_at or row.unscheduled_at:
        return None
    return Span(row.starts_at, max(row.ends_at, row.starts_at + timedelta(minutes=minutes)))

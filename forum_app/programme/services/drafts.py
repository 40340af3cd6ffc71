"""The organiser's changes of the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Hall, Point, PointKind
from ...forums.rules import CodeTaken, check_code, folded_words, instant_checked, sort_keys
from ...forums.services.noting import note_act
from ...i18n import Words
from ...versioned import change
from .. import queries
from ..models import Session, SessionKind, Way
from ..rules.changes import SessionBackwards, check_languages
from .draft_versions import hold_draft
from .orders import put_in_order
from .sessions import Offer, SessionPlan, offer_seats, plan_session


@dataclass(frozen=True, kw_only=True)
class NewSeats:
    """How many seats a new session offers. None: nobody attends this way.

    at_points: at every point but the central one, as many as it has.
    """

    hall: int | None
    online: int | None
    at_points: bool


def make_session(
    forum: Forum,
    code: str,
    wanted: Mapping[str, Any],
    seats: NewSeats,
    *,
    hall: Hall,
    after: Sequence[str] = (),
    is_unscheduled: bool = False,
    actor: str,
    now: datetime,
) -> Session:
    """A new session of the draft with its seats; in the tray where `is_unscheduled`.

    wanted: kind, title, abstract, practical, starts_wall, ends_wall, languages, and spoken where
    it is said. after: codes of the sessions that must be over before it. Raises BadCode,
    CodeTaken, UnknownLanguage, WallSkipped, SessionBackwards, UnknownSession, OrderCircle.
    """
    check_code(code)
    _check_languages(wanted)
    hold_draft(forum)  # whoever makes a session, or copies a break, comes one after the other
    if queries.session_at(forum, code):
        raise CodeTaken(code=code)
    session = plan_session(forum, hall, _plan_of(forum, code, wanted))
    for text in ("abstract", "practical", "languages"):
        setattr(session, text, wanted[text])
    session.spoken = wanted.get("spoken", [])
    session.unscheduled_at = now if is_unscheduled else None
    offer_seats(session, _offers(forum, seats))
    put_in_order(session, after)
    facts = {"code": code} | ({"comes_after": sorted(after)} if after else {})
    note_act(forum.id, "programme.plan_session", "session", session.id, facts, actor=actor, now=now)
    return session


def _plan_of(forum: Forum, code: str, wanted: Mapping[str, Any]) -> SessionPlan:
    starts, ends = wanted["starts_wall"], wanted["ends_wall"]
    _check_times(starts, ends, forum.zone)
    kind = SessionKind(wanted["kind"])
    return SessionPlan(code=code, kind=kind, title=wanted["title"], starts=starts, ends=ends)


def _offers(forum: Forum, seats: NewSeats) -> list[Offer]:
    counts = ((Way.HALL, seats.hall), (Way.ONLINE, seats.online))
    offers = [Offer(way=way, seats=count) for way, count in counts if count is not None]
    return [*offers, *(_at_points(forum) if seats.at_points else ())]


def _at_points(forum: Forum) -> list[Offer]:
    points = db.session.scalars(select(Point).where(Point.forum_id == forum.id))
    return [
        Offer(way=Way.POINT, seats=point.seats, point=point)
        for point in points
        if point.kind is not PointKind.CENTRAL
    ]


def edit_session(
    session: Session,
    wanted: Mapping[str, Any],
    *,
    is_cancelled: bool,
    is_unscheduled: bool | None = None,
    after: Sequence[str] | None = None,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """Change the draft; nobody sees it before the next release. wanted: columns of it.

    is_unscheduled: whether it is in the tray; None: as it is. after: codes of the sessions that
    must be over before it; None: as it is. What is changed is no longer what a public source
    says. Raises UnknownLanguage, WallSkipped, SessionBackwards, ChangedMeanwhile, UnknownSession,
    OrderCircle.
    """
    _check_languages(wanted)
    _check_times(wanted["starts_wall"], wanted["ends_wall"], session.zone)
    hold_draft(db.session.get_one(Forum, session.forum_id))
    columns = _with_derived(session, wanted, is_cancelled, now)
    if is_unscheduled is not None:
        columns["unscheduled_at"] = (session.unscheduled_at or now) if is_unscheduled else None
    facts = change(session, columns, seen=seen)
    if after is not None:
        _put_after(session, after, facts, seen)
    act = "programme.edit_session"
    if "unscheduled_at" in facts.get("after", {}):
        act = "programme.shelve_session" if is_unscheduled else "programme.place_session"
    if "cancelled_at" in facts.get("after", {}):
        act = "programme.cancel_session" if is_cancelled else "programme.take_cancel_back"
    for side in facts.values():
        for derived in ("title_folded", "title_sort", "title_documented", "times_documented"):
            side.pop(derived, None)
        if "hall_id" in side:
            side["hall"] = db.session.get_one(Hall, side.pop("hall_id")).code
    note_act(session.forum_id, act, "session", session.id, facts, actor=actor, now=now)


def _put_after(session: Session, after: Sequence[str], facts: dict[str, Any], seen: int) -> None:
    """As `change` does for what is no column: facts and version tell of it."""
    before = put_in_order(session, after)
    if before != sorted(after):
        facts.setdefault("before", {})["comes_after"] = before
        facts.setdefault("after", {})["comes_after"] = sorted(after)
        session.version = seen + 1
        db.session.flush()


def _with_derived(
    session: Session, wanted: Mapping[str, Any], is_cancelled: bool, now: datetime
) -> dict[str, Any]:
    title: Words = wanted["title"]
    same = {x for x, text in title.by_lang.items() if session.title.by_lang.get(x) == text}
    walls = [wanted["starts_wall"], wanted["ends_wall"]]
    same_times = walls == [session.starts_wall, session.ends_wall]
    return {
        **wanted,
        "title_folded": folded_words(title),
        "title_sort": sort_keys(title),
        "title_documented": [x for x in session.title_documented if x in same],
        "times_documented": session.times_documented and same_times,
        "cancelled_at": (session.cancelled_at or now) if is_cancelled else None,
    } | ({} if same_times else {"starts_fold": 0, "ends_fold": 0})


def _check_languages(wanted: Mapping[str, Any]) -> None:
    check_languages([*wanted["languages"], *wanted.get("spoken", ())])


def _check_times(starts: datetime, ends: datetime, zone: str) -> None:
    if instant_checked(starts, zone) >= instant_checked(ends, zone):
        raise SessionBackwards

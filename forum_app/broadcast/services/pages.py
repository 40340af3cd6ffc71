"""The secret pages of points are sent to who may hold them: a letter for each, laid down once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ...db import db
from ...forums.models import Point
from ...post.services import Laid, lay_in_all, sealed_row, take_back_all
from ...trail.services import Note, note
from ...versioned import lock
from ..models import PageLetter
from ..queries.pages import page_seen, pages_of
from ..rules.pages import Becomes, Holder, Outcome, Page
from .keys import renew_key

LETTER = "broadcast.point_page"
AT_ONCE = 40  # points in one transaction


@dataclass(frozen=True)
class Done:
    """letters: how many were laid down; none unless it is `SENT`."""

    code: str
    outcome: Outcome
    letters: int = 0


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How pages are sent, by whom and when. by: a user's id. renews: also pages that work."""

    renews: bool
    by: int | None
    actor: str
    now: datetime


def send_pages(points: Sequence[Point], seen: Mapping[int, str], how: Sending) -> list[Done]:
    """Lay a letter for everybody whom the review named, and make the pages that are missing.

    seen: point id -> what the review of it showed (`page_seen`). A point of which that is not so
    any more is left alone, so whoever presses twice, or at the same time, sends once. A letter
    that has not left says the page that is there as it leaves; of several to one contact the last
    alone leaves.
    """
    for point in sorted(points, key=lambda x: x.id):
        lock(point)
    pages = pages_of(points)
    return [_send(point, pages[point.id], seen.get(point.id, ""), how) for point in points]


def _send(point: Point, page: Page, seen: str, how: Sending) -> Done:
    hindered = page.hinders(renews=how.renews)
    if hindered is None and seen != page_seen(page, renews=how.renews):
        hindered = Outcome.CHANGED
    if hindered is not None:
        return Done(point.code, hindered)
    if page.becomes(renews=how.renews) is not Becomes.KEPT:
        renew_key(point, by=how.by, actor=how.actor, now=how.now)
    holders = page.to_send(renews=how.renews)
    numbers = _numbers_at(point)
    _take_back(point, holders, numbers)
    rows = [_laid(point, one, numbers.get(one.contact_id, 0) + 1, how.now) for one in holders]
    lay_in_all([sealed_row(row, forum_id=point.forum_id, now=how.now) for row in rows])
    _note(point, holders, how)
    return Done(point.code, Outcome.SENT, len(holders))


def _numbers_at(point: Point) -> dict[int, int]:
    """contact id -> the number of their last letter."""
    asked = select(PageLetter.contact_id, func.max(PageLetter.number))
    asked = asked.where(PageLetter.point_id == point.id).group_by(PageLetter.contact_id)
    return dict(db.session.execute(asked).all())


def _take_back(point: Point, holders: Sequence[Holder], numbers: Mapping[int, int]) -> None:
    earlier = [
        _key(point, one, number)
        for one in holders
        for number in range(1, numbers.get(one.contact_id, 0) + 1)
    ]
    take_back_all(earlier)


def _laid(point: Point, holder: Holder, number: int, now: datetime) -> Laid:
    """The secret is in none of it: it is read as the letter leaves."""
    key = _key(point, holder, number)
    ids = {"forum_id": point.forum_id, "point_id": point.id}
    db.session.add(
        PageLetter(contact_id=holder.contact_id, number=number, dedup_key=key, laid_at=now, **ids)
    )
    to = {"to": f"contact {holder.contact_id}", "address": holder.address}
    return Laid(LETTER, key, str(holder.address), holder.lang, ids | to)


def _key(point: Point, holder: Holder, number: int) -> str:
    return f"{LETTER}:{point.id}:{holder.contact_id}:{number}"


def _note(point: Point, holders: Sequence[Holder], how: Sending) -> None:
    """To whom; the addresses can be taken out of the trail, the secret never was in it."""
    named = [f"{one.name} <{one.address}>" for one in holders]
    note(
        Note(
            forum_id=point.forum_id,
            at=how.now,
            actor=how.actor,
            act="broadcast.send_page",
            kind="point",
            object_id=point.id,
            facts={
                "part": [str(one.part) for one in holders],
                "contact_id": [one.contact_id for one in holders],
            },
            personal={"to": ", ".join(named)},
        )
    )

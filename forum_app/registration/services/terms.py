"""When and how people register: set by an organiser."""

from dataclasses import dataclass
from datetime import datetime

from ...clock import Wall, city_of, instant_of
from ...db import db
from ...forums.models import Forum
from ...refusal import ChangedMeanwhile
from ...trail.services import Note, note
from ...versioned import lock, plain
from .. import queries, rules


@dataclass(frozen=True, kw_only=True)
class NewTerms:
    """What to set. Times are on the walls of the forum's zone; None sets no limit."""

    opens: datetime | None
    closes: datetime | None
    confirm_hours: int
    waiting_lists: bool


def set_terms(
    forum: Forum, wanted: NewTerms, *, seen: int | None = None, actor: str, now: datetime
) -> None:
    """Change the terms of `forum`; whoever is registered keeps what they have.

    seen: the version that was on the page; None: whatever it is. Raises TermsBackwards,
    TimeSkipped (a wall time that clocks skip), NoTimeToConfirm, ChangedMeanwhile.
    """
    opens, closes = (_instant(wall, forum.zone) for wall in (wanted.opens, wanted.closes))
    if opens and closes and opens >= closes:
        raise rules.TermsBackwards
    if not 1 <= wanted.confirm_hours <= rules.LONGEST_TO_CONFIRM:
        raise rules.NoTimeToConfirm(most=rules.LONGEST_TO_CONFIRM)
    terms = queries.terms_of(forum)
    lock(terms)
    if seen is not None and terms.version != seen:
        raise ChangedMeanwhile
    terms.opens_wall, terms.opens_fold = wanted.opens, 0
    terms.closes_wall, terms.closes_fold = wanted.closes, 0
    terms.confirm_hours, terms.waiting_lists = wanted.confirm_hours, wanted.waiting_lists
    terms.zone, terms.version = forum.zone, terms.version + 1
    db.session.flush()
    said = {
        "opens": plain(wanted.opens),
        "closes": plain(wanted.closes),
        "confirm_hours": wanted.confirm_hours,
        "waiting_lists": wanted.waiting_lists,
    }
    note(
        Note(
            forum_id=forum.id,
            at=now,
            actor=actor,
            act="registration.set_terms",
            kind="forum",
            object_id=forum.id,
            facts=said,
        )
    )


def _instant(wall: datetime | None, zone: str) -> datetime | None:
    if wall is None:
        return None
    try:
        return instant_of(wall, zone)
    except ValueError:
        raise rules.TimeSkipped(time=Wall(wall), zone=city_of(zone)) from None

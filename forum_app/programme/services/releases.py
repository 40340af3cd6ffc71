"""Releasing: what the draft says now becomes what people see, register for and go by.

All that takes long is read and made ready first (`prepare`); the transaction then only looks
whether the draft is still that one, and writes. Readers go by the release before until it commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, func, insert, literal, select
from sqlalchemy.orm import joinedload

from ...announce import ProgrammeReleased, say
from ...db import AsJson, db
from ...forums.models import Forum
from ...forums.rules import banner_topic
from ...i18n import Words
from ...live.services import touch
from ...trail.services import Note, note
from .. import queries
from ..models import Release, ReleasedPhoto, ReleasedSession, Session
from ..queries import plan_of
from ..rules.changes import Clashing, DraftChanged, NothingToRelease, ReleasedMeanwhile
from ..rules.clash import Clash, Sentences
from ..rules.clash_index import clashes_in
from ..rules.frozen import photos_in
from .draft_versions import hold_draft
from .following import SeatMove, follow_halls, seat_moves
from .freezing import all_said

COPIED = [
    column.name
    for column in ReleasedSession.__table__.c
    if column.name in Session.__table__.c and column.name != "id"
]


@dataclass(frozen=True)
class Prepared:
    """The draft ready to be released, as it was at `version`. after: the release it follows."""

    version: int
    after: int  # its number, 0 for none
    frozen: AsJson
    hard: tuple[Clash, ...]
    seats: list[SeatMove]
    soft: tuple[Clash, ...]
    photos: list[str]  # what pictures it shows, by the SHA-256 of each

    @property
    def sessions(self) -> list[dict[str, Any]]:
        return list(self.frozen["sessions"])


def prepare(forum: Forum) -> Prepared:
    """Read the draft; nothing is written, and nobody waits. Some 17 queries.

    What is in the tray is in no release.
    """
    version, after = queries.draft_version(forum), queries.latest_number(forum)
    found = clashes_in(plan_of(forum))
    hard, soft = (tuple(x for x in found if x.is_hard is kind) for kind in (True, False))
    sessions = _sessions_of(forum)
    frozen = AsJson({"number": after + 1, "sessions": all_said(forum, sessions)})
    photos = sorted(photos_in(frozen))
    seats = seat_moves(forum, sessions)
    return Prepared(version, after, frozen, hard, seats, soft, photos)


def freeze(
    forum: Forum,
    ready: Prepared,
    *,
    note: Words | None,
    by: int | None,
    now: datetime,
    write: bool,
    actor: str | None = None,
) -> Release:
    """Freeze what is ready under the next number; in the transaction of the caller, and short.

    note: what changed, for people. by: the id of the user who releases, None for the system or a
    machine, which `actor` names. write: whether those it moves are written to. Raises Clashing,
    DraftChanged, ReleasedMeanwhile; nothing is released then.
    """
    if ready.hard:
        raise Clashing(
            all=Sentences(ready.hard), codes=sorted({x for y in ready.hard for x in y.sessions})
        )
    if hold_draft(forum) != ready.version:
        raise DraftChanged
    release = _put_down(forum, ready, note, by, now)
    follow_halls(release, ready.seats, now=now)
    actor = actor or ("system" if by is None else f"user {by}")
    _note_release(release, ready, actor=actor, write=write, now=now)
    told = {"forum_id": forum.id, "release_id": release.id, "number": release.number}
    say(ProgrammeReleased(at=now, by=actor, write=write, **told))
    touch(banner_topic(forum.id))
    return release


def _put_down(
    forum: Forum, ready: Prepared, note: Words | None, by: int | None, now: datetime
) -> Release:
    """The release and its sessions. Raises ReleasedMeanwhile."""
    _check_next(forum, ready)
    release = Release(
        forum_id=forum.id,
        number=ready.after + 1,
        note=note,
        released_at=now,
        released_by_id=by,
        frozen=ready.frozen,
    )
    db.session.add(release)
    db.session.flush()
    db.session.execute(_copied(release))
    at = {"forum_id": forum.id, "release_id": release.id}
    if rows := [at | {"content": content} for content in ready.photos]:
        db.session.execute(insert(ReleasedPhoto), rows)
    return release


def _copied(release: Release) -> Insert:
    """The sessions, within the database: the draft is held, so they are what was read."""
    same = [getattr(Session, name) for name in COPIED]
    is_off = Session.cancelled_at.is_not(None)
    rows = select(literal(release.id), Session.id, is_off, *same)
    rows = rows.where(Session.forum_id == release.forum_id, Session.unscheduled_at.is_(None))
    rows = rows.order_by(Session.starts_at, Session.code)
    names = ["release_id", "session_id", "cancelled", *COPIED]
    return insert(ReleasedSession).from_select(names, rows)


def _check_next(forum: Forum, ready: Prepared) -> None:
    """Whoever releases at the same time waits for the draft. Raises ReleasedMeanwhile."""
    last = select(func.max(Release.number)).where(Release.forum_id == forum.id)
    number = db.session.scalar(last) or 0
    if number != ready.after:
        raise ReleasedMeanwhile(number=number)


def release_programme(
    forum: Forum, *, note: Words | None, by: int | None, now: datetime, write: bool = False
) -> Release:
    """Release the draft as it is, in one go: where a transaction is under way already.

    Raises what `freeze` raises.
    """
    return freeze(forum, prepare(forum), note=note, by=by, now=now, write=write)


def check_seen(ready: Prepared, *, seen: int, draft: int | None = None) -> None:
    """That what is ready is what somebody looked at: release `seen` before it, 0 for none.

    draft: the version of the draft that they saw; None where they say none. Raises
    ReleasedMeanwhile, DraftChanged, NothingToRelease.
    """
    if ready.after != seen:
        raise ReleasedMeanwhile(number=ready.after)
    if draft is not None and ready.version != draft:
        raise DraftChanged
    if not ready.sessions:
        raise NothingToRelease


def _sessions_of(forum: Forum) -> Sequence[Session]:
    asked = select(Session).where(Session.forum_id == forum.id, Session.unscheduled_at.is_(None))
    asked = asked.options(joinedload(Session.hall))
    return db.session.scalars(asked.order_by(Session.starts_at, Session.code)).all()


def _note_release(
    release: Release, ready: Prepared, *, actor: str, write: bool, now: datetime
) -> None:
    facts = {"number": release.number, "sessions": len(ready.sessions), "letters": write}
    note(
        Note(
            forum_id=release.forum_id,
            at=now,
            actor=actor,
            act="programme.release",
            kind="release",
            object_id=release.id,
            facts=facts,
        )
    )

"""Releasing: what the draft says now becomes what people see, register for and go by."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Point
from ...forums.rules import banner_topic
from ...i18n import Words
from ...live.services import touch
from ...trail.services import Note, note
from ..models import Appearance, Release, ReleasedSession, Session, Talk
from ..queries import plan_of
from ..queries.speakers import said_of_speakers
from ..rules.changes import Clashing
from ..rules.clash import Sentences
from ..rules.clash_index import clashes_in

COPIED = [
    column.name
    for column in ReleasedSession.__table__.c
    if column.name in Session.__table__.c and column.name != "id"
]


def release_programme(
    forum: Forum, *, note: Words | None, by: int | None, now: datetime
) -> Release:
    """Freeze every session of `forum` as it is now under the next number, cancelled ones marked.

    What is in the tray is in no release.

    note: what changed, for people. by: the id of the user who releases, None for the system.
    `frozen` holds the whole programme by codes and uuids: sessions in the order of their start,
    each with its talks and appearances (see `_session_said`). Raises Clashing where a hard clash
    is in the draft.
    """
    number = _next_number(forum)
    _check_clashes(forum)
    sessions = _sessions_of(forum)
    release = Release(
        forum_id=forum.id,
        number=number,
        note=note,
        released_at=now,
        released_by_id=by,
        frozen={"number": number, "sessions": _all_said(forum, sessions)},
    )
    db.session.add(release)
    db.session.flush()
    if sessions:
        rows = [_row_of(session, release) for session in sessions]
        db.session.execute(insert(ReleasedSession), rows)
    _note_release(release, len(sessions), by=by, now=now)
    touch(banner_topic(forum.id))
    return release


def _next_number(forum: Forum) -> int:
    """One more than the last; whoever releases at the same time waits for this commit."""
    db.session.execute(select(Forum.id).where(Forum.id == forum.id).with_for_update())
    last = select(func.max(Release.number)).where(Release.forum_id == forum.id)
    return (db.session.scalar(last) or 0) + 1


def _check_clashes(forum: Forum) -> None:
    hard = [clash for clash in clashes_in(plan_of(forum)) if clash.is_hard]
    if hard:
        raise Clashing(all=Sentences(tuple(hard)))


def _sessions_of(forum: Forum) -> Sequence[Session]:
    asked = select(Session).where(Session.forum_id == forum.id, Session.unscheduled_at.is_(None))
    asked = asked.options(joinedload(Session.hall))
    return db.session.scalars(asked.order_by(Session.starts_at, Session.code)).all()


def _row_of(session: Session, release: Release) -> dict[str, Any]:
    copied = {name: getattr(session, name) for name in COPIED}
    return copied | {
        "release_id": release.id,
        "session_id": session.id,
        "cancelled": session.cancelled_at is not None,
    }


def _all_said(forum: Forum, sessions: Iterable[Session]) -> list[dict[str, Any]]:
    talks, appearances, said = _talks_of(forum), _appearances_of(forum), said_of_speakers(forum)
    asked = select(Point.id, Point.code).where(Point.forum_id == forum.id)
    points = dict(db.session.execute(asked).all())
    uuids = {talk.id: talk.uuid for part in talks.values() for talk in part}
    return [
        _session_said(session)
        | {
            "talks": [_talk_said(talk) for talk in talks[session.id]],
            "appearances": [
                _appearance_said(one, said.get(one.person_id, {}))
                | {"talk": uuids.get(one.talk_id or 0), "point": points.get(one.point_id or 0)}
                for one in appearances[session.id]
            ],
        }
        for session in sessions
    ]


def _talks_of(forum: Forum) -> dict[int, list[Talk]]:
    by_session = defaultdict(list)
    asked = select(Talk).where(Talk.forum_id == forum.id).order_by(Talk.position)
    for talk in db.session.scalars(asked):
        by_session[talk.session_id].append(talk)
    return by_session


def _appearances_of(forum: Forum) -> dict[int, list[Appearance]]:
    by_session = defaultdict(list)
    """Without whoever declined: they leave the next release."""
    asked = select(Appearance).where(Appearance.forum_id == forum.id)
    asked = asked.where(Appearance.declined_at.is_(None))
    asked = asked.order_by(Appearance.position, Appearance.id)
    for one in db.session.scalars(asked.options(joinedload(Appearance.person))):
        by_session[one.session_id].append(one)
    return by_session


def _session_said(session: Session) -> dict[str, Any]:
    return {
        "uuid": session.uuid,
        "code": session.code,
        "kind": str(session.kind),
        "title": _words(session.title),
        "abstract": _words(session.abstract),
        "practical": _words(session.practical),
        "hall": {"code": session.hall.code, "name": _words(session.hall.name)},
        "zone": session.zone,
        "starts_wall": session.starts_wall.isoformat(),
        "starts_fold": session.starts_fold,
        "ends_wall": session.ends_wall.isoformat(),
        "ends_fold": session.ends_fold,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "documented": session.documented,
        "times_documented": session.times_documented,
        "title_documented": session.title_documented,
        "languages": session.languages,
        "cancelled": session.cancelled_at is not None,
    }


def _talk_said(talk: Talk) -> dict[str, Any]:
    return {
        "uuid": talk.uuid,
        "position": talk.position,
        "title": _words(talk.title),
        "minutes": talk.minutes,
    }


def _appearance_said(one: Appearance, of_themself: dict[str, Any]) -> dict[str, Any]:
    person = one.person
    mine = of_themself if one.confirmed_at else {}
    return {
        "person": {
            "uuid": person.uuid,
            "name": person.name,
            "post": _words(person.post),
            "organisation": person.organisation,
            "country": person.country,
            "documented": person.documented,
        }
        | mine,
        "role": str(one.role),
        "from_way": str(one.from_way),
        "position": one.position,
        "confirmed": one.confirmed_at is not None,
        "documented": one.documented,
        "from_documented": one.from_documented,
    }


def _words(words: Words | None) -> dict[str, str] | None:
    return dict(words.by_lang) if words else None


def _note_release(release: Release, sessions: int, *, by: int | None, now: datetime) -> None:
    note(
        Note(
            forum_id=release.forum_id,
            at=now,
            actor="system" if by is None else f"user {by}",
            act="programme.release",
            kind="release",
            object_id=release.id,
            facts={"number": release.number, "sessions": sessions},
        )
    )

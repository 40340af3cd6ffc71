"""The whole draft as a release freezes it: JSON by codes and UUIDs."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Point
from ...i18n import Words
from ..models import Appearance, InterpretationChannel, Session, Talk
from ..queries.drafts import orders_of
from ..queries.speakers import said_of_speakers


def all_said(forum: Forum, sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Each session with its talks, appearances, channels, interpreters and what it comes after.

    Interpreters stand apart: whatever shows who appears shows none of them. Six queries.
    """
    talks, appearances, said = _talks_of(forum), _appearances_of(forum), said_of_speakers(forum)
    channels = _channels_of(forum)
    asked = select(Point.id, Point.code).where(Point.forum_id == forum.id)
    points = dict(db.session.execute(asked).all())
    after: dict[str, list[str]] = defaultdict(list)
    for later, earlier in sorted(orders_of(forum)):
        after[later].append(earlier)
    uuids = {talk.id: talk.uuid for part in talks.values() for talk in part}
    return [
        session_said(session)
        | {
            "talks": [_talk_said(talk) for talk in talks[session.id]],
            "appearances": [
                _appearance_said(one, said.get(one.person_id, {}))
                | {"talk": uuids.get(one.talk_id or 0), "point": points.get(one.point_id or 0)}
                for one in appearances[session.id]
                if one.channel_id is None
            ],
            "channels": [_channel_said(x, channels) for x in channels[session.id].values()],
            "interpreters": [
                _appearance_said(one, {})
                | {"talk": None, "point": points.get(one.point_id or 0)}
                | {"channel": channels[session.id][one.channel_id].channel.key}
                for one in appearances[session.id]
                if one.channel_id is not None
            ],
            "after": after.get(session.code, []),
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
    """Without whoever declined: they leave the next release."""
    by_session = defaultdict(list)
    asked = select(Appearance).where(Appearance.forum_id == forum.id)
    asked = asked.where(Appearance.declined_at.is_(None))
    asked = asked.order_by(Appearance.position, Appearance.id)
    for one in db.session.scalars(asked.options(joinedload(Appearance.person))):
        by_session[one.session_id].append(one)
    return by_session


def _channels_of(forum: Forum) -> dict[int, dict[int, InterpretationChannel]]:
    """id of a session -> its channels by their ids, in the order of their names."""
    by_session: dict[int, dict[int, InterpretationChannel]] = defaultdict(dict)
    table = InterpretationChannel
    asked = select(table).where(table.forum_id == forum.id).order_by(table.language, table.kind)
    for row in db.session.scalars(asked):
        by_session[row.session_id][row.id] = row
    return by_session


def _channel_said(
    row: InterpretationChannel, channels: dict[int, dict[int, InterpretationChannel]]
) -> dict[str, Any]:
    source = channels[row.session_id][row.relay_from_id] if row.relay_from_id else None
    said = {"language": row.language, "kind": str(row.kind)}
    return said | {"relay_from": source.channel.key if source else None}


def session_said(session: Session) -> dict[str, Any]:
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
        "spoken": session.spoken,
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

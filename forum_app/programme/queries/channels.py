"""Channels of interpretation, as they are planned and as they are released."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum
from ..models import InterpretationChannel, Session
from ..rules import ReleasedAppearance, appearances_in, channels_in, interpreters_in
from ..rules.channels import Channel
from .released import latest_release
from .speakers import Spoken


def channels_in_draft(session: Session) -> list[InterpretationChannel]:
    """In the order of their names, as they are now. One query."""
    table = InterpretationChannel
    asked = select(table).where(table.session_id == session.id)
    asked = asked.order_by(table.language, table.kind)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def channel_in(session: Session, channel_id: int) -> InterpretationChannel | None:
    found = db.session.get(InterpretationChannel, channel_id)
    return found if found is not None and found.session_id == session.id else None


def planned_channels(forum: Forum, session_ids: Collection[int]) -> dict[int, list[Channel]]:
    """id of a session of the draft -> its channels, in the order of their names. One query."""
    table = InterpretationChannel
    asked = select(table).where(table.forum_id == forum.id, table.session_id.in_(session_ids))
    found: dict[int, list[Channel]] = {}
    for row in db.session.scalars(asked.order_by(table.language, table.kind)):
        found.setdefault(row.session_id, []).append(row.channel)
    return found


@dataclass(frozen=True)
class Manned:
    """A channel of the draft; relay_from: what is listened to, None for the floor."""

    row: InterpretationChannel
    relay_from: Channel | None
    interpreters: list[Spoken]


def manned(channels: Iterable[InterpretationChannel], people: Iterable[Spoken]) -> list[Manned]:
    """Each channel with who interprets. people: of the session. No query."""
    there, everybody = list(channels), list(people)
    names = {row.id: row.channel for row in there}
    return [
        Manned(
            row,
            names.get(row.relay_from_id or 0),
            [x for x in everybody if x.appearance.channel_id == row.id],
        )
        for row in there
    ]


@dataclass(frozen=True)
class ReleasedIn:
    """What the latest release says of the people and channels of one session."""

    appearances: list[ReleasedAppearance]
    interpreters: list[ReleasedAppearance]
    channels: list[Channel]


def released_in(forum: Forum, code: str) -> ReleasedIn:
    """One query."""
    release = latest_release(forum)
    frozen = release.frozen if release else {}
    return ReleasedIn(
        [x for x in appearances_in(frozen) if x.session_code == code],
        [x for x in interpreters_in(frozen) if x.session_code == code],
        channels_in(frozen).get(code, []),
    )

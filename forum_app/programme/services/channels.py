"""The channels of interpretation of a session of the draft: added, changed, taken away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum
from ...forums.rules import check_languages
from ...forums.services.noting import note_act
from ...versioned import change
from ..models import Appearance, ChannelKind, InterpretationChannel, Session
from ..queries.channels import channels_in_draft
from ..rules.channels import Channel, ChannelGone, ChannelTwice, channel_named, check_relay
from .draft_versions import hold_draft


def add_channel(
    session: Session, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> InterpretationChannel:
    """wanted: language, kind, relay_from_id. Raises UnknownLanguage, ChannelTwice, ChannelGone."""
    hold_draft(db.session.get_one(Forum, session.forum_id))
    _check(session, wanted)
    row = InterpretationChannel(forum_id=session.forum_id, session_id=session.id, **wanted)
    db.session.add(row)
    db.session.flush()
    _note("programme.add_channel", row, {"channel": row.channel.key}, actor, now)
    return row


def edit_channel(
    row: InterpretationChannel,
    session: Session,
    wanted: Mapping[str, Any],
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """Its interpreters stay. wanted: language, kind, relay_from_id.

    Raises UnknownLanguage, ChannelGone, ChannelTwice, RelayCircle, ChangedMeanwhile.
    """
    hold_draft(db.session.get_one(Forum, session.forum_id))
    _check(session, wanted, but=row.id)
    facts = change(row, wanted, seen=seen)
    names = {x.id: x.channel.key for x in channels_in_draft(session)}
    for side in facts.values():
        if "relay_from_id" in side:
            side["relay_from"] = names.get(side.pop("relay_from_id"))
    facts = facts and {"channel": row.channel.key, **facts}
    _note("programme.edit_channel", row, facts, actor, now)


def remove_channel(row: InterpretationChannel, *, actor: str, now: datetime) -> int:
    """Its interpreters leave with it, how many they were; what was interpreted from it is
    interpreted from the floor. Raises ChannelGone.
    """
    hold_draft(db.session.get_one(Forum, row.forum_id))
    session = db.session.get_one(Session, row.session_id)
    _check_there({row.id}, channels_in_draft(session))
    asked = select(Appearance).where(Appearance.channel_id == row.id)
    people = list(db.session.scalars(asked))
    for one in people:
        db.session.delete(one)
    table = InterpretationChannel
    for other in db.session.scalars(select(table).where(table.relay_from_id == row.id)):
        other.relay_from_id, other.version = None, other.version + 1
    db.session.flush()
    _note("programme.remove_channel", row, {"channel": row.channel.key}, actor, now)
    db.session.delete(row)
    db.session.flush()
    return len(people)


def write_channels(
    forum: Forum, frozen: Mapping[int, Iterable[Mapping[str, Any]]]
) -> dict[tuple[int, str], int]:
    """Give sessions (their ids) the channels that a release froze, and no others.

    (session id, key) -> id of each. Whoever calls holds the draft, and nobody interprets meanwhile.
    """
    table = InterpretationChannel
    asked = select(table).where(table.forum_id == forum.id, table.session_id.in_(frozen))
    there = {(x.session_id, x.channel): x for x in db.session.scalars(asked)}
    relays = {
        (of, Channel(x["language"], x["kind"])): channel_named(x["relay_from"] or "")
        for of, some in frozen.items()
        for x in some
    }
    for row in there.values():
        row.relay_from_id = None
    db.session.flush()
    for at in there.keys() - relays.keys():
        db.session.delete(there.pop(at))
    for of, channel in relays.keys() - there.keys():
        named = {"language": channel.language, "kind": ChannelKind(channel.kind)}
        there[of, channel] = table(forum_id=forum.id, session_id=of, **named)
        db.session.add(there[of, channel])
    db.session.flush()
    for (of, channel), source in relays.items():
        if source and (of, source) in there:
            there[of, channel].relay_from_id = there[of, source].id
    db.session.flush()
    return {(of, channel.key): row.id for (of, channel), row in there.items()}


def _check(session: Session, wanted: Mapping[str, Any], *, but: int | None = None) -> None:
    check_languages([wanted["language"]])
    there = channels_in_draft(session)
    channel = Channel(wanted["language"], wanted["kind"])
    _check_there({but, wanted["relay_from_id"]} - {None}, there)
    if any(x.channel == channel and x.id != but for x in there):
        raise ChannelTwice(channel=channel)
    if but is not None:
        check_relay(but, wanted["relay_from_id"], {x.id: x.relay_from_id for x in there})


def _check_there(ids: set[int], there: Iterable[InterpretationChannel]) -> None:
    """With the draft held: somebody may have taken one away. Raises ChannelGone."""
    if not ids <= {x.id for x in there}:
        raise ChannelGone


def _note(
    act: str, row: InterpretationChannel, facts: dict[str, Any], actor: str, now: datetime
) -> None:
    note_act(row.forum_id, act, "session", row.session_id, facts, actor=actor, now=now)

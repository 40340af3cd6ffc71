"""The talks of a session: they always fit it when they are written down."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum
from ...forums.services.noting import note_act
from ...i18n import Words
from ...versioned import change
from ..models import Appearance, Session, Talk
from ..queries.speakers import talks_in_draft
from ..rules.speaking import MovedMeanwhile, check_fits, moved
from .draft_versions import hold_draft


def add_talk(session: Session, title: Words, minutes: int, *, actor: str, now: datetime) -> Talk:
    """The last one. Raises NoMinutes, TalksTooLong."""
    talks = _held(session)
    check_fits(minutes, _minutes_of(session), [talk.minutes for talk in talks])
    talk = Talk(
        forum_id=session.forum_id,
        uuid=str(uuid4()),
        session_id=session.id,
        position=max((talk.position for talk in talks), default=0) + 1,
        title=title,
        minutes=minutes,
    )
    db.session.add(talk)
    db.session.flush()
    facts = {"title": dict(title.by_lang), "minutes": minutes}
    _note("programme.add_talk", talk, facts, actor, now)
    return talk


def edit_talk(
    talk: Talk,
    session: Session,
    wanted: Mapping[str, Any],
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """wanted: title, minutes. Raises NoMinutes, TalksTooLong, ChangedMeanwhile.

    One that only gets shorter is taken, also where all together are too long still.
    """
    talks = _held(session)
    if wanted["minutes"] > talk.minutes or wanted["minutes"] < 1:
        others = [x.minutes for x in talks if x.id != talk.id]
        check_fits(wanted["minutes"], _minutes_of(session), others)
    facts = change(talk, {name: wanted[name] for name in ("title", "minutes")}, seen=seen)
    _note("programme.edit_talk", talk, facts, actor, now)


def move_talk(
    talk: Talk, session: Session, by: int, *, seen: int, actor: str, now: datetime
) -> None:
    """So many places further on, or back. seen: the position it had on the page.

    Raises MovedMeanwhile.
    """
    talks = _held(session)
    if talk.position != seen:
        raise MovedMeanwhile
    after = moved(talks, talk, by)
    if after == talks:
        return
    put_in_positions(after)
    facts = {"before": {"order": _uuids(talks)}, "after": {"order": _uuids(after)}}
    _note("programme.order_talks", talk, facts, actor, now)


def remove_talk(talk: Talk, session: Session, *, actor: str, now: datetime) -> int:
    """Its speakers stay, for the whole session; how many they were."""
    _held(session)
    asked = select(Appearance).where(Appearance.talk_id == talk.id).order_by(Appearance.id)
    speakers = list(db.session.scalars(asked))
    for one in speakers:
        _stay(one)
    facts = {"title": dict(talk.title.by_lang), "minutes": talk.minutes}
    _note("programme.remove_talk", talk, facts, actor, now)
    db.session.delete(talk)
    db.session.flush()
    return len(speakers)


def _stay(one: Appearance) -> None:
    """For the whole session; once, where they are in it in the same role already."""
    same = select(Appearance.id).where(
        Appearance.session_id == one.session_id,
        Appearance.person_id == one.person_id,
        Appearance.role == one.role,
        Appearance.talk_id.is_(None),
    )
    if db.session.scalar(same) is None:
        one.talk_id, one.version = None, one.version + 1
    else:
        db.session.delete(one)
    db.session.flush()


def put_in_positions(rows: Sequence[Talk | Appearance]) -> None:
    """Number them from 1 on in this order; first to where no other row can be in the way."""
    for sign in (-1, 1):
        for position, row in enumerate(rows, 1):
            row.position = sign * position
        db.session.flush()


def _held(session: Session) -> list[Talk]:
    """Its talks; nobody else plans anything in the forum until the commit."""
    hold_draft(db.session.get_one(Forum, session.forum_id))
    db.session.refresh(session)
    talks = talks_in_draft(session)
    for talk in talks:
        db.session.refresh(talk)
    return talks


def _minutes_of(session: Session) -> int:
    return (session.ends_at - session.starts_at) // timedelta(minutes=1)


def _uuids(talks: list[Talk]) -> list[str]:
    return [talk.uuid for talk in talks]


def _note(act: str, talk: Talk, facts: dict[str, Any], actor: str, now: datetime) -> None:
    facts = facts and {"talk": talk.uuid, **facts}
    note_act(talk.forum_id, act, "session", talk.session_id, facts, actor=actor, now=now)

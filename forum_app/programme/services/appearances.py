"""Who appears in a session of the draft: put in, changed, moved, taken out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...forums.models import Forum, Person
from ...forums.services.noting import note_act
from ...text import folded, sort_key
from ...versioned import change
from ..models import Appearance, AppearanceRole, Session, Way
from ..queries.channels import channels_in_draft
from ..queries.speakers import people_in, talks_in_draft
from ..rules.channels import ChannelGone, check_channel
from ..rules.speaking import (
    MovedMeanwhile,
    Named,
    NobodyNamed,
    NoSuchPoint,
    RoleTwice,
    TalkGone,
    moved,
)
from .draft_versions import hold_draft
from .speaking import page_for
from .talks import put_in_positions

AT = ("role", "talk_id", "from_way", "point_id", "channel_id")


def person_for(forum: Forum, named: Named, *, now: datetime) -> Person:
    """Who that is; somebody new where the address is not known. Raises NobodyNamed.

    Whoever plans or registers the same address at the same moment means the same person.
    """
    hold_draft(forum)
    known = _known(forum, named.email)
    if known is not None:
        return known
    if not named.name:
        raise NobodyNamed
    try:
        with db.session.begin_nested():
            return _added(forum, named, named.name, now)
    except IntegrityError:
        known = _known(forum, named.email)  # who registered it was faster
        if known is None:
            raise
        return known


def _known(forum: Forum, email: str | None) -> Person | None:
    asked = select(Person).where(Person.forum_id == forum.id, Person.email == email)
    return db.session.scalar(asked) if email else None


def _added(forum: Forum, named: Named, name: str, now: datetime) -> Person:
    person = Person(
        forum_id=forum.id,
        uuid=str(uuid4()),
        name=name,
        email=named.email,
        organisation=named.organisation,
        post=named.post,
        country=named.country,
        name_folded=folded(name),
        name_sort=sort_key(name),
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    return person


def put_in(
    session: Session, person: Person, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> Appearance:
    """The last one, not asked yet; their own page is there from now on.

    wanted: role, talk_id, from_way, point_id; channel_id of interpreters. Raises NoSuchPoint,
    ChannelNeeded, NotAnInterpreter, NoTalkOfInterpreters, ChannelGone, TalkGone, RoleTwice.
    """
    hold_draft(db.session.get_one(Forum, session.forum_id))
    at = _checked(session, person, wanted)
    last = select(func.max(Appearance.position)).where(Appearance.session_id == session.id)
    appearance = Appearance(
        forum_id=session.forum_id,
        session_id=session.id,
        person_id=person.id,
        position=(db.session.scalar(last) or 0) + 1,
        documented=False,
        from_documented=False,
        **at,
    )
    db.session.add(appearance)
    db.session.flush()
    page_for(person, now=now)
    _note("programme.put_in", appearance, {"person": person.uuid, **_plain(at)}, actor, now)
    return appearance


def edit_appearance(
    appearance: Appearance,
    session: Session,
    wanted: Mapping[str, Any],
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """wanted: as for `put_in`; answer: "", "confirmed" or "declined", as the organisers know it.
    What is changed is no longer what a public source says.

    Raises what `put_in` raises, and ChangedMeanwhile.
    """
    hold_draft(db.session.get_one(Forum, session.forum_id))
    at = _checked(session, appearance.person, wanted, but=appearance.id)
    same_from = (at["from_way"], at["point_id"]) == (appearance.from_way, appearance.point_id)
    derived = {
        "documented": appearance.documented and at["role"] == appearance.role,
        "from_documented": appearance.from_documented and same_from,
    }
    answered = _answered(appearance, wanted["answer"], now)
    facts = change(appearance, at | derived | answered, seen=seen)
    for side in facts.values():
        for name in (*derived, "declined_because"):  # why is theirs, and stands in no fact
            side.pop(name, None)
    named = facts and {"person": appearance.person.uuid, **facts}
    _note("programme.edit_appearance", appearance, named, actor, now)


def move_person(
    appearance: Appearance, session: Session, by: int, *, seen: int, actor: str, now: datetime
) -> None:
    """So many places further on, or back. seen: the position it had on the page.

    Raises MovedMeanwhile.
    """
    hold_draft(db.session.get_one(Forum, session.forum_id))
    there = [x.appearance for x in people_in(session) if x.appearance.channel_id is None]
    for one in there:
        db.session.refresh(one)
    if appearance.position != seen:
        raise MovedMeanwhile
    before = sorted(there, key=lambda one: (one.position, one.id))
    after = moved(before, appearance, by)
    if after == before:
        return
    put_in_positions(after)
    facts = {"before": {"order": _uuids(before)}, "after": {"order": _uuids(after)}}
    _note("programme.order_people", appearance, facts, actor, now)


def take_out(appearance: Appearance, *, actor: str, now: datetime) -> None:
    """Out of this role; nothing that is published changes before the next release."""
    hold_draft(db.session.get_one(Forum, appearance.forum_id))
    at = {name: getattr(appearance, name) for name in AT}
    facts = {"person": appearance.person.uuid, **_plain(at)}
    _note("programme.take_out", appearance, facts, actor, now)
    db.session.delete(appearance)
    db.session.flush()


def _checked(
    session: Session, person: Person, wanted: Mapping[str, Any], *, but: int | None = None
) -> dict[str, Any]:
    at = {name: wanted.get(name) for name in AT}
    check_channel(at["role"], at["channel_id"], at["talk_id"])
    if at["channel_id"] not in {None, *(x.id for x in channels_in_draft(session))}:
        raise ChannelGone
    if at["talk_id"] not in {None, *(x.id for x in talks_in_draft(session))}:
        raise TalkGone
    if at["from_way"] is not Way.POINT:
        at["point_id"] = None
    elif at["point_id"] is None:
        raise NoSuchPoint
    same = select(Appearance.id).where(
        Appearance.session_id == session.id,
        Appearance.person_id == person.id,
        Appearance.role == at["role"],
        Appearance.talk_id.is_not_distinct_from(at["talk_id"]),
        Appearance.channel_id.is_not_distinct_from(at["channel_id"]),
    )
    there = db.session.scalar(same)
    if there is not None and there != but:
        raise RoleTwice(name=person.name)
    return at


def _answered(appearance: Appearance, answer: str, now: datetime) -> dict[str, Any]:
    """The instants of an answer; one that was given already keeps its own."""
    declines = answer == "declined"
    return {
        "confirmed_at": (appearance.confirmed_at or now) if answer == "confirmed" else None,
        "declined_at": (appearance.declined_at or now) if declines else None,
        "declined_because": appearance.declined_because if declines else None,
    }


def _plain(at: Mapping[str, Any]) -> dict[str, Any]:
    return {**at, "role": AppearanceRole(at["role"]).value, "from_way": Way(at["from_way"]).value}


def _uuids(there: list[Appearance]) -> list[str]:
    return [one.person.uuid for one in there]


def _note(
    act: str, appearance: Appearance, facts: dict[str, Any], actor: str, now: datetime
) -> None:
    forum_id, session_id = appearance.forum_id, appearance.session_id
    note_act(forum_id, act, "session", session_id, facts, actor=actor, now=now)

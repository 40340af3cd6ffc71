"""Who is in a forum, who may work in it, and what machines show."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from ... import seal
from ...accounts.models import User
from ...db import db
from ...i18n import Words
from ...text import folded, sort_key
from ...trail.services import Note, note
from ..models import ApiToken, Forum, ForumRole, Person, Role


def add_person(
    forum: Forum, name: str, *, post: Words | None, documented: bool, now: datetime
) -> Person:
    """A human in the forum whose address is not known. documented: from a public source."""
    person = Person(
        forum_id=forum.id,
        uuid=str(uuid4()),
        name=name,
        post=post,
        documented=documented,
        name_folded=folded(name),
        name_sort=sort_key(name),
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    return person


def appoint(forum: Forum, user: User, role: Role, *, actor: str, now: datetime) -> bool:
    """Give `user` a role in `forum`; whether they had not got it yet."""
    if db.session.get(ForumRole, (forum.id, user.id, role)):
        return False
    db.session.add(ForumRole(forum_id=forum.id, user_id=user.id, role=role, given_at=now))
    db.session.flush()
    facts = {"role": role.value}
    _note(forum, "forums.appoint", "user", user.id, facts, actor=actor, now=now)
    return True


def give_token(
    forum: Forum,
    name: str,
    secret: str,
    scopes: tuple[str, ...],
    *,
    ends_at: datetime | None,
    actor: str,
    now: datetime,
) -> ApiToken:
    """Let a machine that shows `secret` act for an organiser within `scopes`; None: no end."""
    token = ApiToken(
        forum_id=forum.id,
        name=name,
        fingerprint=seal.fingerprint(secret),
        scopes=list(scopes),
        made_at=now,
        ends_at=ends_at,
    )
    db.session.add(token)
    db.session.flush()
    facts = {"name": name, "scopes": list(scopes)}
    _note(forum, "forums.give_token", "token", token.id, facts, actor=actor, now=now)
    return token


def _note(
    forum: Forum,
    act: str,
    kind: str,
    object_id: int,
    facts: Mapping[str, object],
    *,
    actor: str,
    now: datetime,
) -> None:
    note(
        Note(
            forum_id=forum.id,
            at=now,
            actor=actor,
            act=act,
            kind=kind,
            object_id=object_id,
            facts=facts,
        )
    )

"""Adding, changing and revoking lines; the only way to a secret. Flushes, never commits.

The trail says what was done to a line and who opened its secret, and never holds the secret.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import select

from ... import seal
from ...db import db
from ...forums.models import Forum, Point
from ...live.services import touch
from ...programme.models import Session
from ...trail.services import Note, note
from ...versioned import change, lock, plain
from ..models import Link
from ..rules import links as rules
from ..rules.links import Secret
from ..rules.secrets import SecretOfAnother, retyped
from ..rules.topics import readiness_topic


def add_link(
    forum: Forum, wanted: Mapping[str, Any], secret: Secret, *, actor: str, now: datetime
) -> Link:
    """wanted: columns. Raises LineThereAlready and what `rules.check` raises."""
    rules.check(wanted)
    _check_new(forum, wanted, secret)
    link = Link(forum_id=forum.id, **wanted)
    if secret.text is not None:
        link.sealed_secret, link.secret_name = seal.sealed(secret.text), secret.name
    db.session.add(link)
    db.session.flush()
    told = {name: plain(value) for name, value in wanted.items() if value is not None}
    _note(link, "broadcast.add_link", _in_codes(told) | _said_of(secret), actor, now)
    return link


def edit_link(
    link: Link,
    wanted: Mapping[str, Any],
    secret: Secret,
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """Raises LinkRevoked, SecretOfAnother, SeveralParts, ChangedMeanwhile and what `rules.check`
    raises.

    Another address or secret is another revision: what was tested is not this line any more.
    """
    rules.check(wanted)
    lock(link)
    if link.revoked_at is not None:
        raise rules.LinkRevoked
    after = _secret_after(link, wanted, secret)
    touched = after is not None
    wanted = {**wanted, **({"secret_name": after.name} if after else {})}
    revised = touched or any(
        getattr(link, name) != wanted[name] for name in rules.REVISED if name in wanted
    )
    if after is not None:
        link.sealed_secret = seal.sealed(after.text) if after.text is not None else None
    facts = change(link, {**wanted, "revision": link.revision + revised}, seen=seen)
    if facts:
        facts = {when: _in_codes(what) for when, what in facts.items()}
        if touched:
            facts["before"] |= {"secret": None}
            facts["after"] |= _said_of(secret)
        _note(link, "broadcast.edit_link", facts, actor, now)


def revoke_link(link: Link, *, seen: int, actor: str, now: datetime) -> None:
    """It opens nothing any more, and its secret is forgotten. Raises LinkRevoked and
    ChangedMeanwhile."""
    lock(link)
    if link.revoked_at is not None:
        raise rules.LinkRevoked
    change(link, {"revoked_at": now, "secret_name": None}, seen=seen)
    link.sealed_secret = None
    db.session.flush()
    _note(link, "broadcast.revoke_link", {}, actor, now)


def show_secret(link: Link, *, actor: str, now: datetime) -> str:
    """For whoever prepares the line. Raises NoSecret and SecretClosed."""
    secret = secret_of(link)
    if secret is None:
        raise rules.NoSecret
    note_opened(link, "broadcast.show_secret", actor=actor, now=now)
    return secret


def secret_of(link: Link) -> str | None:
    """Whoever asks writes into the trail that it was opened. Raises SecretClosed."""
    try:
        return seal.opened(link.sealed_secret) if link.sealed_secret is not None else None
    except seal.CannotOpen:
        raise rules.SecretClosed from None


def note_opened(link: Link, act: str, *, actor: str, now: datetime, **facts: object) -> None:
    """now: on the real clock."""
    _append(link, act, {"revision": link.revision, **facts}, actor, now)


def _check_new(forum: Forum, wanted: Mapping[str, Any], secret: Secret) -> None:
    """Raises LineThereAlready, as where one invitation was pasted twice.

    A help to whoever lays lines, no invariant: two of a kind do no harm.
    """
    alike = [getattr(Link, name) == wanted.get(name) for name in rules.SAME]
    asked = select(Link).where(Link.forum_id == forum.id, Link.revoked_at.is_(None), *alike)
    if any(_opens_to(known, secret.text) for known in db.session.scalars(asked)):
        raise rules.LineThereAlready(address=wanted["address"])


def _opens_to(link: Link, secret: str | None) -> bool:
    """Whether that is its secret, which is shown to nobody, so the trail says nothing of it. Of one
    that was sealed with a key that is not here, it cannot be known."""
    try:
        return secret_of(link) == secret
    except rules.SecretClosed:
        return False


def _secret_after(link: Link, wanted: Mapping[str, Any], secret: Secret) -> Secret | None:
    """None where it stays as it is."""
    if secret.remove:
        return secret
    address = wanted.get("address", link.address)
    if secret.text is None:
        if link.secret_name is not None and address != link.address:
            raise SecretOfAnother
        return None
    kept = secret_of(link)
    if secret.name is not None or link.secret_name is None or kept is None:
        return secret
    moved = not rules.carries_as_before(link.secret_name, link.address, address)
    after = retyped((kept, link.secret_name), secret.text, address=link.address, moved=moved)
    return Secret(text=after.secret, name=after.name)


def _in_codes(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Sessions and points as people call them; which part carries the secret tells nobody."""
    told = {name: value for name, value in columns.items() if name != "secret_name"}
    for name, kind in (("session", Session), ("point", Point)):
        if f"{name}_id" in told:
            told[name] = _code(kind, told.pop(f"{name}_id"))
    return told


def _code(kind: type[Session] | type[Point], row_id: int | None) -> str | None:
    if row_id is None:
        return None
    return db.session.scalar(select(kind.code).where(kind.id == row_id))


def _said_of(secret: Secret) -> dict[str, str]:
    if secret.remove:
        return {"secret": "removed"}
    return {"secret": "written"} if secret.text is not None else {}


def _note(link: Link, act: str, facts: Mapping[str, Any], actor: str, now: datetime) -> None:
    """And whoever waits for the line hears of it."""
    touch(f"lines.{link.forum_id}")
    touch(readiness_topic(link.forum_id))
    _append(link, act, facts, actor, now)


def _append(link: Link, act: str, facts: Mapping[str, Any], actor: str, now: datetime) -> None:
    said = {name: x.value if isinstance(x, Enum) else x for name, x in facts.items()}
    note(
        Note(
            forum_id=link.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="link",
            object_id=link.id,
            facts=said,
        )
    )

"""The trail of a forum's things in one line, and who waits before a code is given."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...trail.services import Note, note
from ..models import Forum


def note_act(
    forum_id: int,
    act: str,
    kind: str,
    object_id: int,
    facts: Mapping[str, Any] | None = None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Note that `actor` did `act` ("forums.edit_hall") to the object of this kind and id.

    facts: of an edit, what it changed; an edit that changed nothing is not noted.
    """
    if facts is not None and not facts:
        return
    note(
        Note(
            forum_id=forum_id,
            at=now,
            actor=actor,
            act=act,
            kind=kind,
            object_id=object_id,
            facts=facts or {},
        )
    )


def one_maker_at_a_time(forum: Forum) -> None:
    """Whoever gives something in `forum` a code or number next waits for this commit."""
    db.session.execute(select(Forum.id).where(Forum.id == forum.id).with_for_update(key_share=True))

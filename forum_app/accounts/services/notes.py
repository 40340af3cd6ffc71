"""Every act about an account stands in the trail of the site."""

from collections.abc import Mapping
from datetime import datetime

from ...trail.services import Note, note


def note_user(
    user_id: int,
    act: str,
    *,
    actor: str,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
) -> None:
    note(
        Note(
            forum_id=None,
            at=now,
            actor=actor,
            act=f"accounts.{act}",
            kind="user",
            object_id=user_id,
            facts=facts or {},
            personal=personal or {},
        )
    )

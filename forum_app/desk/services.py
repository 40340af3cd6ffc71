"""What the desk itself does: it notes what leaves the house."""

from collections.abc import Mapping
from datetime import datetime

from ..forums.models import Forum
from ..trail.services import Note, note


def note_export(
    forum: Forum,
    what: str,
    kind: str,
    rows: int,
    asked: Mapping[str, str],
    *,
    actor: str,
    now: datetime,
) -> None:
    """`actor` takes `rows` rows of the table `what` along. asked: by what it was narrowed; words
    that were looked for may name somebody, and stand where they can be redacted."""
    facts = {"table": what, "format": kind, "rows": rows}
    narrowed = {key: value for key, value in asked.items() if key != "q"}
    note(
        Note(
            forum_id=forum.id,
            at=now,
            actor=actor,
            act="desk.export",
            kind="forum",
            object_id=forum.id,
            facts=facts | ({"narrowed": narrowed} if narrowed else {}),
            personal={"words": asked["q"]} if "q" in asked else {},
        )
    )

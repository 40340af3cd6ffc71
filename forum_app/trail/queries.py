"""Questions to the trail. Reads only."""

from collections.abc import Iterator

from sqlalchemy import select

from ..db import db
from .models import ChainHead, Entry, EntryPersonal
from .services import SITE, START, entry_hash, personal_hash

_COLUMNS = [c for c in Entry.__table__.c if c.name not in ("id", "hash")]


def entries_of(
    forum_id: int, kind: str, object_id: int, *, at_most: int | None = None
) -> list[Entry]:
    """What happened to one object, the latest first."""
    asked = (
        select(Entry)
        .where(Entry.forum_id == forum_id, Entry.kind == kind, Entry.object_id == object_id)
        .order_by(Entry.id.desc())
        .limit(at_most)
    )
    return list(db.session.scalars(asked))


def broken_links() -> Iterator[str]:
    """Each place where a chain does not hold: altered, missing, out of order, or cut at the end."""
    ends: dict[int, tuple[str, int]] = {}
    rows = db.session.execute(
        select(Entry.id, Entry.hash, EntryPersonal, *_COLUMNS)
        .outerjoin(EntryPersonal, EntryPersonal.entry_id == Entry.id)
        .order_by(Entry.id)
        .execution_options(yield_per=500)
    )
    for row in rows:
        columns = {c.name: row._mapping[c] for c in _COLUMNS}
        forum = columns["forum_id"] or SITE
        end, length = ends.get(forum, (START, 0))
        if columns["previous_hash"] != end or row.hash != entry_hash(columns):
            yield f"entry {row.id} does not follow the one before it"
        if _personal_altered(row.EntryPersonal, columns["personal_hash"]):
            yield f"entry {row.id}: its personal values were altered"
        ends[forum] = (row.hash, length + 1)
    for head in db.session.scalars(select(ChainHead)):
        if (head.hash, head.length) != ends.get(head.forum_id, (START, 0)):
            yield f"the trail of forum {head.forum_id} was cut"


def _personal_altered(personal: EntryPersonal | None, expected: str | None) -> bool:
    if personal is None:
        return expected is not None
    if personal.before_after is None:
        return personal.redacted_at is None
    return personal_hash(personal.salt, personal.before_after) != expected

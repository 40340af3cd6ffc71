"""Rows of many sessions of a draft written at once: by statements, past the flush.

Whoever calls holds the draft and counts its version up.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from ...db import db
from ...forums.models import Forum
from ...i18n import Words
from ..models import Appearance, AppearanceRole, Prerequisite, Session, Talk, Way
from ..rules.restoring import Ordered
from .channels import write_channels

_ASIDE = 100_000  # positions of talks while they change places

Row = dict[str, Any]


@dataclass(frozen=True)
class Parts:
    """The talks, appearances and channels that a session is to have, and no others.

    talks, channels: as a release froze them; appearances: columns, the talk named by its UUID as
    "talk", the channel by its key as "channel".
    """

    session_id: int
    talks: Sequence[Row]
    appearances: Sequence[Row]
    channels: Sequence[Row]


def once_each(appearances: Iterable[Row]) -> list[Row]:
    """Without a second one of the same person, part and talk: two persons may be one by now."""
    once = {(x["person_id"], x["role"], x["talk"], x["channel"]): x for x in appearances}
    return list(once.values())


def write_sessions(rows: Sequence[Row]) -> None:
    """rows: "row_id" and columns; not all rows have the same columns."""
    table = cast(Table, Session.__table__)
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_columns.setdefault(tuple(sorted(row)), []).append(row)
    for some in by_columns.values():
        changed = update(table).where(table.c.id == bindparam("row_id"))
        db.session.connection().execute(changed, some)


def shelve(session_ids: Sequence[int], *, now: datetime) -> None:
    """Into the tray, where they keep hall and times."""
    values: Row = {"unscheduled_at": now, "version": Session.version + 1}
    shelved = update(Session).where(Session.id.in_(session_ids)).values(**values)
    if session_ids:
        db.session.execute(shelved.execution_options(synchronize_session=False))


def write_orders(forum: Forum, orders: Sequence[Ordered], *, but: Set[int]) -> None:
    """Put down those that come back, take away those that go; versions rise. but: ids of sessions
    whose version has risen already.
    """
    if not orders:
        return
    asked = select(Session.code, Session.id).where(Session.forum_id == forum.id)
    ids = dict(db.session.execute(asked).all())
    rows = [(ids[one.order[0]], ids[one.order[1]], one.comes_back) for one in orders]
    back = [{"session_id": x, "after_id": y} for x, y, comes in rows if comes]
    if back:
        db.session.execute(insert(Prerequisite), [x | {"forum_id": forum.id} for x in back])
    for session_id, after_id, comes in rows:
        if not comes:
            pair = (Prerequisite.session_id == session_id, Prerequisite.after_id == after_id)
            _do(delete(Prerequisite).where(*pair))
    changed = {session_id for session_id, _, _ in rows} - but
    raised = update(Session).where(Session.id.in_(changed)).values(version=Session.version + 1)
    _do(raised)


def write_parts(forum: Forum, parts: Sequence[Parts]) -> None:
    """Appearances make room, talks and channels change, then they come back under their ids."""
    if not parts:
        return
    db.session.flush()
    there = _appearances([x.session_id for x in parts])
    rows = _put_together(parts, there)
    ids = [x.session_id for x in parts]
    _do(delete(Appearance).where(Appearance.session_id.in_(ids)))
    _write_talks(forum, parts)
    asked = select(Talk.uuid, Talk.id).where(Talk.session_id.in_(ids))
    talks = dict(db.session.execute(asked).all())
    channels = write_channels(forum, {x.session_id: x.channels for x in parts})
    for row in rows:
        row |= {"forum_id": forum.id, "talk_id": talks.get(row.pop("talk"))}
        row["channel_id"] = channels.get((row["session_id"], row.pop("channel")))
    table, connection = cast(Table, Appearance.__table__), db.session.connection()
    for some in ([x for x in rows if "id" in x], [x for x in rows if "id" not in x]):
        if some:
            connection.execute(insert(table), some)


def _do(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


_Key = tuple[int, int, str]
_KEPT = ("invited_at", "confirmed_at", "declined_at", "declined_because")


def _appearances(session_ids: Sequence[int]) -> dict[_Key, list[Row]]:
    """(session, person, part) -> what of each stays whatever a release says: see _KEPT."""
    asked = select(Appearance).where(Appearance.session_id.in_(session_ids))
    found: dict[_Key, list[Row]] = {}
    for one in db.session.scalars(asked.order_by(Appearance.id)):
        kept = {name: getattr(one, name) for name in _KEPT}
        row = kept | {"id": one.id, "version": one.version + 1}
        found.setdefault((one.session_id, one.person_id, str(one.role)), []).append(row)
        db.session.expunge(one)
    return found


def _put_together(parts: Sequence[Parts], there: dict[_Key, list[Row]]) -> list[Row]:
    """The rows that come back; who answered an invitation has answered it."""
    rows = []
    for part in parts:
        for one in part.appearances:
            row: Row = {**dict.fromkeys(_KEPT), **one}
            row |= {"role": AppearanceRole(one["role"]), "from_way": Way(one["from_way"])}
            some = there.get((part.session_id, row["person_id"], str(one["role"])))
            if some:
                row |= some.pop(0)
                if not row["declined_at"]:
                    row["confirmed_at"] = row["confirmed_at"] or one["confirmed_at"]
            rows.append(row | {"session_id": part.session_id})
    return rows


def _write_talks(forum: Forum, parts: Sequence[Parts]) -> None:
    ids = [x.session_id for x in parts]
    wanted = {
        talk["uuid"]: {
            "session_id": part.session_id,
            "position": talk["position"],
            "title": Words(talk["title"]),
            "minutes": talk["minutes"],
        }
        for part in parts
        for talk in part.talks
    }
    table = cast(Table, Talk.__table__)
    connection = db.session.connection()
    _do(update(Talk).where(Talk.session_id.in_(ids)).values(position=Talk.position + _ASIDE))
    asked = select(Talk.uuid).where(Talk.forum_id == forum.id, Talk.uuid.in_(list(wanted)))
    there = set(db.session.scalars(asked))
    changed = [row | {"of": uuid} for uuid, row in wanted.items() if uuid in there]
    if changed:
        connection.execute(update(table).where(table.c.uuid == bindparam("of")), changed)
    _do(delete(Talk).where(Talk.session_id.in_(ids), Talk.position >= _ASIDE))
    added = [row | {"uuid": uuid, "forum_id": forum.id} for uuid, row in wanted.items()]
    if added := [row for row in added if row["uuid"] not in there]:
        connection.execute(insert(table), added)

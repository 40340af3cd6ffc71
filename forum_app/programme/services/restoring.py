"""An earlier release becomes the draft again; the release itself stays as it is.

As with a release, everything is read and made ready first, and written in one short transaction,
by statements for many rows at once.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...announce import ReleaseRestored, say
from ...clock import ZONE_DATA, Skipped, instant_of
from ...db import db
from ...forums.models import Forum, Hall, MergedPerson, Person, Point
from ...forums.rules import folded_words, sort_keys
from ...i18n import LANGUAGES, Words
from ...trail.services import Note, note
from .. import queries
from ..models import Appearance, Release, Session, SessionKind
from ..rules import restoring as rules
from ..rules.changelog import Change, changes_in
from ..rules.restoring import DraftChangedMeanwhile, Lost, Order, Ordered, orders_again
from . import rewriting
from .draft_versions import count_up, hold_draft
from .freezing import all_said


@dataclass
class Restoring:
    """A release ready to be the draft again, beside the draft as it was at `version`."""

    version: int
    release_id: int
    number: int
    changes: list[Change]  # of the draft, by becoming the release
    tray: list[str]  # codes of the sessions that came later
    sessions: list[dict[str, Any]] = field(default_factory=list)  # id and columns
    shelved: list[int] = field(default_factory=list)
    parts: list[rewriting.Parts] = field(default_factory=list)  # of sessions whose parts differ
    orders: list[Ordered] = field(default_factory=list)  # that come back, or go
    lost: list[Lost] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.changes or self.tray or self.orders)


def prepare_restoring(forum: Forum, release: Release) -> Restoring:
    """Read both; nothing is written. Some eleven queries."""
    version, now_there = queries.draft_version(forum), queries.draft_of(forum)
    placed = [x for x in now_there if x.unscheduled_at is None]
    said = {x["uuid"]: x for x in all_said(forum, now_there)}
    frozen = {x["uuid"]: x for x in release.frozen.get("sessions", ())}
    draft = {"sessions": [said[x.uuid] for x in placed]}
    later = [x for x in placed if x.uuid not in frozen and x.cancelled_at is None]
    gone = {x.uuid for x in placed if x.uuid not in frozen and x.cancelled_at is not None}
    ready = Restoring(
        version=version,
        release_id=release.id,
        number=release.number,
        changes=[x for x in changes_in(draft, release.frozen) if x.uuid not in gone],
        tray=[x.code for x in later],
        shelved=[x.id for x in later],
    )
    there = _There(forum)
    for session in now_there:
        draft = said[session.uuid]
        wanted = session.uuid in frozen and rules.whole(frozen[session.uuid], draft)
        if wanted and (_differs(wanted, draft) or session.unscheduled_at):
            _make_ready(ready, session, wanted, draft, there, release)
    _order(ready, queries.orders_of(forum), list(frozen.values()), {x.code for x in now_there})
    return ready


def _differs(wanted: dict[str, Any], said: dict[str, Any]) -> bool:
    """Whether more than its order is other than it was."""
    return wanted | {"after": None} != said | {"after": None}


def _order(
    ready: Restoring, now: set[Order], frozen: list[dict[str, Any]], there: set[str]
) -> None:
    """Which orders come back, and which go: of what is in the release; the rest keeps its own."""
    known = [one for one in frozen if "after" in one]
    if frozen and not known:
        ready.lost.append(rules.orders_unknown())
        return
    wanted = {(one["code"], x) for one in known for x in one["after"] if x in there}
    by_then, lost = orders_again(now, wanted, {one["code"] for one in known})
    ready.orders = [Ordered(one, True) for one in sorted(by_then - now)]
    ready.orders += [Ordered(one, False) for one in sorted(now - by_then)]
    ready.lost += [rules.order_lost(*one) for one in lost]


def restore(forum: Forum, ready: Restoring, *, seen: int, actor: str, now: datetime) -> None:
    """Make the draft what is ready; versions rise. Raises DraftChangedMeanwhile.

    seen: the version of the draft that was looked at before.
    """
    if ready.version != seen or hold_draft(forum) != seen:
        raise DraftChangedMeanwhile
    for row in ready.sessions:
        row["cancelled_at"] = (row.pop("was_cancelled_at") or now) if row["cancelled_at"] else None
    rewriting.write_sessions(ready.sessions)
    rewriting.shelve(ready.shelved, now=now)
    rewriting.write_parts(forum, ready.parts)
    rewriting.write_orders(forum, ready.orders, but={row["row_id"] for row in ready.sessions})
    count_up(forum)
    facts = {
        "number": ready.number,
        "sessions": [change.code for change in ready.changes],
        "into_tray": ready.tray,
        "orders": [" ← ".join(one.order) for one in ready.orders],
        "not_restored": [{lang: one.said_in(lang) for lang in LANGUAGES} for one in ready.lost],
    }
    note(
        Note(
            forum_id=forum.id,
            at=now,
            actor=actor,
            act="programme.restore_release",
            kind="release",
            object_id=ready.release_id,
            facts=facts,
        )
    )
    db.session.expire_all()
    told = {"forum_id": forum.id, "release_id": ready.release_id}
    say(ReleaseRestored(at=now, by=actor, **told))


class _There:
    """What a release names by codes and UUIDs, as it is now; and who declined. Five queries."""

    def __init__(self, forum: Forum) -> None:
        of = {"forum_id": forum.id}
        self.halls = {x.code: x.id for x in db.session.query(Hall).filter_by(**of)}
        self.points = {x.code: x.id for x in db.session.query(Point).filter_by(**of)}
        columns = (Person.id, Person.uuid, Person.name)
        people = db.session.execute(select(*columns).where(Person.forum_id == forum.id)).all()
        self.people = {uuid: id_ for id_, uuid, _ in people}
        self.names = {id_: name for id_, _, name in people}
        merged = select(MergedPerson.gone_id, MergedPerson.kept_id)
        merged = merged.where(MergedPerson.forum_id == forum.id)
        self.kept = dict(db.session.execute(merged).all())
        answered = (Appearance.session_id, Appearance.person_id, Appearance.role)
        declined = select(*answered).where(Appearance.forum_id == forum.id)
        declined = declined.where(Appearance.declined_at.is_not(None))
        self.declined = {(x, y, str(role)) for x, y, role in db.session.execute(declined)}


def _make_ready(
    ready: Restoring,
    session: Session,
    wanted: dict[str, Any],
    said: dict[str, Any],
    there: _There,
    release: Release,
) -> None:
    ready.sessions.append(_columns(ready, session, wanted, there))
    if any(wanted[x] != said[x] for x in ("talks", "appearances", "channels", "interpreters")):
        appearances = [
            row
            for one in (*wanted["appearances"], *wanted["interpreters"])
            if (row := _appearance(ready, session, one, there, release))
        ]
        once, channels = rewriting.once_each(appearances), wanted["channels"]
        ready.parts.append(rewriting.Parts(session.id, wanted["talks"], once, channels))


def _columns(
    ready: Restoring, session: Session, wanted: dict[str, Any], there: _There
) -> dict[str, Any]:
    title = Words(wanted["title"])
    hall = wanted["hall"]["code"]
    if hall not in there.halls:
        ready.lost.append(rules.hall_lost(session.code, hall))
    same = ("documented", "times_documented", "title_documented", "languages", "spoken")
    return {
        "row_id": session.id,
        "kind": SessionKind(wanted["kind"]),
        "title": title,
        "abstract": Words(wanted["abstract"]) if wanted["abstract"] else None,
        "practical": Words(wanted["practical"]) if wanted["practical"] else None,
        "title_folded": folded_words(title),
        "title_sort": sort_keys(title),
        "hall_id": there.halls.get(hall, session.hall_id),
        "cancelled_at": wanted["cancelled"],  # when it is known, by `restore`
        "was_cancelled_at": session.cancelled_at,
        "unscheduled_at": None,
        "version": session.version + 1,
        **{name: wanted[name] for name in same if name in wanted},
        **_times(ready, session, wanted),
    }


def _times(ready: Restoring, session: Session, wanted: dict[str, Any]) -> dict[str, Any]:
    zone = wanted["zone"]
    walls = {x: datetime.fromisoformat(wanted[f"{x}_wall"]) for x in ("starts", "ends")}
    folds = {x: int(wanted[f"{x}_fold"]) for x in walls}
    try:
        instants = {f"{x}_at": instant_of(walls[x], zone, folds[x]) for x in walls}
    except Skipped:
        ready.lost.append(rules.time_lost(session.code))
        return {}
    return {
        "zone": zone,
        "zone_data": ZONE_DATA,
        **instants,
        **{f"{x}_wall": wall for x, wall in walls.items()},
        **{f"{x}_fold": fold for x, fold in folds.items()},
    }


def _appearance(
    ready: Restoring, session: Session, one: dict[str, Any], there: _There, release: Release
) -> dict[str, Any] | None:
    """As columns, but for the talk, named by its UUID, and the channel, named by its key.

    None where nobody comes back.
    """
    code, name, point, way = session.code, one["person"]["name"], one["point"], one["from_way"]
    person_id = there.people.get(one["person"]["uuid"])
    if person_id is None:
        ready.lost.append(rules.person_lost(code, name))
        return None
    if person_id in there.kept:
        person_id = there.kept[person_id]
        ready.lost.append(rules.person_merged(code, name, there.names[person_id]))
    if (session.id, person_id, one["role"]) in there.declined:
        stays = rules.answer_stays(code, there.names[person_id])
        ready.lost += [stays] if stays not in ready.lost else []
    if point and point not in there.points:
        ready.lost.append(rules.point_lost(code, name, point))
        point, way = None, "online"
    return {
        "person_id": person_id,
        "role": one["role"],
        "talk": one["talk"],
        "channel": one.get("channel"),
        "from_way": way,
        "point_id": there.points[point] if point else None,
        "position": one["position"],
        "confirmed_at": release.released_at if one["confirmed"] else None,
        "documented": one["documented"],
        "from_documented": one["from_documented"],
    }

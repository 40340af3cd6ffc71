"""What each public page shows, one question a page. The forum itself was asked for before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...db import db
from ...forums.models import Forum, Point
from ...forums.queries import points_of
from ...text import sort_key
from ..models import Release, ReleasedSession, SeatCount, SessionKind, Slides
from ..rules import (
    ReleasedAppearance,
    ReleasedPerson,
    ReleasedTalk,
    WaySeats,
    appearances_in,
    by_person,
    channels_in,
    talks_in,
    ways_of,
)
from ..rules.channels import Followed, followed_in
from .released import latest_release, released_sessions, released_with_release, seats_offered
from .speakers import slides_of_these


@dataclass(frozen=True)
class Home:
    sessions: list[ReleasedSession]
    main: ReleasedSession | None  # the session whose seats stand for the forum
    ways: list[WaySeats]  # of `main`
    points: list[Point]


def home_of(forum: Forum) -> Home:
    """Three queries."""
    sessions = released_sessions(forum)
    main = next(iter(key_sessions(sessions)), None)
    counts = seats_offered(forum, session_id=main.session_id) if main else []
    return Home(sessions, main, ways_of(counts), points_of(forum))


@dataclass(frozen=True)
class ScheduleEntry:
    session: ReleasedSession
    ways: list[WaySeats]
    speakers: list[ReleasedPerson]
    points: frozenset[str]  # codes of those where one attends it, and of those that speak in it
    followed: list[Followed]


@dataclass(frozen=True)
class Schedule:
    release: Release | None
    entries: list[ScheduleEntry]  # by start, then hall
    points: list[Point]


def schedule_of(forum: Forum) -> Schedule:
    """Four queries."""
    release, counts = latest_release(forum), _counts_by_session(forum)
    speakers: dict[str, dict[str, ReleasedPerson]] = {}
    speak_at: dict[str, set[str]] = {}
    for one in appearances_in(release.frozen) if release else ():
        # who has several roles is there once
        speakers.setdefault(one.session_code, {})[one.person.uuid] = one.person
        speak_at.setdefault(one.session_code, set()).update({one.point} if one.point else ())
    channels = channels_in(release.frozen) if release else {}
    entries = []
    for session in released_sessions(forum):
        there = [] if session.cancelled else counts.get(session.session_id, [])
        at = {count.point.code for count in there if count.point}
        points = frozenset(at | speak_at.get(session.code, set()))
        people = list(speakers.get(session.code, {}).values())
        followed = followed_in(session.languages, session.spoken, channels.get(session.code, ()))
        entries.append(ScheduleEntry(session, ways_of(there), people, points, followed))
    return Schedule(release, entries, points_of(forum))


def seats_by_session(forum: Forum) -> list[tuple[ReleasedSession, list[WaySeats]]]:
    """The released sessions in order, each with the seats of its ways as they are now. Two queries.

    A cancelled session has no ways.
    """
    counts = _counts_by_session(forum)
    return [
        (session, [] if session.cancelled else ways_of(counts.get(session.session_id, [])))
        for session in released_sessions(forum)
    ]


def _counts_by_session(forum: Forum) -> dict[int, list[SeatCount]]:
    counts: dict[int, list[SeatCount]] = {}
    for count in seats_offered(forum):
        counts.setdefault(count.session_id, []).append(count)
    return counts


@dataclass(frozen=True)
class SessionPage:
    session: ReleasedSession
    ways: list[WaySeats]
    talks: list[ReleasedTalk]
    appearances: list[ReleasedAppearance]
    points: list[Point]
    slides: Sequence[Slides]  # that everybody may have, of who appears
    followed: list[Followed]

    @property
    def people(self) -> list[list[ReleasedAppearance]]:
        """The appearances of each person together."""
        return by_person(self.appearances)


def session_page(forum: Forum, code: str) -> SessionPage | None:
    """None where the latest release has no session with `code`. At most four queries."""
    found = released_with_release(forum, code)
    if found is None:
        return None
    session, release = found
    appear = [one for one in appearances_in(release.frozen) if one.session_code == session.code]
    return SessionPage(
        session,
        session_seats(forum, session),
        [talk for talk in talks_in(release.frozen) if talk.session_code == session.code],
        appear,
        points_of(forum),
        slides_of_these(session, {one.person.uuid for one in appear}),
        followed_in(
            *(session.languages, session.spoken),
            channels_in(release.frozen).get(session.code, ()),
        ),
    )


def session_seats(forum: Forum, session: ReleasedSession) -> list[WaySeats]:
    """The seats of its ways as they are now; none where it is cancelled. At most one query."""
    if session.cancelled:
        return []
    return ways_of(seats_offered(forum, session_id=session.session_id))


@dataclass(frozen=True)
class Speaker:
    person: ReleasedPerson
    appearances: list[tuple[ReleasedAppearance, ReleasedSession]]

    @property
    def sessions(self) -> list[tuple[list[ReleasedAppearance], ReleasedSession]]:
        """What they do in each session together."""
        sessions = {session.code: session for _, session in self.appearances}
        return [
            (many, sessions[many[0].session_code])
            for many in by_person(one for one, _ in self.appearances)
        ]


@dataclass(frozen=True)
class Speakers:
    speakers: list[Speaker]
    points: list[Point]

    def at(self, slug: str) -> Speaker | None:
        """The speaker whose slug this is, or was under another name."""
        short = slug.rpartition("-")[2]
        return next((x for x in self.speakers if x.person.slug.rpartition("-")[2] == short), None)


def speakers_of(forum: Forum) -> Speakers:
    """Who appears in the latest release, in the order of a Vietnamese dictionary. Three queries."""
    release = latest_release(forum)
    sessions = {session.code: session for session in released_sessions(forum)}
    people: dict[str, ReleasedPerson] = {}
    found: dict[str, list[tuple[ReleasedAppearance, ReleasedSession]]] = {}
    for one in appearances_in(release.frozen) if release else ():
        if one.confirmed or one.person.uuid not in people:  # of who confirmed more is told
            people[one.person.uuid] = one.person
        found.setdefault(one.person.uuid, []).append((one, sessions[one.session_code]))
    all_ = (Speaker(people[uuid], appears) for uuid, appears in found.items())
    ordered = sorted(all_, key=lambda x: (sort_key(x.person.name), x.person.uuid))
    return Speakers(ordered, points_of(forum))


@dataclass(frozen=True)
class Points:
    points: list[Point]
    key: list[ReleasedSession]  # whose local start is shown; the first one's seats are
    seats: dict[int, SeatCount]  # point id -> seats there in the first of `key`
    sessions: dict[int, ReleasedSession]  # session id -> each that is held


def points_page(forum: Forum, code: str = "") -> Points:
    """code: of the session that was chosen; where none is held of that code, the key sessions are
    told. Three queries."""
    sessions = released_sessions(forum)
    chosen = [x for x in sessions if x.code == code and not x.cancelled]
    key = chosen or key_sessions(sessions)
    counts = seats_offered(forum, session_id=key[0].session_id) if key else []
    seats = {count.point_id: count for count in counts if count.point_id is not None}
    held = {x.session_id: x for x in sessions if not x.cancelled}
    return Points(points_of(forum), key, seats, held)


def seats_at(point: Point) -> dict[int, SeatCount]:
    """session id -> the seats at `point` in that session; none where it takes part no more."""
    if point.withdrawn_at is not None:
        return {}
    asked = db.select(SeatCount).filter_by(forum_id=point.forum_id, point_id=point.id)
    return {count.session_id: count for count in db.session.scalars(asked)}


def key_sessions(sessions: Iterable[ReleasedSession]) -> list[ReleasedSession]:
    """The first plenary and the first workshop; where there is neither, the first session."""
    held = [session for session in sessions if not session.cancelled]
    found = [
        next((session for session in held if session.kind is kind), None)
        for kind in (SessionKind.PLENARY, SessionKind.WORKSHOP)
    ]
    return [session for session in found if session is not None] or held[:1]

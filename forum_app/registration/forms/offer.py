"""What the registration page offers: per session the ways, each with what is left of it."""

from dataclasses import dataclass

from ...forums.models import Forum, Point
from ...programme.models import ReleasedSession, SeatCount, Way
from ...programme.queries import released_sessions, seat_counts_of
from .. import queries
from ..models import Category, ConsentWording, Terms
from ..rules import Choice

WAIT = "-wait"
MEANWHILE = "+online"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One radio button: `value` is what it sends, the rest is what it says."""

    value: str
    way: Way
    total: int
    taken: int
    waiting: int

    @property
    def is_line(self) -> bool:
        return WAIT in self.value

    @property
    def has_meanwhile(self) -> bool:
        return self.value.endswith(MEANWHILE)


@dataclass(frozen=True, kw_only=True)
class SessionOffer:
    session: ReleasedSession
    options: list[Option]
    full_points: dict[str, int]  # code of a full point -> how many wait there

    @property
    def field(self) -> str:
        return f"way_{self.session.code}"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """All that the page shows beside what is typed. `points`: those with seats in some session."""

    terms: Terms
    categories: list[Category]
    wordings: list[ConsentWording]
    sessions: list[SessionOffer]
    points: list[Point]


def offer_of(forum: Forum, mine: frozenset[int] = frozenset()) -> Offer:
    """What `forum` offers now. Six queries.

    mine: ids of the SeatCounts in which the reader has a seat: those are never full to them.
    """
    counts: dict[int, list[SeatCount]] = {}
    for count in seat_counts_of(forum):
        counts.setdefault(count.session_id, []).append(count)
    queues, terms = queries.queue_lengths(forum), queries.terms_of(forum)
    offered = [s for s in released_sessions(forum) if s.session_id in counts and not s.cancelled]
    return Offer(
        terms=terms,
        categories=queries.categories_of(forum),
        wordings=queries.consent_wordings_of(forum),
        sessions=[_offer(s, counts[s.session_id], queues, terms, mine) for s in offered],
        points=_points_in(count for s in offered for count in counts[s.session_id]),
    )


def _points_in(counts: object) -> list[Point]:
    found = {c.point.id: c.point for c in counts if c.point and c.seats}  # type: ignore[attr-defined]
    return sorted(found.values(), key=lambda point: point.position)


def _offer(
    session: ReleasedSession,
    counts: list[SeatCount],
    queues: dict[int, int],
    terms: Terms,
    mine: frozenset[int],
) -> SessionOffer:
    ways: dict[Way, list[SeatCount]] = {}
    for count in counts:
        ways.setdefault(count.way, []).append(count)
    online_left = any(c.taken < c.seats for c in ways.get(Way.ONLINE, ()))
    options = []
    for way in Way:
        if there := ways.get(way):
            lines = terms.waiting_lists
            options += _options(way, there, queues, mine, lines=lines, online_left=online_left)
    full = {
        c.point.code: queues.get(c.id, 0)
        for c in ways.get(Way.POINT, ())
        if c.point and c.taken >= c.seats
    }
    return SessionOffer(session=session, options=options, full_points=full)


def _options(
    way: Way,
    counts: list[SeatCount],
    queues: dict[int, int],
    mine: frozenset[int],
    *,
    lines: bool,
    online_left: bool,
) -> list[Option]:
    full = [c for c in counts if c.taken >= c.seats and c.id not in mine]
    values = [way.value] if len(full) < len(counts) or not lines else []
    if full and lines:
        values.append(way.value + WAIT)
        if way is Way.HALL and online_left:
            values.append(way.value + WAIT + MEANWHILE)
    return [
        Option(
            value=value,
            way=way,
            total=sum(c.seats for c in counts),
            taken=sum(min(c.taken, c.seats) for c in counts),
            waiting=sum(queues.get(c.id, 0) for c in counts),
        )
        for value in values
    ]


def choice_in(value: str, session: str, point: str | None) -> Choice:
    """What the value of a radio button means."""
    line, _, meanwhile = value.partition("+")
    way = Way(line.removesuffix(WAIT))
    return Choice(
        session=session,
        way=way,
        point=point if way is Way.POINT else None,
        wait=line.endswith(WAIT),
        meanwhile=Way(meanwhile) if meanwhile else None,
    )


def value_of(way: Way, *, waits: bool, meanwhile: bool) -> str:
    return way.value + (WAIT if waits else "") + (MEANWHILE if waits and meanwhile else "")

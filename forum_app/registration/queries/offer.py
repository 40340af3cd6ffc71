"""What may be chosen: each way to attend each session, what is left of it, and what is held."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from ...forums.models import Forum, Point
from ...programme.models import ReleasedSession, SeatCount, Way
from ...programme.queries import released_sessions, seat_counts_of
from .. import rules
from ..models import Category, ConsentWording, Delegate, Place, Terms, Waiting
from .delegates import categories_of, consent_wordings_of, terms_of
from .places import live_places_of, queue_lengths, waitings_of


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way to attend a session, or to wait for it, perhaps in another way `meanwhile`.

    The numbers at a point are those of all points; to wait there, of those that are full.
    """

    way: Way
    wait: bool = False
    meanwhile: Way | None = None
    offered: bool  # can be had now; the others tell their numbers to pages that still show them
    total: int
    taken: int
    waiting: int
    points: int = 0  # of those, how many have a seat left

    @property
    def left(self) -> int:
        return max(0, self.total - self.taken)


@dataclass(frozen=True, kw_only=True)
class PointOffer:
    """A point with seats in a session. full: none is left for the reader; of one that takes part no
    more, where the reader is still, nothing is said of seats."""

    point: Point
    full: bool
    waiting: int


@dataclass(frozen=True, kw_only=True)
class SessionOffer:
    session: ReleasedSession
    options: list[Option]  # every one that a page may show, offered or not
    points: list[PointOffer]  # in their order
    held: rules.Choice | None  # what the reader has in it

    @property
    def has_line_at_points(self) -> bool:
        return any(o.offered and o.wait and o.way is Way.POINT for o in self.options)


@dataclass(frozen=True)
class PointSeats:
    """In which sessions a point has seats, and which of them are full there.

    everywhere: in all that can be attended at points.
    """

    point: Point
    codes: list[str]
    full: list[str]
    everywhere: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """All that the registration page shows beside what is typed."""

    terms: Terms
    categories: list[Category]
    wordings: list[ConsentWording]
    sessions: list[SessionOffer]

    @property
    def points(self) -> list[PointSeats]:
        """Those with seats in some session, in their order."""
        found: dict[int, PointSeats] = {}
        at_points = [offered for offered in self.sessions if offered.points]
        for offered in at_points:
            for there in offered.points:
                seats = found.setdefault(there.point.id, PointSeats(there.point, [], [], False))
                seats.codes.append(offered.session.code)
                seats.full.extend([offered.session.code] if there.full else [])
        everywhere = [replace(x, everywhere=len(x.codes) == len(at_points)) for x in found.values()]
        return sorted(everywhere, key=lambda one: one.point.position)


def offer_of(
    forum: Forum, *, public_only: bool = True, codes: Collection[str] | None = None
) -> Offer:
    """What `forum` offers to somebody who registers now, organisers the categories that are not
    public too. Six queries.

    codes: of the only sessions that are asked for, whatever somebody typed; the points are then
    those of these sessions.
    """
    terms = terms_of(forum)
    return Offer(
        terms=terms,
        categories=categories_of(forum, public_only=public_only),
        wordings=consent_wordings_of(forum),
        sessions=_sessions(forum, terms, codes=codes),
    )


def sessions_offered(forum: Forum) -> list[SessionOffer]:
    """The sessions that people can register for, by start. Four queries."""
    return _sessions(forum, terms_of(forum))


def sessions_offered_to(forum: Forum, delegate: Delegate) -> list[SessionOffer]:
    """The same for somebody who has a registration, with what is held. Six queries.

    A seat of one's own is never full to oneself.
    """
    return _sessions(forum, terms_of(forum), live_places_of(delegate), waitings_of(delegate))


@dataclass(frozen=True, kw_only=True)
class _Now:
    """What is true of all sessions. mine, waited: ids of the reader's SeatCounts."""

    queues: dict[int, int]
    has_lines: bool
    mine: frozenset[int]
    waited: frozenset[int]

    def is_full(self, count: SeatCount) -> bool:
        return count.taken >= count.seats and count.id not in self.mine

    def is_there(self, count: SeatCount) -> bool:
        """A point without seats for whoever asks is none, but to who is there."""
        if count.point is None or count.id in self.mine | self.waited:
            return True
        return bool(count.seats) and count.point.takes_people


def _sessions(
    forum: Forum,
    terms: Terms,
    places: Iterable[Place] = (),
    waitings: Iterable[Waiting] = (),
    codes: Collection[str] | None = None,
) -> list[SessionOffer]:
    held = {place.session_id: place for place in places}
    lines = {waiting.session_id: waiting for waiting in waitings}
    now = _Now(
        queues=queue_lengths(forum),
        has_lines=terms.waiting_lists,
        mine=frozenset(place.seat_count_id for place in held.values()),
        waited=frozenset(waiting.seat_count_id for waiting in lines.values()),
    )
    released = released_sessions(forum, codes=codes)
    among = None if codes is None else [session.session_id for session in released]
    counts: dict[int, list[SeatCount]] = defaultdict(list)
    for count in seat_counts_of(forum, among=among):
        counts[count.session_id] += [count] if now.is_there(count) else []
    return [
        _offer(s, counts[id_], now, _held(s, held.get(id_), lines.get(id_)))
        for s in released
        if counts[id_ := s.session_id] and not s.cancelled
    ]


def _held(
    session: ReleasedSession, place: Place | None, waiting: Waiting | None
) -> rules.Choice | None:
    wanted = waiting or place
    if wanted is None:
        return None
    return rules.Choice(
        session=session.code,
        way=wanted.way,
        point=wanted.point.code if wanted.point else None,
        wait=waiting is not None,
        meanwhile=place.way if waiting and place else None,
    )


def _offer(
    session: ReleasedSession, counts: list[SeatCount], now: _Now, held: rules.Choice | None
) -> SessionOffer:
    ways = {way: there for way in Way if (there := [c for c in counts if c.way is way])}
    options = list(_options(ways, now))
    if held and not any(_is(option, held) for option in options):
        options.append(_option(ways[held.way], now, held.wait, held.meanwhile, offered=False))
    points = [
        PointOffer(
            point=c.point, full=_gives(c) and now.is_full(c), waiting=now.queues.get(c.id, 0)
        )
        for c in ways.get(Way.POINT, ())
        if c.point
    ]
    return SessionOffer(session=session, options=options, points=points, held=held)


def _options(ways: dict[Way, list[SeatCount]], now: _Now) -> Iterator[Option]:
    for way, counts in ways.items():
        given = [count for count in counts if _gives(count)]
        full = [count for count in given if now.is_full(count)]
        has_line = bool(full) and now.has_lines
        free = len(full) < len(given)
        yield _option(counts, now, offered=free or (bool(given) and not now.has_lines))
        yield _option(full or counts, now, True, offered=has_line)
        if way is not Way.ONLINE and Way.ONLINE in ways:
            left = not all(now.is_full(count) for count in ways[Way.ONLINE])
            yield _option(full or counts, now, True, Way.ONLINE, offered=has_line and left)


def _option(
    counts: list[SeatCount],
    now: _Now,
    wait: bool = False,
    meanwhile: Way | None = None,
    *,
    offered: bool,
) -> Option:
    way, counts = counts[0].way, [count for count in counts if _gives(count)]
    return Option(
        way=way,
        wait=wait,
        meanwhile=meanwhile,
        offered=offered,
        total=sum(count.seats for count in counts),
        taken=sum(min(count.taken, count.seats) for count in counts),
        waiting=sum(now.queues.get(count.id, 0) for count in counts),
        points=sum(count.way is Way.POINT and not now.is_full(count) for count in counts),
    )


def _gives(count: SeatCount) -> bool:
    """Whether anybody can take a seat of it: not at a point that takes part no more."""
    return count.point is None or count.point.withdrawn_at is None


def _is(option: Option, held: rules.Choice) -> bool:
    asked = held.way, held.wait, held.meanwhile
    return (option.way, option.wait, option.meanwhile) == asked

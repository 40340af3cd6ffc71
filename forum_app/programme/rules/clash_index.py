"""The clashes of a whole programme, kept while its sessions are moved one by one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from datetime import date, timedelta

from . import clash as rules
from . import clashes
from .clash import Clash
from .planned import Plan, PlannedSession, Span

_DAY = timedelta(days=1)
_LONG = 7  # days; a longer session is a neighbour of every other


class Clashes:
    """All clashes of `plan`, or of the sessions `only`: the rest is there to clash with them.

    `move` judges one session against those of its days alone.
    """

    def __init__(self, plan: Plan, *, only: Collection[str] | None = None) -> None:
        self._plan = plan
        self._sessions = {session.code: session for session in plan.sessions}
        self._days: dict[date, set[str]] = defaultdict(set)
        self._long: set[str] = set()
        self._followers: dict[str, set[str]] = defaultdict(set)  # who comes after it
        self._of: dict[str, dict[Clash, None]] = defaultdict(dict)
        for session in self._sessions.values():
            self._enter(session)
        judged: set[str] = set()  # each pair once
        for session in self._sessions.values():
            if only is None or session.code in only:
                self._judge(session, but=judged)
                judged.add(session.code)
        self._circles = self._all_circles()

    def all(self) -> list[Clash]:
        """Hard ones first, then by the sessions they name."""
        found = dict.fromkeys(clash for of_one in self._of.values() for clash in of_one)
        return sorted((*self._circles, *found), key=_place)

    def of(self, code: str) -> list[Clash]:
        """Those that name this session, hard ones first."""
        circles = [x for x in self._circles if code in x.sessions]
        return sorted((*circles, *self._of.get(code, ())), key=_place)

    def move(self, session: PlannedSession) -> list[Clash]:
        """Put `session` where it is now, instead of what stood under its code; what it clashes."""
        before = self._sessions.get(session.code)
        if before:
            self._leave(before)
        self._sessions[session.code] = session
        self._enter(session)
        self._judge(session)
        order = (session.after, session.is_held)
        if order != (before and (before.after, before.is_held)):
            self._circles = self._all_circles()
        return self.of(session.code)

    def _enter(self, session: PlannedSession) -> None:
        for code in session.after:
            self._followers[code].add(session.code)
        if session.is_held:
            for bucket in self._buckets(session.reach):
                bucket.add(session.code)

    def _leave(self, session: PlannedSession) -> None:
        for code in session.after:
            self._followers[code].discard(session.code)
        for bucket in self._buckets(session.reach):
            bucket.discard(session.code)
        for clash in list(self._of.pop(session.code, ())):
            for other in clash.sessions:
                self._of[other].pop(clash, None)

    def _buckets(self, span: Span) -> list[set[str]]:
        if span.ends - span.starts > _LONG * _DAY:
            return [self._long]
        days = (span.ends.date() - span.starts.date()).days + 1
        return [self._days[span.starts.date() + n * _DAY] for n in range(days)]

    def _judge(self, session: PlannedSession, but: Set[str] = frozenset()) -> None:
        if session.unscheduled and not session.cancelled:
            self._keep(clashes.unplaced(session))
        if session.is_held:
            self._keep(clashes.alone(session, self._plan))
            for other in self._neighbours(session, but):
                self._keep(clashes.together(session, other, self._plan))
            for code in session.after:
                self._keep(clashes.in_order(session, self._sessions.get(code), code))
        for code in self._followers.get(session.code, ()):
            follower = self._sessions[code]
            if follower.is_held:
                self._keep(clashes.in_order(follower, session, session.code))

    def _keep(self, found: Iterable[Clash]) -> None:
        for clash in found:
            for code in clash.sessions:
                self._of[code][clash] = None

    def _neighbours(self, session: PlannedSession, but: Set[str]) -> Iterator[PlannedSession]:
        apart, reach = self._plan.changeover, session.reach
        around = Span(reach.starts - apart, reach.ends + apart)
        days = self._buckets(around)
        near: Iterable[str] = self._sessions if days == [self._long] else set.union(*days)
        for code in {*near, *self._long} - but - {session.code}:
            other = self._sessions[code]
            if other.is_held and reach.is_near(other.reach, apart):
                yield other

    def _all_circles(self) -> list[Clash]:
        """One for each set of sessions that all come after each other."""
        ordered = [x.code for x in self._sessions.values() if x.after and x.is_held]
        before = {code: self._all_before(code) for code in ordered}
        found = {
            tuple(sorted(x for x in before[code] if code in before.get(x, ())))
            for code in ordered
            if code in before[code]
        }
        return [clashes.circle(codes) for codes in sorted(found)]

    def _all_before(self, code: str) -> set[str]:
        found: set[str] = set()
        due = [code]
        while due:
            session = self._sessions.get(due.pop())
            fresh = set(session.after) - found if session and session.is_held else set()
            found |= fresh
            due += fresh
        return found


def clashes_in(plan: Plan) -> list[Clash]:
    """All clashes of `plan`, hard ones first."""
    return Clashes(plan).all()


def circle_with(code: str, plan: Plan) -> Clash | None:
    """The circle of orders that this session is in, or None."""
    found = (x for x in Clashes(plan).of(code) if x.rule is rules.CIRCLE)
    return next(found, None)


def _place(clash: Clash) -> tuple[bool, tuple[str, ...], str, tuple[str, ...]]:
    return not clash.is_hard, clash.sessions, clash.code, clash.persons

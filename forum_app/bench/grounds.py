"""A forum for measuring: sessions with seats, and a token that may write as fast as it can."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import func, select

from .. import clock
from ..db import db, writing
from ..forums.models import Forum
from ..forums.queries import forum_at
from ..forums.services.founding import Charter, add_hall, found_forum
from ..forums.services.people import give_token
from ..i18n import Words
from ..programme.models import SeatCount, Session, SessionKind, Way
from ..programme.services.releases import release_programme
from ..programme.services.sessions import Offer, SessionPlan, offer_seats, plan_session
from ..registration import queries
from ..registration.models import Delegate, Place, PlaceState
from ..registration.models.delegates import LIVE
from ..registration.services.founding import open_registration
from ..seal import new_secret

ACTOR = "bench"
ZONE, DAY = "Asia/Ho_Chi_Minh", date(2030, 6, 1)
UNLIMITED = 1_000_000  # writes per second of the token
_number = count(1)


@dataclass(frozen=True)
class Ground:
    slug: str
    token: str
    sessions: tuple[str, ...]  # codes
    seats: int  # in the hall of each session

    @property
    def path(self) -> str:
        return f"/api/v1/forums/{self.slug}/registrations"


def a_ground(*, sessions: int, seats: int, one_after_the_other: bool = False) -> Ground:
    """A new forum, open, without waiting lists. In an app context; commits.

    The sessions are all at the same time, unless they are `one_after_the_other`.
    """
    slug, token, now = f"bench-{next(_number)}", new_secret(), clock.now()
    with writing():
        forum = found_ground(slug, now=now)
        open_registration(forum, now=now)
        db.session.flush()
        queries.terms_of(forum).waiting_lists = False
        codes = list(_sessions(forum, sessions, seats, timedelta(hours=one_after_the_other)))
        release_programme(forum, note=None, by=None, now=now)
        given = give_token(
            forum, "bench", token, ("registrations",), ends_at=None, actor=ACTOR, now=now
        )
        given.writes_per_second = UNLIMITED
    return Ground(slug, token, tuple(codes), seats)


def found_ground(slug: str, *, now: datetime) -> Forum:
    return found_forum(_charter(slug), actor=ACTOR, now=now)


def _charter(slug: str) -> Charter:
    name = Words({"vi": "Diễn đàn đo", "en": "Measured forum"})
    place = Words({"vi": "Hà Nội", "en": "Hà Nội"})
    return Charter(
        slug=slug, name=name, venue=place, city=place, zone=ZONE, first_day=DAY, last_day=DAY
    )


def _sessions(forum: Forum, many: int, seats: int, step: timedelta) -> Iterator[str]:
    title = Words({"vi": "Phiên", "en": "Session"})
    hall = add_hall(forum, code="H", name=title, seats=seats, holds_several=True)
    starts = datetime.combine(DAY, datetime.min.time()) + timedelta(hours=1)
    for number in range(many):
        at = starts + number * step
        plan = SessionPlan(
            code=f"S{number + 1}",
            kind=SessionKind.WORKSHOP,
            title=title,
            starts=at,
            ends=at + timedelta(minutes=50),
        )
        session = plan_session(forum, hall, plan)
        offer_seats(session, [Offer(way=Way.HALL, seats=seats)])
        yield session.code


@dataclass(frozen=True)
class Taken:
    """What the database says of one session afterwards."""

    seats: int
    counted: int  # seats taken, as they were counted
    held: int  # live places, as they stand there


def taken_in(ground: Ground) -> list[Taken]:
    """One for each session. In an app context."""
    held = (
        select(func.count())
        .select_from(Place)
        .where(Place.seat_count_id == SeatCount.id, Place.state == PlaceState.CONFIRMED)
        .correlate(SeatCount)
        .scalar_subquery()
    )
    asked = (
        select(SeatCount.seats, SeatCount.taken, held)
        .join(Session, Session.id == SeatCount.session_id)
        .where(SeatCount.forum_id == forum_of(ground).id)
    )
    return [Taken(*row) for row in db.session.execute(asked)]


def references_in(ground: Ground) -> dict[str, list[str]]:
    """E-mail address -> references of its live registrations. In an app context."""
    found: dict[str, list[str]] = {}
    asked = select(Delegate).where(
        Delegate.forum_id == forum_of(ground).id, Delegate.state.in_(LIVE)
    )
    for delegate in db.session.scalars(asked):
        found.setdefault(delegate.person.email or "", []).append(delegate.reference)
    return found


def forum_of(ground: Ground) -> Forum:
    return forum_with(ground.slug)


def forum_with(slug: str) -> Forum:
    forum = forum_at(slug)
    if forum is None:
        raise RuntimeError(f"the forum {slug} is not there")
    return forum

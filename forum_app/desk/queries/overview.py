"""What the overview shows, gathered from the rooms below."""

from dataclasses import dataclass

from ...exhibition.models import BookingState
from ...exhibition.queries.exhibitors import bookings_by_state
from ...forums.models import Forum
from ...jobs.models import Job
from ...jobs.queries import dead_jobs_of
from ...post.models import MessageState
from ...post.queries import letters_by_state
from ...programme.models import Session, Way
from ...registration.models import DelegateState
from ...registration.queries.desk import registrations_by_state
from ...registration.queries.seats import Sum, seats_of_sessions

FULLEST = 8  # rows


@dataclass(frozen=True, kw_only=True)
class Fullness:
    session: Session
    way: Way
    sum: Sum


@dataclass(frozen=True, kw_only=True)
class Overview:
    registrations: dict[DelegateState, int]
    letters: dict[MessageState, int]
    bookings: dict[BookingState, int]
    dead_jobs: list[Job]
    fullest: list[Fullness]  # where anybody is, by session and way, all points together


def overview_of(forum: Forum) -> Overview:
    """Eight queries."""
    sums = [
        Fullness(session=found.session, way=way, sum=there)
        for found in seats_of_sessions(forum)
        for way in Way
        if (there := found.sum_of(way)) is not None and there.share > 0
    ]
    return Overview(
        registrations=registrations_by_state(forum),
        letters=letters_by_state(forum.id),
        bookings=bookings_by_state(forum),
        dead_jobs=dead_jobs_of(forum.id),
        fullest=sorted(sums, key=lambda x: -x.sum.share)[:FULLEST],
    )

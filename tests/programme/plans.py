"""Makes plans for the clash rules; say only what the test is about."""

from datetime import UTC, date, datetime, timedelta

from forum_app.programme.rules.planned import (
    Plan,
    PlannedAppearance,
    PlannedHall,
    PlannedPoint,
    PlannedSession,
    Span,
)

ZONE = "Asia/Ho_Chi_Minh"
MIDNIGHT = datetime(2030, 5, 31, 17, tzinfo=UTC)  # of 1 June in Hà Nội


def at(said):
    """ "14:30" on the first day at the venue, "26:00" on the next."""
    hours, minutes = said.split(":")
    return MIDNIGHT + timedelta(hours=int(hours), minutes=int(minutes))


def span(said):
    """ "08:00-09:00", or two instants."""
    return Span(*(map(at, said.split("-")) if isinstance(said, str) else said))


def a_planned(code, hours="08:00-09:00", *, hall=None, kind="workshop", **given):
    """A session; in a hall of its own unless said otherwise."""
    return PlannedSession(code=code, kind=kind, span=span(hours), hall=hall or code, **given)


def speaks(person="Ánh", way="hall", point=None, hours=None, zone=None):
    return PlannedAppearance(person, person, way, point, span(hours) if hours else None, zone)


def a_plan(*sessions, several=(), points=None, **given):
    """A plan of 1 and 2 June with every hall that the sessions name. points: code -> zone."""
    halls = {x.hall: PlannedHall(x.hall, x.hall in several) for x in sessions}
    zones = {code: PlannedPoint(code, zone) for code, zone in (points or {}).items()}
    days = {"first_day": date(2030, 6, 1), "last_day": date(2030, 6, 2)}
    usual = {"zone": ZONE, "halls": halls, "points": zones, **days}
    return Plan(sessions=sessions, **usual | given)

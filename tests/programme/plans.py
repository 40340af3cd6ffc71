"""Makes plans for the clash rules; say only what the test is about."""

from datetime import UTC, date, datetime, timedelta

from forum_app.programme.rules.channels import channel_named
from forum_app.programme.rules.planned import (
    Plan,
    PlannedAppearance,
    PlannedChannel,
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


def speaks(person="Ánh", way="hall", point=None, hours=None, channel=None, zone=None):
    during, heard = span(hours) if hours else None, channel and named(channel)
    return PlannedAppearance(person, person, way, point, during, channel=heard, zone=zone)


def named(key):
    """The channel "en.audio"."""
    return channel_named(key)


def planned(*keys):
    """Channels: "en.audio", or "en.audio<vi.audio" for one that is interpreted from another."""
    halves = [key.partition("<") for key in keys]
    return tuple(PlannedChannel(named(x), named(y) if y else None) for x, _, y in halves)


def a_plan(*sessions, several=(), points=None, speaking=None, **given):
    """A plan of 1 and 2 June with every hall that the sessions name.

    points: code -> zone; speaking: code -> the languages spoken there.
    """
    halls = {x.hall: PlannedHall(x.hall, x.hall in several) for x in sessions}
    tongues = speaking or {}
    zones = {
        code: PlannedPoint(code, zone, languages=tongues.get(code, ()))
        for code, zone in (points or {}).items()
    }
    days = {"first_day": date(2030, 6, 1), "last_day": date(2030, 6, 2)}
    usual = {"zone": ZONE, "halls": halls, "points": zones, **days}
    return Plan(sessions=sessions, **usual | given)

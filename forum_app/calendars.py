"""What every calendar that leaves the house is made of (iCalendar, RFC 5545)."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone


def a_calendar(what: str, name: str) -> Calendar:
    """An empty one. what: for machines, "Agenda"; name: what a calendar program calls it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Hybrid Forum//{what}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def an_event(
    uid: str, span: tuple[datetime, datetime], zone: str, *, summary: str, where: str, now: datetime
) -> Event:
    """An entry from one instant to another, by the clocks of `zone`; STATUS and SEQUENCE are the
    caller's to add."""
    event, clocks = Event(), ZoneInfo(zone)
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", span[0].astimezone(clocks))
    event.add("dtend", span[1].astimezone(clocks))
    event.add("summary", summary)
    event.add("location", where)
    return event


def calendar_file(calendar: Calendar) -> bytes:
    """Its bytes, with the rules of every zone that its events name."""
    for zone in sorted(calendar.get_missing_tzids(), reverse=True):
        calendar.subcomponents.insert(0, _rules_of(zone))
    return bytes(calendar.to_ical())


@cache
def _rules_of(zone: str) -> Timezone:
    """The clocks of a zone as calendars want them told; worked out once, which takes 10 ms."""
    return Timezone.from_tzid(zone)

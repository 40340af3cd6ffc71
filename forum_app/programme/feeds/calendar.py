"""A speaker's own calendar: what the releases say of them."""

from datetime import datetime

from ...calendars import a_calendar, calendar_file
from ...forums.models import Forum
from ..rules.engaged import Engaged, events_of


def speaker_calendar(forum: Forum, engaged: Engaged, lang: str, *, now: datetime) -> bytes:
    """All sessions of one person, as iCalendar (RFC 5545), with the zone's own rules."""
    calendar = a_calendar("Speaker", f"{forum.short_name.said_in(lang)}: {engaged.name}")
    for event in events_of(engaged, lang, now=now).values():
        calendar.add_component(event)
    return calendar_file(calendar)

"""Questions about the programme. What the public sees is the latest release, never the draft."""

from .drafts import draft_of, draft_version, is_shown_so, session_at
from .hours import hours_in, hours_of, speaker_in, speakers_of_draft
from .pages import (
    Schedule,
    ScheduleEntry,
    home_of,
    points_page,
    schedule_of,
    seats_at,
    seats_by_session,
    session_page,
    session_seats,
    speakers_of,
)
from .planned import after_of, clashes_of, plan_of
from .released import (
    appearances_of,
    last_two_releases,
    latest_number,
    latest_release,
    released_session_at,
    released_sessions,
    seat_counts_of,
    talks_of,
    two_latest,
)
from .rises import rises_of

__all__ = [
    "Schedule",
    "ScheduleEntry",
    "after_of",
    "appearances_of",
    "clashes_of",
    "draft_of",
    "draft_version",
    "home_of",
    "hours_in",
    "hours_of",
    "is_shown_so",
    "last_two_releases",
    "latest_number",
    "latest_release",
    "plan_of",
    "points_page",
    "released_session_at",
    "released_sessions",
    "rises_of",
    "schedule_of",
    "seat_counts_of",
    "seats_at",
    "seats_by_session",
    "session_at",
    "session_page",
    "session_seats",
    "speaker_in",
    "speakers_of",
    "speakers_of_draft",
    "talks_of",
    "two_latest",
]

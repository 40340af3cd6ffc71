"""Questions about the programme. What the public sees is the latest release, never the draft."""

from .released import (
    appearances_of,
    latest_release,
    released_session_at,
    released_sessions,
    seat_counts_of,
    talks_of,
)

__all__ = [
    "appearances_of",
    "latest_release",
    "released_session_at",
    "released_sessions",
    "seat_counts_of",
    "talks_of",
]

"""Questions about registrations. Reads only."""

from .delegates import (
    categories_of,
    category_at,
    consent_wordings_of,
    delegate_of_link,
    delegate_with,
    live_delegate_of,
    registered_by,
    terms_of,
)
from .places import (
    Attendance,
    agenda_of,
    live_place,
    live_places_of,
    next_in_line,
    promotion_of,
    queue_lengths,
    ticket_of,
    waitings_of,
)

__all__ = [
    "Attendance",
    "agenda_of",
    "categories_of",
    "category_at",
    "consent_wordings_of",
    "delegate_of_link",
    "delegate_with",
    "live_delegate_of",
    "live_place",
    "live_places_of",
    "next_in_line",
    "promotion_of",
    "queue_lengths",
    "registered_by",
    "terms_of",
    "ticket_of",
    "waitings_of",
]

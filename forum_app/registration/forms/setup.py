"""What organisers are asked about how people register."""

from typing import Any

from ...asks import Ask, Kind
from ...i18n import N_
from ..models import Category, ConsentWording, Terms
from ..rules import LONGEST_TO_CONFIRM

TERMS = (
    Ask(
        "opens",
        N_("Registration opens"),
        Kind.WALL,
        help=N_("By the clocks at the venue. Empty: it is open already."),
    ),
    Ask("closes", N_("Registration closes"), Kind.WALL, help=N_("Empty: it stays open.")),
    Ask(
        "confirm_hours",
        N_("Hours to confirm an address"),
        Kind.NUMBER,
        needed=True,
        most=LONGEST_TO_CONFIRM,
        help=N_("Until then an unconfirmed registration holds its places."),
    ),
    Ask("waiting_lists", N_("Waiting lists where no seat is left"), Kind.TICK),
)
CATEGORY = (
    Ask("name", N_("Name"), Kind.WORDS, needed=True, most=80),
    Ask("quota", N_("At most this many"), Kind.NUMBER, most=1_000_000, help=N_("Empty: no limit.")),
    Ask("needs_approval", N_("An organiser decides on each registration"), Kind.TICK),
    Ask("is_public", N_("Offered on the public form"), Kind.TICK),
)
CATEGORY_CODE = Ask("code", N_("Code"), needed=True, most=20, help=N_("Like press. It stays."))
WORDING = (
    Ask("sentence", N_("What people agree to"), Kind.WORDS, needed=True, most=500),
    Ask("consequence", N_("What follows from it"), Kind.WORDS, most=500),
    Ask("required", N_("Needed to register"), Kind.TICK),
)
PURPOSE = Ask(
    "purpose", N_("Purpose"), needed=True, most=20, help=N_("A code, like photographs. It stays.")
)
LETTER = (Ask("paragraph", N_("Your own opening"), Kind.TEXT, most=1500, help=N_("Plain text.")),)


def terms_saved(terms: Terms) -> dict[str, Any]:
    return {
        "opens": terms.opens_wall,
        "closes": terms.closes_wall,
        "confirm_hours": terms.confirm_hours,
        "waiting_lists": terms.waiting_lists,
    }


def saved_in(row: Category | ConsentWording, asks: tuple[Ask, ...]) -> dict[str, Any]:
    return {ask.name: getattr(row, ask.name) for ask in asks}

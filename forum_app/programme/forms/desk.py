"""What organisers are asked about a session."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ...asks import Ask, Kind
from ...forms import Said
from ...forums.models import Hall, Point
from ...i18n import N_
from ..models import Session, SessionKind

KINDS = {
    SessionKind.PLENARY: N_("Plenary session"),
    SessionKind.WORKSHOP: N_("Workshop"),
    SessionKind.CEREMONY: N_("Ceremony"),
    SessionKind.BREAK: N_("Break"),
    SessionKind.VISIT: N_("Visit"),
}
CODE = Ask(
    "code",
    N_("Code"),
    needed=True,
    most=20,
    help=N_("Like W1. Stays as it is: it stands in addresses, releases and on tickets."),
)
TEXTS = (
    Ask("abstract", N_("What it is about"), Kind.TEXT, most=4000),
    Ask(
        "practical",
        N_("Practical note"),
        Kind.TEXT,
        most=1000,
        help=N_("What those who come should know, bring or do: an entrance, a headset, a paper."),
    ),
)
CANCELLED = Ask(
    "cancelled",
    N_("Cancelled"),
    Kind.TICK,
    help=N_("It stays in the schedule, marked so, and offers no seats."),
)
UNSCHEDULED = Ask(
    "unscheduled",
    N_("In the tray"),
    Kind.TICK,
    help=N_("It waits there for its hall and time, and is in no release."),
)
STATES = (UNSCHEDULED, CANCELLED)
AT_LOST_POINTS = N_("Also where a point takes part no more (%(codes)s): nobody gets a seat there.")
AFTER = Ask(
    "after",
    N_("Comes after"),
    most=200,
    help=N_("Codes of the sessions that must be over before it, with commas: W1, W2."),
)
HOURS = (
    Ask(
        "starts_wall",
        N_("From"),
        Kind.WALL,
        needed=True,
        help=N_("By the clocks at the venue, like every hour here."),
    ),
    Ask("ends_wall", N_("Until"), Kind.WALL, needed=True),
)


def session_asks(halls: Sequence[Hall], lang: str) -> tuple[Ask, ...]:
    kinds = tuple((kind.value, Said(words)) for kind, words in KINDS.items())
    names = tuple((hall.code, f"{hall.code} {hall.name.said_in(lang)}") for hall in halls)
    return (
        Ask("title", N_("Title"), Kind.WORDS, needed=True, most=300),
        Ask("kind", N_("Kind"), Kind.CHOICE, choices=kinds),
        Ask("hall", N_("Hall"), Kind.CHOICE, choices=names),
        Ask(
            "starts_wall",
            N_("Starts"),
            Kind.WALL,
            needed=True,
            help=N_("By the clocks at the venue, like every hour here."),
        ),
        Ask("ends_wall", N_("Ends"), Kind.WALL, needed=True),
        Ask(
            "spoken",
            N_("Languages spoken on the floor"),
            most=60,
            help=N_("Their codes with commas: vi, en. Empty: not said."),
        ),
        Ask(
            "languages",
            N_("Languages in which it is heard"),
            most=60,
            help=N_("Spoken or interpreted: what people are promised. Interpretation has a page."),
        ),
        *TEXTS,
    )


def new_asks(halls: Sequence[Hall], points: Iterable[Point], lang: str) -> tuple[Ask, ...]:
    out = ", ".join(point.code for point in points if point.withdrawn_at)
    return (
        CODE,
        *session_asks(halls, lang),
        AFTER,
        Ask(
            "hall_seats",
            N_("Seats in the hall"),
            Kind.NUMBER,
            most=100_000,
            help=N_("Empty: nobody attends this way."),
        ),
        Ask(
            "online_seats",
            N_("Places online"),
            Kind.NUMBER,
            most=100_000,
            help=N_("Empty: nobody attends this way."),
        ),
        Ask(
            "at_points",
            N_("Seats at every point, as many as it has"),
            Kind.TICK,
            help=Said(AT_LOST_POINTS, codes=out) if out else None,
        ),
        UNSCHEDULED,
    )


def saved_in(session: Session, after: Sequence[str]) -> dict[str, Any]:
    """after: codes of the sessions that it comes after."""
    same = ("title", "kind", "starts_wall", "ends_wall", "abstract", "practical")
    return {name: getattr(session, name) for name in same} | {
        "hall": session.hall.code,
        "languages": ", ".join(session.languages) or None,
        "spoken": ", ".join(session.spoken) or None,
        "after": ", ".join(after) or None,
        "cancelled": session.cancelled_at is not None,
        "unscheduled": session.unscheduled_at is not None,
    }


def usual(first: datetime, halls: Sequence[Hall]) -> dict[str, Any]:
    """What a new session begins with."""
    there = {"hall": halls[0].code, "hall_seats": halls[0].seats} if halls else {}
    return {"kind": SessionKind.WORKSHOP.value, "starts_wall": first, "ends_wall": first} | there


def columns(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the columns of a session hold it; languages may be none that we know."""
    said = {name: codes_in((values[name] or "").lower()) for name in ("languages", "spoken")}
    return values | {"kind": SessionKind(values["kind"])} | said


def codes_in(typed: str | None) -> list[str]:
    """What stands between commas, each once."""
    codes = dict.fromkeys(code.strip() for code in (typed or "").split(","))
    return [code for code in codes if code]

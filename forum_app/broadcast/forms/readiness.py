"""The check list, crews and rounds, and one result."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from flask import request

from ...asks import Ask, Kind
from ...forums.models import PointKind
from ...i18n import N_, say
from ...text import readable
from ..models import CheckItem, Crew, Result, TestRound, TestSlot
from ..rules.carrying import CARRIES
from ..rules.readiness import About, Found
from ..rules.selftest import LABEL, Tried, browser_family

MOST_HOURS = 24 * 60
NOTE = 500  # characters
PEOPLE = "people"  # what an item is tested on, beside those of About
_PRESS = re.compile(r"[0-9a-f-]{36}")
KINDS = {
    PointKind.REGIONAL: N_("Regional point"),
    PointKind.EMBASSY: N_("Embassy"),
    PointKind.AGENCY: N_("Agency"),
    PointKind.STUDIO: N_("Studio"),
    PointKind.SINGLE_SPEAKER: N_("Single speaker"),
}
EACH_LINE = N_("Tick the lines on which it is tested; none for every line.")
EVERY_KIND = N_("Tick no kind for points of every kind.")
CODE = Ask(
    "code",
    N_("Code"),
    needed=True,
    most=20,
    help=N_("Letters, digits and hyphens. It cannot be changed later."),
)


def item_asks(lang: str) -> tuple[Ask, ...]:
    about = (
        (About.LINE, say(lang, N_("Each line of the point"))),
        (About.POINT, say(lang, N_("The room and what is in it"))),
        (PEOPLE, say(lang, N_("Its coordinator and technicians"))),
    )
    return (
        Ask("title", N_("What is tested"), Kind.WORDS, needed=True),
        Ask("about", N_("Tested on"), Kind.CHOICE, choices=about),
        *(
            Ask(f"on_{carried}", words, Kind.TICK, help="" if number else EACH_LINE)
            for number, (carried, words) in enumerate(CARRIES.items())
        ),
        Ask(
            "hours",
            N_("Hours for which a result counts"),
            Kind.NUMBER,
            needed=True,
            least=1,
            most=MOST_HOURS,
        ),
        Ask("is_needed", N_("Needed before a point is ready"), Kind.TICK),
        Ask(
            "is_self_test",
            N_("Filled by the self-test of camera and microphone"),
            Kind.TICK,
            help=N_("Only one item of the list can be; ticking it here takes it from another."),
        ),
        Ask("position", N_("Place in the list"), Kind.NUMBER, needed=True, most=999),
        *(
            Ask(f"kind_{kind}", words, Kind.TICK, help="" if number else EVERY_KIND)
            for number, (kind, words) in enumerate(KINDS.items())
        ),
    )


def item_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    kinds = [str(kind) for kind in KINDS if values[f"kind_{kind}"]]
    applies_to = [str(carried) for carried in CARRIES if values[f"on_{carried}"]]
    ticks = ("kind_", "on_")
    rest = {name: value for name, value in values.items() if not name.startswith(ticks)}
    of_people = values["about"] == PEOPLE
    about = About.POINT if of_people else About(values["about"])
    chosen = {"kinds": kinds, "applies_to": applies_to}
    return rest | chosen | {"about": about, "of_people": of_people}


def item_saved(item: CheckItem) -> dict[str, Any]:
    names = ("title", "about", "hours", "is_needed", "is_self_test", "position")
    kinds = {f"kind_{kind}": str(kind) in item.kinds for kind in KINDS}
    lines = {f"on_{carried}": str(carried) in item.applies_to for carried in CARRIES}
    about = {"about": PEOPLE} if item.of_people else {}
    return {name: getattr(item, name) for name in names} | kinds | lines | about


RETIRED = Ask("retired", N_("No longer tested"), Kind.TICK, help=N_("Its results stay."))
CREW = (CODE, Ask("name", N_("Name"), Kind.WORDS, needed=True))
EDITED_CREW = (
    CREW[1],
    Ask("retired", N_("No longer tests"), Kind.TICK, help=N_("The tests that it has made stay.")),
)
_TIMES = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


def round_asks() -> tuple[Ask, ...]:
    times = [(f"{at:%H:%M}", f"{at:%H:%M}") for at in _TIMES]
    return (
        Ask("title", N_("Name"), Kind.WORDS, needed=True),
        Ask("first_day", N_("First day"), Kind.DAY, needed=True),
        Ask("last_day", N_("Last day"), Kind.DAY, needed=True),
        Ask(
            "from_time",
            N_("Crews test from"),
            Kind.CHOICE,
            choices=times,
            help=N_("On each day, in the time of the venue."),
        ),
        Ask("until_time", N_("Crews test until"), Kind.CHOICE, choices=times),
        Ask("minutes", N_("Minutes for each test"), Kind.NUMBER, needed=True, most=240),
        Ask(
            "rebook_hours",
            N_("Hours before a test until which its point can choose another time"),
            Kind.NUMBER,
            needed=True,
            most=MOST_HOURS,
        ),
        Ask("position", N_("Place in the list"), Kind.NUMBER, needed=True, most=999),
    )


def round_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    times = {name: time.fromisoformat(values[name]) for name in ("from_time", "until_time")}
    return {**values, **times}


def round_saved(round_: TestRound) -> dict[str, Any]:
    names = ("title", "first_day", "last_day", "minutes", "rebook_hours", "position")
    times = {name: f"{getattr(round_, name):%H:%M}" for name in ("from_time", "until_time")}
    return {name: getattr(round_, name) for name in names} | times


def slot_asks(crews: Iterable[Crew], lang: str) -> tuple[Ask, ...]:
    return (
        Ask(
            "starts_wall",
            N_("Begins, in the time of the venue"),
            Kind.WALL,
            needed=True,
            help=N_("On a quarter of an hour, within the hours of its round."),
        ),
        Ask(
            "crew",
            N_("Crew"),
            Kind.CHOICE,
            choices=[(crew.code, crew.name.said_in(lang)) for crew in crews],
        ),
    )


def slot_saved(slot: TestSlot, wall: datetime) -> dict[str, Any]:
    return {"starts_wall": wall, "crew": slot.crew.code}


def result_sent() -> Found | None:
    """What a technician sent; None where that names no result."""
    given = request.form.get("result", "")
    if given not in list(Result):
        return None
    return Found(
        result=Result(given),
        note=readable(request.form.get("note", ""))[:NOTE] or None,
        press=press_sent(),
        **seen_sent(),
    )


def seen_sent() -> dict[str, Any]:
    """The revision, and the id of the last result, that the page showed."""
    return {"revision": _number("revision"), "latest": _number("latest")}


def press_sent() -> str | None:
    """What the page called this press of a button; None where it cannot send it again."""
    press = request.form.get("press", "")
    return press if _PRESS.fullmatch(press) else None


def self_test_sent() -> Found:
    """What the device of a point found of itself."""
    tried = Tried(
        camera=readable(request.form.get("camera", ""))[:LABEL],
        microphone=readable(request.form.get("microphone", ""))[:LABEL],
        width=_number("width"),
        height=_number("height"),
        loudest=min(100, _number("loudest")),
        heard=request.form.get("heard") == "yes",
        browser=browser_family(request.headers.get("User-Agent", "")),
    )
    found: dict[str, Any] = {"result": tried.result, "facts": tried.facts, "press": press_sent()}
    return Found(note=None, **found, **seen_sent())


def time_sent() -> tuple[str, datetime | None, int]:
    """(code of the crew, when it begins, the version of the test that the page showed).

    None where what was sent names no instant.
    """
    crew, _, at = request.form.get("time", "")[:80].partition(" ")
    try:
        starts_at = datetime.fromisoformat(at)
    except ValueError:
        starts_at = None
    if starts_at is not None and starts_at.tzinfo is None:
        starts_at = None
    return crew, starts_at, _number("seen")


def subject_sent() -> tuple[str, int]:
    """The code of the item, and the id of the line, 0 where it is about the point."""
    return request.form.get("item", "")[:40], _number("line")


def _number(name: str) -> int:
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0

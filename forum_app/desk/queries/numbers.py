"""The figures of the desk: each a heading, what is counted, and the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ...clock import short_day_said
from ...forums.models import Forum
from ...i18n import N_, country_said, say
from ...programme.models import Way
from ...registration.models import DelegateState
from ...registration.models.delegates import LIVE
from ...registration.queries import numbers
from ...registration.queries.desk import registrations_by_state
from ...registration.queries.seats import seats_of_sessions
from ...registration.queries.tables import STATES, WAYS
from ...tables import Cell, Table
from ..rules.figures import Bar, cumulated

COUNTRIES = 12  # shown by name; the others together


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Either bars or, over days, points. Headings and labels are in the language asked for."""

    code: str
    heading: str
    note: str
    columns: Sequence[str]  # of the same numbers as a table
    bars: Sequence[Bar] = ()
    points: Sequence[tuple[date, int]] = ()

    @property
    def is_empty(self) -> bool:
        return not self.points and not any(bar.value or bar.of or bar.more for bar in self.bars)

    @property
    def rows(self) -> list[list[Cell]]:
        if self.points:
            return [[day, count] for day, count in self.points]
        wide = len(self.columns)
        return [list((bar.label, bar.value, bar.of, bar.more)[:wide]) for bar in self.bars]

    @property
    def table(self) -> Table:
        return Table(headings=self.columns, rows=self.rows)


def figure_of(forum: Forum, code: str, lang: str) -> Figure:
    """The figure with this code, a key of FIGURES, as the numbers are now. At most four queries."""
    heading, note, columns, count = FIGURES[code]
    points = _days(forum) if count is None else ()
    return Figure(
        code=code,
        heading=say(lang, heading),
        note=say(lang, note, zone=forum.city.said_in(lang)),
        columns=[say(lang, column) for column in columns],
        points=points,
        bars=count(forum, lang) if count else (),
    )


def _days(forum: Forum) -> list[tuple[date, int]]:
    return cumulated(numbers.registrations_per_day(forum).items())


def _states(forum: Forum, lang: str) -> list[Bar]:
    counted = registrations_by_state(forum)
    order = (DelegateState.CONFIRMED, DelegateState.PENDING, DelegateState.SUBMITTED)
    ended = [state for state in DelegateState if state not in LIVE]
    return [
        Bar(label=say(lang, STATES[state]), value=counted.get(state, 0))
        for state in (*order, *ended)
    ]


def _ways(forum: Forum, lang: str) -> list[Bar]:
    found = numbers.places_by_way(forum)
    return [Bar(label=say(lang, WAYS[way]), value=found[way], look=way.value) for way in Way]


def _countries(forum: Forum, lang: str) -> list[Bar]:
    found = numbers.delegates_by_country(forum)
    shown, others = found[:COUNTRIES], found[COUNTRIES:]
    bars = [
        Bar(label=country_said(code, lang) if code else say(lang, N_("Not said")), value=count)
        for code, count in shown
    ]
    rest = sum(count for _, count in others)
    return [*bars, Bar(label=say(lang, N_("Other countries")), value=rest)] if rest else bars


def _fill(forum: Forum, lang: str) -> list[Bar]:
    return [
        Bar(
            label=f"{there.session.code} {say(lang, WAYS[way])}",
            value=total.taken,
            of=total.seats,
            more=total.waiting,
            look=way.value,
        )
        for there in seats_of_sessions(forum)
        for way in Way
        if (total := there.sum_of(way)) is not None
    ]


def _entries(forum: Forum, lang: str) -> list[Bar]:
    return [
        Bar(label=_door_said(door, lang), value=count)
        for door, count in numbers.entries_by_door(forum)
    ]


def _door_said(door: str | date, lang: str) -> str:
    if isinstance(door, date):
        return say(lang, N_("Entrance, %(day)s"), day=short_day_said(door, lang))
    return door


Counts = Callable[[Forum, str], Sequence[Bar]]
FIGURES: dict[str, tuple[str, str, tuple[str, ...], Counts | None]] = {
    # code -> heading, what is counted, columns, who counts the bars; None: the line over days
    "days": (
        N_("Registrations, day by day"),
        N_("All made by the end of each day (%(zone)s) that have not ended since."),
        (N_("Day"), N_("Registrations")),
        None,
    ),
    "states": (
        N_("Confirmed and not"),
        N_("Every registration ever made."),
        (N_("State"), N_("Registrations")),
        _states,
    ),
    "ways": (
        N_("How people attend"),
        N_("Seats held in all sessions together."),
        (N_("Way"), N_("Seats held")),
        _ways,
    ),
    "countries": (
        N_("Where people come from"),
        N_("Registrations that have not ended."),
        (N_("Country"), N_("Registrations")),
        _countries,
    ),
    "sessions": (
        N_("How full each session is"),
        N_("Filled: taken. Outlined: all seats. Hatched: those who wait."),
        (N_("Session"), N_("Taken"), N_("Seats"), N_("Waiting")),
        _fill,
    ),
    "entries": (
        N_("Who came in"),
        N_("Entries at the entrance and at the doors of sessions; without those taken back."),
        (N_("Door"), N_("Entries")),
        _entries,
    ),
}

"""The blueprint, and what several pages say: which zones there are to choose from."""

from collections.abc import Iterable
from datetime import datetime, time

from flask import Blueprint

from ...clock import instant_of, offsets_said
from ...forums.models import Forum, Point, PointKind
from ...i18n import N_, say
from ...text import sort_key

bp = Blueprint("programme", __name__)


def first_instant(forum: Forum, starts: Iterable[datetime]) -> datetime:
    """The instant at which offsets are told: the first of `starts`, else noon of the first day."""
    return min(starts, default=instant_of(datetime.combine(forum.first_day, time(12)), forum.zone))


def zone_choices(
    forum: Forum, points: Iterable[Point], at: datetime, lang: str, *, until: datetime | None = None
) -> list[tuple[str, str]]:
    """(zone, its cities and its offset from `at` on) for each zone of `points`, the forum's first.

    until: of the hours that are shown; where clocks are changed meanwhile, both offsets are told.
    """
    there: dict[str, list[Point]] = {}
    for point in points:
        there.setdefault(point.zone, []).append(point)
    names = {zone: cities_of(there[zone], lang) for zone in there}
    venue = [forum.city.said_in(lang), *names.pop(forum.zone, [])]
    offsets = {zone: offsets_said(at, until or at, zone, lang) for zone in (forum.zone, *names)}
    said = {zone: f"{', '.join(x)} ({offsets[zone]})" for zone, x in names.items()}
    places = f"{', '.join(dict.fromkeys(venue))} ({offsets[forum.zone]})"
    first = say(lang, N_("Forum time: %(places)s"), places=places)
    return [(forum.zone, first), *sorted(said.items(), key=lambda choice: sort_key(choice[1]))]


def cities_of(points: Iterable[Point], lang: str) -> list[str]:
    """The cities of `points`, each once, that of the central point first."""
    ordered = sorted(points, key=lambda point: point.kind != PointKind.CENTRAL)
    return list(dict.fromkeys(point.city.said_in(lang) for point in ordered))

"""The only clock, and every conversion between instants and walls.

It is read in views, api, tasks and commands; everything below is handed an aware `now`.
"""

import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzdata
from babel.dates import format_date, format_time

from .i18n import N_, say

zoneinfo.reset_tzpath(to=())  # the pinned tzdata, not the machine's older one
ZONE_DATA: str = tzdata.IANA_VERSION
# Renames that browsers still send (Chrome says Asia/Saigon). Never merges countries.
RENAMED = {
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Ujung_Pandang": "Asia/Makassar",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Australia/Canberra": "Australia/Sydney",
    "Europe/Kiev": "Europe/Kyiv",
}
# What people write for a city that lends no zone its name.
_CITIES = {
    "abu dhabi": "Asia/Dubai",
    "banyuwangi": "Asia/Jakarta",
    "beijing": "Asia/Shanghai",
    "canberra": "Australia/Sydney",
    "cebu": "Asia/Manila",
    "chiang mai": "Asia/Bangkok",
    "da nang": "Asia/Ho_Chi_Minh",
    "davao": "Asia/Manila",
    "delhi": "Asia/Kolkata",
    "geneva": "Europe/Zurich",
    "hanoi": "Asia/Ho_Chi_Minh",
    "ha noi": "Asia/Ho_Chi_Minh",
    "kota kinabalu": "Asia/Kuching",
    "mandalay": "Asia/Yangon",
    "nay pyi taw": "Asia/Yangon",
    "naypyidaw": "Asia/Yangon",
    "new delhi": "Asia/Kolkata",
    "osaka": "Asia/Tokyo",
    "phuket": "Asia/Bangkok",
    "viet nam": "Asia/Ho_Chi_Minh",
    "vietnam": "Asia/Ho_Chi_Minh",
    "washington": "America/New_York",
}
_INSTANT = timedelta(microseconds=1)
_shift = timedelta()


class Skipped(ValueError):
    """A wall time that no clock of its zone shows, since they are put forward over it."""

    def __init__(self, wall: datetime, zone: str) -> None:
        super().__init__(f"{wall} does not exist in {zone}: the clocks skip it")
        self.wall = wall


def now() -> datetime:
    """The real instant: sign-in, tokens, holds, trail."""
    return datetime.now(UTC)


def forum_now() -> datetime:
    """The instant the forum lives in: now/next, gate, door. Differs from `now` in a demo only."""
    return now() + _shift


def start_forum_clock_at(instant: datetime | None) -> None:
    """Run `forum_now` from `instant` (aware) on; None puts it back on the real time."""
    global _shift
    _shift = instant - now() if instant else timedelta()


def zone_named(name: str) -> str | None:
    """The IANA key for what a person or browser calls a zone, or None if there is no such zone."""
    name = RENAMED.get(name, name)
    return name if name in zoneinfo.available_timezones() else None


def zones_like(name: str) -> list[str]:
    """One to three IANA keys that may be meant by `name`, the likeliest first."""
    city = " ".join(re.split(r"[\s_]+", name.rpartition("/")[2].casefold())).strip()
    if city in _CITIES:
        return [_CITIES[city]]
    there = zoneinfo.available_timezones()
    zones = sorted(zone for zone in there if "/" in zone and not zone.startswith("Etc/"))
    same_city = [zone for zone in zones if zone.rpartition("/")[2].casefold() == city]
    return same_city[:1] or get_close_matches(name[:60], zones, cutoff=0.75) or ["Asia/Ho_Chi_Minh"]


def instant_of(wall: datetime, zone: str, fold: int = 0) -> datetime:
    """The UTC instant at which clocks in `zone` show `wall` (naive), the `fold`-th time.

    Raises Skipped, a ValueError, for a wall time that the clocks skip.
    """
    local = wall.replace(tzinfo=ZoneInfo(zone), fold=fold)
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise Skipped(wall, zone)
    return instant


def wall_after(wall: datetime, fold: int, zone: str, days: int) -> tuple[datetime, int]:
    """(naive wall time, fold) so many days after `wall`, before it where `days` is negative.

    The fold stays where the clocks show the new time twice, else it is 0. Raises Skipped.
    """
    moved = wall + timedelta(days=days)
    instant_of(moved, zone)
    return moved, fold if comes_twice(moved, zone) else 0


def comes_twice(wall: datetime, zone: str) -> bool:
    """Whether clocks in `zone` show `wall` (naive) twice, since they are put back over it."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return first.utcoffset() > second.utcoffset()  # type: ignore[operator]


def wall_of(instant: datetime, zone: str) -> tuple[datetime, int]:
    """(naive wall time, fold) that clocks in `zone` show at `instant`."""
    local = instant.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None, fold=0), local.fold


def day_begins(day: date, zone: str) -> datetime:
    """The first instant of `day` in `zone`; where the clocks skip its midnight, when they go on."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def offset_of(instant: datetime, zone: str) -> timedelta:
    """How far clocks in `zone` are ahead of UTC at `instant`."""
    return instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def day_on_wall(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


def time_said(instant: datetime, zone: str) -> str:
    """Hours and minutes in `zone`: "08:30"."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def day_said(day: date | datetime, lang: str) -> str:
    """The day with its weekday: "Thứ Năm, 22/10/2020", "Thursday, 22 October 2020"."""
    said = format_date(
        day, "EEEE, dd/MM/yyyy" if lang == "vi" else "EEEE, d MMMM yyyy", locale=lang
    )
    return said[:1].upper() + said[1:]


@lru_cache(256)
def short_day_said(day: date | datetime, lang: str) -> str:
    """The day without its year: "Thứ Năm 22/10", "Thu 22 Oct". So does times.js."""
    return format_date(day, "EEEE dd/MM" if lang == "vi" else "EEE d MMM", locale=lang)


def written_day_said(written: str, lang: str) -> str:
    """A day as JSON holds it, as `day_said` says it."""
    return day_said(date.fromisoformat(written), lang)


def written_wall_said(written: str, lang: str) -> str:
    """A naive wall time as JSON holds it: "08:30 Thứ Năm, 22/10/2020"."""
    wall = datetime.fromisoformat(written)
    return f"{wall:%H:%M} {day_said(wall, lang)}"


def hours_said(starts: datetime, ends: datetime, zone: str) -> str:
    """From when until when in `zone`: "08:30–11:00", past midnight "22:30–01:00 (+1)"."""
    said = f"{time_said(starts, zone)}–{time_said(ends, zone)}"
    days = (day_on_wall(ends, zone) - day_on_wall(starts, zone)).days
    return f"{said} (+{days})" if days else said


def day_and_hours_said(starts: datetime, ends: datetime, zone: str, lang: str) -> str:
    """The day before the hours: "Thứ Năm 22/10, 08:30–11:00", "Thu 22 Oct, 08:30–11:00"."""
    day = short_day_said(day_on_wall(starts, zone), lang)
    return f"{day[:1].upper()}{day[1:]}, {hours_said(starts, ends, zone)}"


def offset_said(instant: datetime, zone: str) -> str:
    """The offset of `zone` at that instant: "UTC+7", "UTC+6:30", "UTC−4"."""
    offset = offset_of(instant, zone)
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def offsets_said(first: datetime, last: datetime, zone: str, lang: str) -> str:
    """The offset of `zone` from `first` to `last`; where its clocks are changed meanwhile both, and
    since when: "UTC+1, UTC+2 from 03:00 Sun 31 Mar".
    """
    before = offset_said(first, zone)
    if last <= first or offset_said(last - _INSTANT, zone) == before:
        return before
    at = _change_between(first, last - _INSTANT, zone)
    when = f"{time_said(at, zone)} {short_day_said(day_on_wall(at, zone), lang)}"
    both = {"before": before, "after": offset_said(at, zone), "when": when}
    return say(lang, N_("%(before)s, %(after)s from %(when)s"), **both)


def _change_between(first: datetime, last: datetime, zone: str) -> datetime:
    """The minute from which clocks have another offset than at `first`, as at `last`."""
    while last - first > timedelta(seconds=1):
        between = first + (last - first) / 2
        same = offset_of(between, zone) == offset_of(first, zone)
        first, last = (between, last) if same else (first, between)
    return (last + timedelta(seconds=1)).replace(second=0, microsecond=0)


def day_shift(instant: datetime, zone: str, venue_zone: str) -> int:
    """How many days the date in `zone` is ahead of (+) or behind (−) the venue's at `instant`."""
    return (day_on_wall(instant, zone) - day_on_wall(instant, venue_zone)).days


@dataclass(frozen=True)
class Wall:
    """What clocks show on some day, for sentences: "02:30 Sunday, 31 March 2030"."""

    wall: datetime

    def said_in(self, lang: str) -> str:
        return f"{self.wall:%H:%M} {day_said(self.wall, lang)}"


@dataclass(frozen=True)
class Day:
    """A day, for sentences: "Sunday, 31 March 2030"."""

    day: date

    def said_in(self, lang: str) -> str:
        return day_said(self.day, lang)


def city_of(zone: str) -> str:
    """The city that lends a zone its name: "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


@dataclass(frozen=True)
class Moment:
    """An instant as people of `zone` read it, for sentences: "17:00 Monday, 19 October (UTC+7)"."""

    at: datetime
    zone: str

    def said_in(self, lang: str) -> str:
        local = self.at.astimezone(ZoneInfo(self.zone))
        hour = format_time(local, "HH:mm", locale=lang)
        return f"{hour} {day_said(local, lang)} ({offset_said(self.at, self.zone)})"

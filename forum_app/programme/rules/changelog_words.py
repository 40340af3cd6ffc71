"""The changelog in words: "moved from 09:00 to 10:30, Room 2 to Room 4"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...clock import day_and_hours_said, day_on_wall, hours_said, time_said
from ...i18n import N_, Words, say
from .changelog import Change, Changed, What
from .channels import channel_named
from .frozen_people import Origin, Span
from .speaking import ROLES
from .ways import AppearanceRole, Way

_FROM = {Way.HALL: N_("the hall"), Way.ONLINE: N_("online")}
_PLAIN = {
    What.ADDED: N_("added to the programme"),
    What.GONE: N_("no longer in the programme"),
    What.CANCELLED: N_("cancelled"),
    What.BACK: N_("held after all"),
    What.TALK_ADDED: N_("talk added: %(name)s"),
    What.TALK_REMOVED: N_("talk removed: %(name)s"),
    What.TALK_RENAMED: N_("talk “%(was)s” is now “%(now)s”"),
    What.TALK_ORDER: N_("talks in another order or length"),
    What.TEXTS: N_("description changed"),
    What.TITLE: N_("renamed from “%(was)s”"),
    What.SPEAKER_ADDED: N_("with %(name)s (%(roles)s)"),
    What.SPEAKER_REMOVED: N_("without %(name)s"),
    What.ROLE: N_("%(name)s: %(now)s instead of %(was)s"),
    What.ORIGIN: N_("%(name)s from %(now)s instead of %(was)s"),
    What.INTERPRETS: N_("%(name)s interprets: %(channels)s"),  # these three to organisers alone
    What.INTERPRETS_NOT: N_("%(name)s no longer interprets: %(channels)s"),
    What.INTERPRETS_FROM: N_("%(name)s interprets from %(now)s instead of %(was)s"),
}
_YOURS = {  # the same to whom it is about
    What.SPEAKER_ADDED: N_("you appear in it: %(roles)s"),
    What.SPEAKER_REMOVED: N_("you no longer appear in it"),
    What.ROLE: N_("your part in it: %(now)s instead of %(was)s"),
    What.ORIGIN: N_("you speak from %(now)s instead of %(was)s"),
    What.TALK_TIME: N_("your talk is now at %(now)s"),
    What.INTERPRETS: N_("you interpret in it: %(channels)s"),
    What.INTERPRETS_NOT: N_("you no longer interpret in it: %(channels)s"),
    What.INTERPRETS_FROM: N_("you interpret from %(now)s instead of %(was)s"),
}
_ONLINE_NOW = {
    What.ORIGIN: N_("%(name)s online instead of from %(was)s"),
    What.INTERPRETS_FROM: N_("%(name)s interprets online instead of from %(was)s"),
}
_YOU_ONLINE_NOW = {
    What.ORIGIN: N_("you speak online instead of from %(was)s"),
    What.INTERPRETS_FROM: N_("you interpret online instead of from %(was)s"),
}
FROM_TO = N_("moved from %(was)s to %(now)s")
HALL_TOO = N_("%(was)s to %(now)s")


@dataclass(frozen=True)
class Sentence:
    """What became of a session, as people of `zone` read it; you: UUID of whom it is told.

    points: their names by code, where there is room for them.
    """

    change: Change
    zone: str
    you: str | None = None
    points: Mapping[str, Words] = field(default_factory=dict)

    def said_in(self, lang: str) -> str:
        """Begins small, ends without a full stop: it stands behind the session's title."""
        return ", ".join(_said(self, one, lang) for one in self.change.all)


def _said(sentence: Sentence, one: Changed, lang: str) -> str:
    if one.what is What.TIME:
        return _moved(one.was, one.now, sentence.zone, lang)
    if one.what is What.HALL:
        is_second = What.TIME in sentence.change.whats
        return say(lang, HALL_TOO if is_second else FROM_TO, was=one.was, now=one.now)
    plain = _PLAIN.get(one.what, "")
    yours = bool(one.who) and one.who == sentence.you
    says = _YOURS.get(one.what, plain) if yours else plain
    if one.what in _ONLINE_NOW and one.now == ((Way.ONLINE, None),):
        says = (_YOU_ONLINE_NOW if yours else _ONLINE_NOW)[one.what]
    return say(lang, says, **_facts(sentence, one, lang))


def _facts(sentence: Sentence, one: Changed, lang: str) -> dict[str, object]:
    facts: dict[str, object] = {"name": one.name, "was": one.was, "now": one.now}
    if one.what in (What.SPEAKER_ADDED, What.ROLE):
        facts |= {"roles": _roles(one.was, lang), "was": _roles(one.was, lang)}
        facts["now"] = _roles(one.now, lang) if one.what is What.ROLE else ""
    if one.what in (What.INTERPRETS, What.INTERPRETS_NOT):
        facts["channels"] = _channels(one.now, lang)
    if one.what in _ONLINE_NOW:
        facts |= {x: _origins(sentence, facts[x], lang) for x in ("was", "now")}
    if one.what is What.TALK_TIME:
        spans = (hours_said(x.starts, x.ends, sentence.zone) for x in one.now)
        facts["now"] = ", ".join(spans)
    return facts


def _moved(was: Span, now: Span, zone: str, lang: str) -> str:
    """By as little as tells it: hours where the day stays, the end where the start does."""
    if was.starts == now.starts:
        ends = {"was": time_said(was.ends, zone), "now": time_said(now.ends, zone)}
        return say(lang, N_("ends at %(now)s instead of %(was)s"), **ends)
    if day_on_wall(was.starts, zone) != day_on_wall(now.starts, zone):
        days = {
            name: day_and_hours_said(x.starts, x.ends, zone, lang)
            for name, x in (("was", was), ("now", now))
        }
        return say(lang, FROM_TO, **days)
    as_long = was.ends - was.starts == now.ends - now.starts
    hours = {
        name: time_said(x.starts, zone) if as_long else hours_said(x.starts, x.ends, zone)
        for name, x in (("was", was), ("now", now))
    }
    return say(lang, FROM_TO, **hours)


def _roles(roles: tuple[str, ...], lang: str) -> str:
    return ", ".join(say(lang, ROLES[AppearanceRole(role)]) for role in roles)


def _channels(keys: tuple[str, ...], lang: str) -> str:
    return ", ".join(x.said_in(lang) for key in keys if (x := channel_named(key)))


def _origins(sentence: Sentence, origins: Any, lang: str) -> str:
    return ", ".join(_origin(sentence, origin, lang) for origin in origins)


def _origin(sentence: Sentence, origin: Origin, lang: str) -> str:
    """A point by its code, "SIN", behind its name where that is known: "Singapore (SIN)"."""
    way, point = origin
    if point is None:
        return say(lang, _FROM.get(Way(way), way))
    name = sentence.points.get(point)
    return f"{name.said_in(lang)} ({point})" if name else point

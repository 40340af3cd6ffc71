"""What a clash is, and the sentence of each: what is wrong, and what to do."""

from dataclasses import dataclass

from ...i18n import N_, Sayable, language_said, say
from .planned import PlannedSeats
from .ways import Way


@dataclass(frozen=True)
class Rule:
    """says: a msgid that tells what is wrong and what to do."""

    code: str
    is_hard: bool
    says: str


@dataclass(frozen=True)
class Clash:
    """One rule broken. sessions, points: codes; persons: what the plan calls them."""

    rule: Rule
    sessions: tuple[str, ...]
    persons: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def is_hard(self) -> bool:
        return self.rule.is_hard

    def said_in(self, lang: str) -> str:
        return say(lang, self.rule.says, **dict(self.facts))


@dataclass(frozen=True)
class Listed:
    """Things said one after the other, in one sentence."""

    things: tuple[Sayable | str, ...]

    def said_in(self, lang: str) -> str:
        return ", ".join(x if isinstance(x, str) else x.said_in(lang) for x in self.things)


@dataclass(frozen=True)
class Language:
    """By its name. code: ISO 639-1."""

    code: str

    def said_in(self, lang: str) -> str:
        return language_said(self.code, lang)


@dataclass(frozen=True)
class Sentences:
    """Clashes one after the other, as a paragraph; of very many, how many more there are."""

    clashes: tuple[Clash, ...]

    def said_in(self, lang: str) -> str:
        more = len(self.clashes) - _MOST_SAID
        said = [clash.said_in(lang) for clash in self.clashes[:_MOST_SAID]]
        return " ".join([*said, say(lang, N_("And %(n)s more."), n=more)] if more > 0 else said)


@dataclass(frozen=True)
class SeatsSaid:
    seats: PlannedSeats

    def said_in(self, lang: str) -> str:
        where = self.seats.point or say(lang, _WAYS[Way(self.seats.way)])
        numbers = {"taken": self.seats.taken, "seats": self.seats.seats}
        return say(lang, N_("%(where)s %(taken)s of %(seats)s"), where=where, **numbers)


_MOST_SAID = 20
_WAYS = {Way.HALL: N_("In the hall"), Way.POINT: N_("At a point"), Way.ONLINE: N_("Online")}
HALL_TWICE = Rule(
    "hall_twice",
    True,
    N_(
        "%(one)s and %(other)s are in hall %(hall)s at the same time. Please move one of them, or "
        "say of the hall that it holds several sessions at once."
    ),
)
PERSON_TWICE = Rule(
    "person_twice",
    True,
    N_("%(person)s is in %(one)s and in %(other)s at the same time. Please move one of them."),
)
OUTSIDE_FORUM = Rule(
    "outside_forum",
    True,
    N_(
        "%(one)s is not within the days of the forum. Please move it, or change the days of the "
        "forum."
    ),
)
UNAVAILABLE = Rule(
    "speaker_unavailable",
    True,
    N_(
        "%(person)s is not available for all of their time in %(one)s. Please move it, or agree "
        "on other hours with them."
    ),
)
ORDER = Rule(
    "order",
    True,
    N_(
        "%(one)s has to come after %(other)s, but begins before that is over. Please move one of "
        "them, or remove this order."
    ),
)
NOT_HELD = Rule(
    "prerequisite_not_held",
    True,
    N_("%(one)s comes after %(other)s, which is not held. Please remove this order."),
)
NOT_PLACED = Rule(
    "prerequisite_unplaced",
    True,
    N_(
        "%(one)s comes after %(other)s, which lies in the tray. Please place %(other)s, "
        "or remove this order."
    ),
)
CIRCLE = Rule(
    "order_circle",
    True,
    N_("%(all)s come after each other in a circle. Please remove one of these orders."),
)
CHANGEOVER = Rule(
    "changeover",
    True,
    N_(
        "Between %(person)s in %(one)s and %(next)s in %(other)s, both remote, the hall has "
        "less than %(minutes)s minutes to change the line. Please leave more time between them."
    ),
)
CHANGEOVER_WITHIN = Rule(
    "changeover_within",
    True,
    N_(
        "In %(one)s, %(next)s comes less than %(minutes)s minutes after %(person)s, both remote, "
        "and the hall has to change the line. Please put a talk from the hall, or a "
        "discussion, between their talks."
    ),
)
UNPLACED = Rule(
    "session_unplaced",
    True,
    N_("People see %(one)s, but it lies in the tray. Please place it, or cancel it."),
)
TALKS_TOO_LONG = Rule(
    "talks_too_long",
    True,
    N_(
        "The talks of %(one)s take %(minutes)s minutes more than the session has. Please shorten "
        "a talk, or make the session longer."
    ),
)
NO_HALL = Rule(
    "no_hall", True, N_("There is no hall %(hall)s, where %(one)s is. Please choose another.")
)
NO_ZONE = Rule(
    "no_zone",
    True,
    N_("There is no time zone %(zone)s, where %(point)s is. Please correct the point."),
)
NOT_ALONE = Rule(
    "plenary_not_alone",
    False,
    N_(
        "%(other)s is held beside the plenary session %(one)s. Please move it where everybody "
        "should be able to come."
    ),
)
SEATS = Rule(
    "seats_below_taken",
    False,
    N_(
        "%(one)s has more places taken than seats: %(seats)s. Please add seats, or speak with "
        "those who come."
    ),
)
DECLINED = Rule(
    "speaker_declined",
    False,
    N_(
        "%(person)s declined to appear in %(one)s, and is not in the next release. Please find "
        "somebody else, or take them out."
    ),
)
SPEAKING_HOURS = Rule(
    "speaking_point_hours",
    False,
    N_(
        "%(person)s speaks in %(one)s from %(point)s, where it is %(hours)s by then. Please move "
        "it to 07:00–23:00 there, or ask them first; 09:30–21:30 is good."
    ),
)
ONLINE_HOURS = Rule(
    "speaking_online_hours",
    False,
    N_(
        "%(person)s speaks online in %(one)s from the zone %(zone)s, where it is %(hours)s by "
        "then. Please move it to 07:00–23:00 there, or ask them first; 09:30–21:30 is good."
    ),
)
AUDIENCE_HOURS = Rule(
    "audience_point_hours",
    False,
    N_(
        "People follow %(one)s at hours outside 07:00–23:00: %(points)s. Please move it, or tell "
        "these points when it is shown again."
    ),
)
UNHEARD = Rule(
    "language_without_interpreter",
    False,
    N_(
        "%(one)s is said to be followed in %(languages)s, which is neither spoken in it nor "
        "interpreted. Please add a channel, or take the language away."
    ),
)
NOBODY_INTERPRETS = Rule(
    "channel_without_interpreter",
    False,
    N_(
        "Nobody interprets in %(one)s: %(channel)s. Please put an interpreter in, or take the "
        "channel away."
    ),
)
RELAY_UNMANNED = Rule(
    "relay_without_interpreter",
    False,
    N_(
        "In %(one)s a channel is interpreted from another that nobody interprets: %(channel)s, "
        "from %(other)s. Please put an interpreter in, or let it be interpreted from the floor."
    ),
)
SPEAKING_LANGUAGE = Rule(
    "speaking_language",
    False,
    N_(
        "%(person)s speaks in %(one)s from %(point)s, where people speak %(languages)s: not a "
        "language spoken on its floor. Please add that language to the floor, with a channel "
        "interpreted from it."
    ),
)
AUDIENCE_LANGUAGE = Rule(
    "audience_language",
    False,
    N_(
        "These points cannot follow %(one)s in a language of their own: %(points)s. Please add a "
        "channel, or tell them."
    ),
)

"""What the script of the agenda builder is told: a day of the draft as plain, compact facts.

Minutes, all of them: "wall" counts them on the forum's walls from 1970 on, "at" as instants do.
Of people it is told names alone, by the place in one list.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from ...clock import zone_named
from ...forums.models import Forum
from ...i18n import say
from ..queries import Board
from ..rules import clash
from ..rules.clash import Clash
from ..rules.placing import LONGEST, STEP, day_of, offsets_during
from ..rules.planned import PlannedAppearance, PlannedSession, Span, merged
from ..rules.times import FAIR, GOOD

_MINUTES = 24 * 60  # of a day on a wall
_AROUND = timedelta(days=2)  # a session that is dragged over midnight is somewhere in it
_EPOCH = datetime.combine(date(1970, 1, 1), time())  # naive: a wall shows no zone
_RULES = tuple(x for x in vars(clash).values() if isinstance(x, clash.Rule))


def board_said(forum: Forum, board: Board, lang: str) -> dict[str, Any]:
    """The whole board, but what the page itself says."""
    plan = board.plan
    planned = {session.code: session for session in plan.sessions}
    people = {x.person: x.name for session in plan.sessions for x in session.appearances}
    number = {person: place for place, person in enumerate(people)}
    on_it = {card.code for card in board.cards}
    followed = {session.code: _followed_at(session) for session in plan.sessions}
    audiences = list(dict.fromkeys(followed.values()))  # most sessions have the same
    return _frame_said(forum, board, lang) | {
        "people": list(people.values()),
        "free": {
            number[person]: [_instants(x) for x in merged(given)]
            for person, given in plan.available.items()
            if person in number
        },
        "cards": [
            card_said(card, lang)
            | _more_said(planned[card.code], number)
            | {"audience": audiences.index(followed[card.code])}
            for card in board.cards
        ],
        "audiences": audiences,
        "orders": _orders(plan.sessions, on_it),
        "clashes": clashes_said(board.clashes, lang),
    }


def _frame_said(forum: Forum, board: Board, lang: str) -> dict[str, Any]:
    """What is true of the day, whatever stands on it."""
    day, plan = day_of(board.day, forum.zone), board.plan
    around = Span(day.starts - _AROUND, day.ends + _AROUND)
    first, last = _minutes(_midnight(forum.first_day)), _minutes(_midnight(forum.last_day))
    speaking = {x.point for session in plan.sessions for x in session.appearances if x.point}
    followed = {code for session in plan.sessions for code in _followed_at(session)}
    zones = {code: plan.points[code].zone for code in sorted(speaking | followed)}
    online = {x.zone for session in plan.sessions for x in session.appearances if x.zone}
    return {
        "tag": board.tag,
        "day": _minutes(_midnight(board.day)),
        "zone": _offsets(around, forum.zone),
        "forum": [first, last + _MINUTES],
        "step": STEP,
        "longest": LONGEST,
        "changeover": plan.changeover_minutes,
        "good": [x.hour * 60 + x.minute for x in GOOD],
        "fair": [x.hour * 60 + x.minute for x in FAIR],
        "halls": [
            {"code": x.code, "name": x.name.said_in(lang), "several": x.holds_several}
            for x in board.halls
        ],
        "points": {
            code: _offsets(around, zone) for code, zone in zones.items() if zone_named(zone)
        },
        "zones": {zone: _offsets(around, zone) for zone in sorted(online) if zone_named(zone)},
        "says": {rule.code: [rule.is_hard, say(lang, rule.says)] for rule in _RULES},
    }


def card_said(card: Any, lang: str) -> dict[str, Any]:
    """Where a session stands, and what it is called; see `queries.board`."""
    spoken = card.title.lang_for(lang)
    said = {
        "code": card.code,
        "title": card.title.said_in(lang),
        "kind": card.kind,
        "hall": card.hall,
        "wall": _minutes(card.starts_wall),
        "at": _instant(card.starts_at),
        "minutes": _instant(card.ends_at) - _instant(card.starts_at),
        "version": card.version,
    }
    more = {
        "fold": card.starts_fold,
        "tray": card.unscheduled_at is not None,
        "lang": spoken if spoken != lang else "",
    }
    return said | {name: value for name, value in more.items() if value}


def clashes_said(clashes: Iterable[Clash], lang: str) -> list[dict[str, Any]]:
    return [{"names": x.sessions, "rule": x.code, "facts": _facts_said(x, lang)} for x in clashes]


def _facts_said(one: Clash, lang: str) -> dict[str, Any]:
    """What fills the sentence of its rule, which the board has: most of a sentence is the same."""
    return {k: v.said_in(lang) if hasattr(v, "said_in") else v for k, v in one.facts}


def _followed_at(session: PlannedSession) -> tuple[str, ...]:
    """The points that offer seats in it."""
    return tuple(x.point for x in session.seats if x.point and x.seats)


def _more_said(session: PlannedSession, number: dict[str, int]) -> dict[str, Any]:
    people = [_person_said(x, session, number) for x in session.appearances]
    return {"people": people} if people else {}


def _person_said(
    one: PlannedAppearance, session: PlannedSession, number: dict[str, int]
) -> list[Any]:
    """[who, way, their point, or their zone online, or ""], and of a talk when it begins in the
    session and how long it is.
    """
    said = [number[one.person], one.way, one.point or one.zone or ""]
    if one.span is None:
        return said
    starts, ends = _instants(one.span)
    return [*said, starts - _instant(session.span.starts), ends - starts]


def _orders(sessions: Iterable[PlannedSession], on_it: set[str]) -> list[list[Any]]:
    """[later, earlier, when the later begins, when the earlier ends] of what is held on it."""
    held = {x.code: x.span for x in sessions if x.is_held or x.code in on_it}
    return [
        [one.code, code, _instant(held[one.code].starts), _instant(held[code].ends)]
        for one in sessions
        for code in one.after
        if one.code in held and code in held and {one.code, code} & on_it
    ]


def _offsets(span: Span, zone: str) -> list[tuple[int, int]]:
    return [(_instant(at), ahead) for at, ahead in offsets_during(span, zone)]


def _instants(span: Span) -> tuple[int, int]:
    return _instant(span.starts), _instant(span.ends)


def _instant(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _minutes(wall: datetime) -> int:
    return (wall - _EPOCH) // timedelta(minutes=1)

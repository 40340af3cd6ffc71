"""What part a point has in a session, and what must not be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from itertools import combinations

from ...i18n import N_, say
from ...refusal import Refusal


class RelayRole(StrEnum):
    CHAIR = auto()
    SPEAK = auto()
    DISCUSS = auto()
    LISTEN = auto()


ROLES = {
    RelayRole.CHAIR: N_("Chairs"),
    RelayRole.SPEAK: N_("Speaks"),
    RelayRole.DISCUSS: N_("Discusses"),
    RelayRole.LISTEN: N_("Listens"),
}
OFF = "off"  # no row
ON_AIR = (RelayRole.CHAIR, RelayRole.SPEAK)  # its picture is on the screen of the hall
MOST_EXPECTED = 100_000


class BadRole(Refusal):
    says = N_("Please choose a part from the list.")
    status = 422


class BadNumber(Refusal):
    says = N_("Please write how many people are expected as a whole number up to %(most)s.")
    status = 422


class CallUnreadable(Refusal):
    says = N_("Please write a call time as day and hour at the venue, like 2020-10-22 07:30.")
    status = 422


class ViewOnly(Refusal):
    says = N_("%(point)s follows the broadcast only: it can listen, and nothing else.")
    status = 422


class CallAfterStart(Refusal):
    says = N_("%(point)s is called to %(session)s after it has begun. Please call it earlier.")
    status = 422


class NothingToUndo(Refusal):
    says = N_("There is nothing to take back: it was taken back already, or changed since.")


class OnAirTwice(Refusal):
    says = N_("A point can be on air in one session at a time. %(all)s")
    reason = "programme_clashes"


@dataclass(frozen=True)
class Part:
    """A point's part in a session that is held. point, session: codes."""

    point: str
    session: str
    role: RelayRole
    starts_at: datetime
    ends_at: datetime

    @property
    def is_on_air(self) -> bool:
        return self.role in ON_AIR


@dataclass(frozen=True)
class Twice:
    """A point that is on air in two sessions at once. Hard: a release refuses it."""

    point: str
    one: str
    other: str

    def said_in(self, lang: str) -> str:
        facts = {"point": self.point, "one": self.one, "other": self.other}
        sentence = N_("%(point)s is on air in %(one)s and in %(other)s at the same time.")
        return say(lang, sentence, **facts)


@dataclass(frozen=True)
class AllTwice:
    clashes: tuple[Twice, ...]

    def said_in(self, lang: str) -> str:
        return " ".join(clash.said_in(lang) for clash in self.clashes)


def on_air_twice(parts: Iterable[Part]) -> Iterator[Twice]:
    """Each pair of sessions that overlap and have the same point on air; what only touches does
    not overlap."""
    by_point: dict[str, list[Part]] = {}
    for part in parts:
        if part.is_on_air:
            by_point.setdefault(part.point, []).append(part)
    for point, there in sorted(by_point.items()):
        for one, other in combinations(sorted(there, key=lambda x: (x.starts_at, x.session)), 2):
            if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                yield Twice(point, one.session, other.session)


def role_in(typed: str) -> RelayRole | None:
    """None for no part. Raises BadRole."""
    if typed == OFF:
        return None
    try:
        return RelayRole(typed)
    except ValueError:
        raise BadRole from None


def can_have(role: RelayRole, *, view_only: bool) -> bool:
    return role is RelayRole.LISTEN or not view_only


def check_part(
    role: RelayRole,
    *,
    point: str,
    view_only: bool,
    session: str,
    starts: datetime,
    call: datetime | None,
) -> None:
    """starts, call: on the same walls. Raises ViewOnly, CallAfterStart."""
    if not can_have(role, view_only=view_only):
        raise ViewOnly(point=point)
    if call is not None and call > starts:
        raise CallAfterStart(point=point, session=session)


@dataclass(frozen=True)
class CellEdit:
    """What was sent of one cell. session, point: ids; seen: its version, 0 for no part; facts:
    role, None for no part, and where they were asked for expected and call_wall."""

    session: int
    point: int
    seen: int
    facts: dict[str, object]


def cells_in(sent: Iterable[tuple[str, str]]) -> list[CellEdit]:
    """The cells that a page means to change, of its fields as they were sent.

    A field is "role.<session>.<point>.<version>.<part that stood there>"; beside it may stand
    "expected.<session>.<point>" and "call.<session>.<point>", and then all of the cell is meant.
    A part left as it stood, alone, means nothing. Raises BadRole, BadNumber, CallUnreadable.
    """
    fields = dict(sent)
    found = []
    for name, typed in fields.items():
        what, *parts = name.split(".")
        if what != "role" or len(parts) != 4 or not all(_is_number(x) for x in parts[:3]):
            continue
        session, point, seen = map(int, parts[:3])
        facts: dict[str, object] = {"role": role_in(typed)}
        more = f"{session}.{point}"
        if f"call.{more}" in fields:
            facts["expected"] = _expected(fields.get(f"expected.{more}", ""))
            facts["call_wall"] = _call(fields[f"call.{more}"])
        elif typed == parts[3]:
            continue
        found.append(CellEdit(session, point, seen, facts))
    return found


def cells_named(typed: str) -> set[tuple[int, int]]:
    """(session, point) of each "<session>.<point>" in a list of them; what is none is left out."""
    pairs = (word.split(".") for word in typed.split())
    return {(int(x[0]), int(x[1])) for x in pairs if len(x) == 2 and all(map(_is_number, x))}


def typed_in(sent: Iterable[tuple[str, str]]) -> dict[tuple[int, int], dict[str, str]]:
    """(session, point) -> what was typed of it: role, and where they were asked expected, call."""
    found: dict[tuple[int, int], dict[str, str]] = {}
    for name, typed in sent:
        what, *parts = name.split(".")
        if (
            what in ("role", "expected", "call")
            and len(parts) > 1
            and all(map(_is_number, parts[:2]))
        ):
            found.setdefault((int(parts[0]), int(parts[1])), {})[what] = typed
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _expected(typed: str) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if not _is_number(text) or int(text) > MOST_EXPECTED:
        raise BadNumber(most=MOST_EXPECTED)
    return int(text)


def _call(typed: str) -> datetime | None:
    if not typed.strip():
        return None
    try:
        wall = datetime.fromisoformat(typed.strip())
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or not 1900 <= wall.year <= 2200:
        raise CallUnreadable
    return wall.replace(second=0, microsecond=0)

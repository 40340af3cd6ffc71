"""The points of the model case at work: who is there, and their parts. All of it illustrative."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..broadcast.rules.contacts import Part
from ..broadcast.rules.relays import RelayRole
from ..broadcast.services.contacts import add_contact
from ..broadcast.services.founding import add_relay
from ..forums.models import Point, PointKind, Seating
from ..programme.models import Session, SessionKind

NAMES = {
    Part.COORDINATOR: "Điều phối {code} · Coordinator (minh họa · illustrative)",
    Part.TECHNICIAN: "Kỹ thuật {code} · Technician (minh họa · illustrative)",
    Part.DEPUTY: "Dự phòng {code} · Deputy (minh họa · illustrative)",
}
PHONE = "+999 {number:03} {part}00"  # +999 is assigned to nobody (ITU-T E.164)
Parts = Mapping[tuple[str, str], RelayRole]  # (code of a session, of a point) -> part


def parts_of(points: Sequence[Point], sessions: Mapping[str, Session], drawn: Any) -> Parts:
    """Which part each remote point has: in the plenary, and in one workshop, as it has one room.

    drawn: session -> part -> codes of points. A point that no workshop names listens to one, in
    turn; one that the plenary does not name listens to it.
    """
    workshops = [x.code for x in sessions.values() if x.kind is SessionKind.WORKSHOP]
    named = {
        (session, code): RelayRole(role)
        for session, parts in drawn.items()
        for role, codes in parts.items()
        for code in codes
    }
    found = {}
    for number, point in enumerate(remote_of(points)):
        chosen = [x for x in workshops if (x, point.code) in named]
        for session in ("P1", *(chosen or [workshops[number % len(workshops)]])):
            part = session, point.code
            found[part] = named.get(part, RelayRole.LISTEN)
    return found


def remote_of(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.kind is not PointKind.CENTRAL]


def man_points(
    points: list[Point],
    sessions: Mapping[str, Session],
    parts: Parts,
    drawn: Any,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Give each remote point its people, how it gives seats, and its `parts` in `sessions`.

    drawn: "by_approval": kinds of points; "minutes": part -> called so long before.
    """
    remote = remote_of(points)
    for number, point in enumerate(remote, 1):
        point.seating = Seating.APPROVAL if point.kind in drawn["by_approval"] else Seating.OPEN
        point.languages = _spoken(point)
        for part in _parts_there(point):
            add_contact(point, _contact(point, part, number), actor=actor, now=now)
    _take_part(remote, sessions, parts, drawn["minutes"])


def _spoken(point: Point) -> list[str]:
    return ["vi", "en"] if point.country == "VN" else ["en"]


def _parts_there(point: Point) -> list[Part]:
    """Beside one speaker there is one technician: nobody to take over."""
    alone = point.kind is PointKind.SINGLE_SPEAKER
    return [Part.COORDINATOR, Part.TECHNICIAN] if alone else list(Part)


def _contact(point: Point, part: Part, number: int) -> dict[str, Any]:
    code, place = point.code, list(Part).index(part) + 1
    email = f"{part}.{code.lower()}@example.org" if part is Part.COORDINATOR else None
    if code == "SIN" and part is Part.COORDINATOR:
        email = "coordinator@example.org"
    return {
        "part": part,
        "name": NAMES[part].format(code=code),
        "email": email,
        "phone": PHONE.format(number=number, part=place),
        "second_channel": None if part is Part.TECHNICIAN else f"Signal {code}-{place}",
        "languages": _spoken(point),
        "on_site": part is not Part.DEPUTY,
        "reachable_from": "07:00",
        "reachable_until": "22:00",
    }


def _take_part(
    points: list[Point],
    sessions: Mapping[str, Session],
    parts: Parts,
    minutes: Mapping[str, int],
) -> None:
    by_code = {point.code: point for point in points}
    for (session, code), role in parts.items():
        point = by_code[code]
        expected = 1 if point.kind is PointKind.SINGLE_SPEAKER else max(1, point.seats // 2)
        add_relay(sessions[session], point, role, expected=expected, minutes=minutes[role])

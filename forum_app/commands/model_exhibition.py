"""The exhibition of the model case: an illustrative plan, and made-up exhibitors who show there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ..db import db
from ..exhibition.models import Booth, Cell, ExhibitorKind, Zone, ZoneMode
from ..exhibition.rules.floor import Rect
from ..exhibition.services import decisions, founding
from ..exhibition.services.bookings import book_booth
from ..exhibition.services.exhibitors import add_exhibitor, exhibitor_for
from ..exhibition.services.ledger import By, Seen
from ..forums.models import Forum, Hall
from ..forums.services.people import add_person
from ..i18n import Words

Json = Mapping[str, Any]
METRE = 100  # centimetres


def lay_out_exhibition(hall: Hall, said: Json, *, actor: str, now: datetime) -> None:
    """Draw and publish the plan of `hall` that `said` draws, then let its exhibitors book."""
    forum = db.session.get_one(Forum, hall.forum_id)
    cells: dict[str, Cell] = {}
    for drawn in said["zones"]:
        zone = _zone(forum, drawn)
        for row in drawn["rows"]:
            cells |= _row(hall, zone, row)
        for code, parts in drawn.get("islands", {}).items():
            founding.add_booth(zone, code, [cells[part] for part in parts])
    drawing = founding.PlanDrawing(
        width_cm=said["width_m"] * METRE,
        depth_cm=said["depth_m"] * METRE,
        cells=list(cells.values()),
        marks=[_mark(mark) for mark in said["marks"]],
    )
    founding.publish_plan(founding.draw_plan(hall, drawing), actor=actor, now=now)
    by = By(actor, organises=True)
    for code, reason in said["blocked"].items():
        decisions.block_booth(_booth(forum, code).id, 1, reason=reason, by=by, now=now)
    for shown in said["exhibitors"]:
        _exhibit(forum, shown, by=by, now=now)


def _zone(forum: Forum, drawn: Json) -> Zone:
    given = {name: drawn[name] for name in ("price_minor", "most_booths") if name in drawn}
    mode, name = ZoneMode(drawn["mode"]), Words(drawn["name"])
    return founding.add_zone(
        forum, founding.ZonePlan(code=drawn["code"], name=name, mode=mode, **given)
    )


def _row(hall: Hall, zone: Zone, row: Json) -> dict[str, Cell]:
    """Booths side by side, each of as many cells as it is wide and deep; code -> its first cell."""
    side, (wide, deep) = row["cell_m"] * METRE, row["cells"]
    made: dict[str, Cell] = {}
    for place, number in enumerate(range(row["first"], row["last"] + 1)):
        code = f"{zone.code}{number}"
        left = row["x_m"] * METRE + place * (wide * side + row.get("gap_m", 0) * METRE)
        cells = [
            founding.add_cell(
                hall,
                f"{code}.{n + 1}",
                Rect(left + n % wide * side, row["y_m"] * METRE + n // wide * side, side, side),
            )
            for n in range(wide * deep)
        ]
        founding.add_booth(zone, code, cells)
        made |= {cell.code: cell for cell in cells}
    return made


def _mark(mark: Json) -> dict[str, Any]:
    x, y, width, depth = (round(metres * METRE) for metres in mark["at_m"])
    drawn = {"kind": mark["kind"], "x_cm": x, "y_cm": y, "width_cm": width, "depth_cm": depth}
    return drawn | ({"name": mark["name"]} if "name" in mark else {})


def _booth(forum: Forum, code: str) -> Booth:
    asked = select(Booth).where(Booth.forum_id == forum.id, Booth.code == code)
    return db.session.scalars(asked).one()


def _exhibit(forum: Forum, shown: Json, *, by: By, now: datetime) -> None:
    """Book in the name of somebody made up. Only one with an address is ever written to."""
    kind, profile = ExhibitorKind(shown["kind"]), Words(shown["profile"])
    if "email" in shown:
        made = exhibitor_for(forum, shown["name"], shown["email"], actor=by.actor, now=now)
        made.kind, made.profile, made.country = kind, profile, "VN"
    else:
        contact = add_person(forum, shown["name"], post=None, documented=False, now=now)
        row = {"kind": kind, "profile": profile, "country": "VN"}
        made = add_exhibitor(contact, shown["name"], actor=by.actor, now=now, **row)
    booking = book_booth(_booth(forum, shown["booth"]).id, made.id, by=by, now=now)
    if shown.get("approved"):
        seen = Seen(booking.state, booking.version)
        decisions.approve(booking.id, seen, by=by, now=now)

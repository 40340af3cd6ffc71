"""Cases `booths` and `booths-twin`: many exhibitors at one booth, with its key and without it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from threading import Barrier, Thread

from sqlalchemy import func, select

from .. import clock
from ..db import db, writing
from ..exhibition.models import Cell, CellClaim, ZoneMode
from ..exhibition.rules.floor import Rect
from ..exhibition.services import founding
from ..forums.services.founding import add_hall
from ..forums.services.people import give_token
from ..i18n import Words
from ..seal import new_secret
from ..server import HOST
from .grounds import ACTOR, UNLIMITED, forum_with, found_ground
from .overselling import judge_invariants
from .reports import PROCESSES, Lab, Report, said_of
from .stands import Server, a_stand, entered, served

CLIENTS = 50
UNKEYED = "forum_app.bench.unkeyed"  # the entry of a server whose claims have no key
SIDE = 300  # centimetres
_number = count(1)


@dataclass(frozen=True)
class Hall:
    """A forum with `rounds` pairs of booths, each pair with the island of both."""

    slug: str
    token: str
    rounds: int


def a_hall_of_booths(rounds: int) -> Hall:
    """In an app context; commits."""
    slug, token, now = f"booths-{next(_number)}", new_secret(), clock.now()
    name = Words({"vi": "Khu đo", "en": "Measured zone"})
    with writing():
        forum = found_ground(slug, now=now)
        hall = add_hall(forum, code="EX", name=name, seats=0, documented=False)
        first_come = founding.ZonePlan(code="B", name=name, mode=ZoneMode.FIRST_COME)
        zone, cells = founding.add_zone(forum, first_come), []
        for number in range(rounds):
            rects = (Rect(SIDE * x, SIDE * number, SIDE, SIDE) for x in (0, 1))
            pair = [founding.add_cell(hall, f"{number}.{n}", r) for n, r in enumerate(rects)]
            for code, parts in (("A", pair[:1]), ("B", pair[1:]), ("AB", pair)):
                founding.add_booth(zone, f"{code}{number}", parts)
            cells += pair
        plan = founding.PlanDrawing(width_cm=2 * SIDE, depth_cm=SIDE * rounds, cells=cells)
        founding.publish_plan(founding.draw_plan(hall, plan), actor=ACTOR, now=now)
        given = give_token(forum, "bench", token, ("booths",), ends_at=None, actor=ACTOR, now=now)
        given.writes_per_second = UNLIMITED
    return Hall(slug, token, rounds)


def booths(lab: Lab) -> Report:
    """50 at one booth, then 50 at a booth and the island it is in, round after round."""
    rounds, clients = lab.many(200, 5), lab.many(CLIENTS, 10)
    said = f"{rounds} rounds of {clients} at one booth, {rounds} at a booth and its island"
    report = Report("booths", PROCESSES, said)
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            alone, islands = a_hall_of_booths(rounds), a_hall_of_booths(rounds)
        with served(stand, PROCESSES) as server:
            for name, hall, codes in (
                ("one booth", alone, ["AB"]),
                ("a booth and its island", islands, ["A", "AB"]),
            ):
                found = pressed(server, hall, codes, clients)
                _judge_rounds(report, name, found, clients)
        with entered(stand):
            for name, hall in (("one booth", alone), ("a booth and its island", islands)):
                many = [n for n in owners_per_round(hall).values() if n != 1]
                missing = rounds - len(owners_per_round(hall))
                wrong = len(many) + missing
                told = said_of(wrong, rounds, "rounds")
                report.judge(f"{name}: rounds without exactly one owner", told, "0", wrong == 0)
        judge_invariants(report, stand)
    return report


def _judge_rounds(report: Report, name: str, found: Sequence[Counter[str]], clients: int) -> None:
    wanted = {"201": 1, "409 booth_taken": clients - 1}
    good = sum(dict(one) == wanted for one in found)
    totals = sum(found, Counter[str]())
    report.tell(f"{name}: answers", ", ".join(f"{n:,} × {x}" for x, n in totals.most_common()))
    clear = f"{len(found)}"
    report.judge(f"{name}: rounds of one yes, others told", good, clear, good == len(found))


def twin_of_booths(lab: Lab) -> Report:
    """The same press where claims have no key must sell twice, or the press is none."""
    rounds, clients = lab.many(20, 3), lab.many(CLIENTS, 10)
    report = Report("booths-twin", PROCESSES, f"{rounds} rounds of {clients}, without the key")
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            hall = a_hall_of_booths(rounds)
        with served(stand, PROCESSES, entry=UNKEYED) as server:
            pressed(server, hall, ["AB"], clients)
        with entered(stand):
            found = owners_per_round(hall)
    twice = sum(n > 1 for n in found.values())
    report.tell("owners per round", ", ".join(str(found[x]) for x in sorted(found)))
    report.judge("rounds sold twice", f"{twice} of {rounds}", "9 of 10", twice >= 0.9 * rounds)
    return report


def pressed(server: Server, hall: Hall, codes: Sequence[str], clients: int) -> list[Counter[str]]:
    """What the answers of each round were; all clients of a round press in the same moment."""
    found = [Counter[str]() for _ in range(hall.rounds)]
    start = Barrier(clients, timeout=60)

    def press(client: int) -> None:
        connection = HTTPConnection(HOST, server.port, timeout=60)
        for number in range(hall.rounds):
            start.wait()
            code = f"{codes[client % len(codes)]}{number}"
            found[number][_answer(connection, hall, code, client)] += 1
        connection.close()

    threads = [Thread(target=press, args=(n,), daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _answer(connection: HTTPConnection, hall: Hall, code: str, client: int) -> str:
    """As `counted` names it: "201", "409 booth_taken", "no answer"."""
    exhibitor = {"name": f"Đơn vị {client}", "email": f"exhibitor.{client}@example.org"}
    headers = {"Authorization": f"Bearer {hall.token}", "Content-Type": "application/json"}
    path = f"/api/v1/forums/{hall.slug}/booths/{code}/booking"
    try:
        connection.request("POST", path, json.dumps({"exhibitor": exhibitor}), headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
    except (OSError, HTTPException, ValueError):
        connection.close()
        return "no answer"
    return " ".join(filter(None, [str(answer.status), said.get("reason")]))


def owners_per_round(hall: Hall) -> dict[int, int]:
    """Round -> how many bookings own floor of its pair. In an app context."""
    forum = forum_with(hall.slug)
    asked = (
        select(Cell.y_cm, func.count(CellClaim.booking_id.distinct()))
        .join(CellClaim, CellClaim.cell_id == Cell.id)
        .where(Cell.forum_id == forum.id)
        .group_by(Cell.y_cm)
    )
    return {y // SIDE: n for y, n in db.session.execute(asked)}

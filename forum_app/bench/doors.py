"""Case `door`: each ticket, shown often at many doors, is in once; how soon a door answers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Lock, Thread
from time import perf_counter, sleep
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from .. import clock
from ..accounts.services import user_for
from ..accounts.services.sign_ins import let_in
from ..db import db, written
from ..forums.models import Role
from ..forums.services.people import appoint
from ..programme.models import Way
from ..registration.models import CheckIn, DoorCount, Ticket
from ..registration.rules import Choice
from ..registration.rules.tickets import payload_of
from ..registration.services.registrations import Application, register
from ..seal import new_secret
from ..server import HOST
from .grounds import ACTOR, DAY, Ground, a_ground, forum_of
from .overselling import judge_invariants
from .reports import PROCESSES, Lab, Report
from .stands import a_stand, entered, served

DOORS = 16  # connections
AT_ONCE = 20  # registrations in one transaction
PER_SECOND, P99_MS = 50, 50
PATIENCE = 60  # seconds for one answer


@dataclass(frozen=True)
class Keeper:
    """What a browser of door staff sends with each press."""

    cookie: str
    token: str


def door(lab: Lab) -> Report:
    """All tickets and far more collisions as fast as doors can; then some at a steady pace."""
    tickets, collisions = lab.many(2_000, 60), lab.many(5_000, 150)
    seconds = lab.many(20, 3)
    said = f"{tickets:,} tickets, {collisions:,} collisions from {DOORS} doors; {PER_SECOND}/s"
    report = Report("door", PROCESSES, f"{said} for {seconds} s")
    with a_stand(lab.server_url) as stand:
        with entered(stand) as app:
            ground = a_ground(sessions=1, seats=tickets)
            keeper, codes = _keeper(app, ground), _crowd(ground, tickets)
        chance = Random(lab.seed)
        scans = [*codes, *chance.choices(codes, k=collisions)]
        chance.shuffle(scans)
        with served(replace(stand, clock=f"{DAY}T08:00:00+07:00"), PROCESSES) as server:
            hall = f"/en/{ground.slug}/door/sessions/{ground.sessions[0]}"
            rush = Scans(server.port, hall, keeper, scans)
            rush.go(per_second=None)
            entrance = f"/en/{ground.slug}/door/entrance/{DAY.isoformat()}"
            warm = chance.choices(codes, k=PER_SECOND * lab.many(8, 2))
            Scans(server.port, entrance, keeper, warm).go(per_second=PER_SECOND)
            steady = chance.choices(codes, k=PER_SECOND * seconds)
            pace = Scans(server.port, entrance, keeper, steady)
            pace.go(per_second=PER_SECOND)
        with entered(stand):
            _judge_entries(report, ground, rush, tickets, collisions)
        _tell_pace(report, pace, rush)
        judge_invariants(report, stand)
    return report


class Scans:
    """Tickets shown at one address over several connections, in the order given."""

    def __init__(self, port: int, path: str, keeper: Keeper, codes: Sequence[str]) -> None:
        self.port, self.path, self.keeper, self.codes = port, path, keeper, codes
        self.verdicts: Counter[str] = Counter()
        self.took: list[float] = []  # seconds of each, from when it was due
        self.seconds = 0.0
        self._lock, self._next = Lock(), 0

    def go(self, *, per_second: int | None) -> None:
        """per_second: None for as fast as it goes."""
        began = perf_counter()
        go_on = {"target": self._go_on, "args": (began, per_second), "daemon": True}
        threads = [Thread(**go_on) for _ in range(DOORS)]  # type: ignore[arg-type]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = perf_counter() - began

    def _go_on(self, began: float, per_second: int | None) -> None:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        while (number := self._take()) < len(self.codes):
            due = began + number / per_second if per_second else perf_counter()
            sleep(max(0.0, due - perf_counter()))
            said = self._shown(connection, self.codes[number])
            with self._lock:
                self.verdicts[said] += 1
                self.took.append(perf_counter() - due)
        connection.close()

    def _take(self) -> int:
        with self._lock:
            self._next += 1
            return self._next - 1

    def _shown(self, connection: HTTPConnection, code: str) -> str:
        """The verdict; "no answer", or the status of another page."""
        sent = {"typed": code, "nonce": new_secret(), "csrf_token": self.keeper.token}
        headers = {
            "Cookie": self.keeper.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Part": "answer",
        }
        try:
            connection.request("POST", self.path, urlencode(sent), headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException):
            connection.close()
            return "no answer"
        found = re.search(r'data-verdict="(\w+)"', page)
        return found[1] if found else str(answer.status)


def _keeper(app: Flask, ground: Ground) -> Keeper:
    """Somebody with the role, signed in as their browser would be."""
    now = clock.now()

    def act() -> str:
        user = user_for("door@example.org", name="Door", now=now)
        appoint(forum_of(ground), user, Role.DOOR, actor=ACTOR, now=now)
        return let_in(user, device=ACTOR, now=now, whole=True).secret

    secret = new_secret()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"_user_id": written(act), "csrf_token": secret})
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(secret)
    return Keeper(cookie=f"session={cookie}", token=str(token))


def _crowd(ground: Ground, many: int) -> list[str]:
    """The codes of so many tickets, each of somebody with a place in the hall."""
    for first in range(0, many, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, many))
        written(partial(_register_all, ground, numbers))
    forum = forum_of(ground)
    tickets = db.session.scalars(select(Ticket.code).where(Ticket.forum_id == forum.id))
    return [payload_of(forum.id, code) for code in tickets]


def _register_all(ground: Ground, numbers: Iterable[int]) -> None:
    for number in numbers:
        register_one(ground, f"door.{number}@example.org", f"Người thứ {number}")


def register_one(ground: Ground, email: str, name: str) -> None:
    """Somebody with a seat in the hall of the first session. In the caller's transaction."""
    application = Application(
        name=name,
        email=email,
        country="VN",
        organisation="Bộ Xây dựng",
        choices=(Choice(session=ground.sessions[0], way=Way.HALL),),
        consents=("processing",),
        lang="vi",
    )
    now = clock.now()
    register(forum_of(ground), application, actor=ACTOR, confirmed=True, posting=None, now=now)


def _judge_entries(
    report: Report, ground: Ground, rush: Scans, tickets: int, collisions: int
) -> None:
    wanted = {"welcome": tickets, "already_in": collisions}
    answers = ", ".join(f"{n:,} × {what}" for what, n in rush.verdicts.most_common())
    report.judge("answers", answers, f"{wanted}", dict(rush.verdicts) == wanted)
    live = (CheckIn.forum_id == forum_of(ground).id, CheckIn.undone_at.is_(None))
    in_hall = select(func.count(), func.count(CheckIn.person_id.distinct())).where(
        *live, CheckIn.session_id.is_not(None)
    )
    entries, people = db.session.execute(in_hall).one()
    once = entries == people == tickets
    report.judge("entries, of how many people", f"{entries}, {people}", f"{tickets}", once)
    counted = db.session.scalar(select(DoorCount.inside))
    report.judge("counted inside", counted, f"{tickets}", counted == tickets)


def _tell_pace(report: Report, pace: Scans, rush: Scans) -> None:
    took = sorted(pace.took)
    p99 = took[max(0, -(-len(took) * 99 // 100) - 1)] * 1000
    half, worst = took[len(took) // 2] * 1000, took[-1] * 1000
    report.tell("answers per second in the rush", f"{len(rush.took) / rush.seconds:.0f}")
    report.tell(f"half at {PER_SECOND}/s, ms; the slowest", f"{half:.0f}; {worst:.0f}")
    what = f"99 of 100 at {PER_SECOND}/s, ms"
    report.judge(what, f"{p99:.0f}", f"under {P99_MS}", p99 < P99_MS)

"""Case `gate`: everybody online presses within one minute; each is led on, and counted once."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from http.client import HTTPConnection, HTTPException
from threading import Lock, Thread
from time import perf_counter, sleep
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from .. import clock
from ..broadcast.models import Audience, Purpose, Transport
from ..broadcast.rules.links import Secret
from ..broadcast.services.links import add_link
from ..db import db, written
from ..programme.models import Session, Way
from ..programme.services.sessions import Offer, offer_seats
from ..registration.models import GateEntry
from ..registration.rules import Choice
from ..registration.services.registrations import Application, register
from ..registration.views.passes import KEPT, name_of
from ..seal import fingerprint, new_secret, opened
from ..server import HOST
from ..trail.models import Entry
from .grounds import ACTOR, Ground, a_ground, forum_of
from .overselling import judge_invariants
from .reports import PROCESSES, Lab, Report
from .stands import a_stand, entered, served

CONNECTIONS, PATIENCE, P99_MS = 32, 60, 500
ADDRESS, SECRET = "https://meet.example.org/bench", "the-secret-of-the-bench"
AT_ONCE = 20  # registrations in one transaction


def gate(lab: Lab) -> Report:
    """At an even pace over the minute; who presses twice is counted once."""
    many, seconds = lab.many(2_000, 60), lab.many(60, 3)
    report = Report("gate", PROCESSES, f"{many:,} delegates within {seconds} s, one in ten twice")
    with a_stand(lab.server_url) as stand:
        with entered(stand) as app:
            ground = a_ground(sessions=1, seats=1)
            _open_line(ground, many)
            links = _crowd(ground, many)
            press = _press(app, links)
        twice = [*links, *links[::10]]
        with served(stand, PROCESSES) as server:
            Presses(server.port, ground, links[: 16 * PROCESSES], press, "GET").go(per_second=50)
            rush = Presses(server.port, ground, twice, press)
            rush.go(per_second=len(twice) / seconds)
        with entered(stand):
            _judge(report, ground, rush, many, len(twice))
        judge_invariants(report, stand)
    return report


class Presses:
    """Buttons pressed, or with GET pages looked at, at an even pace over several connections."""

    def __init__(
        self,
        port: int,
        ground: Ground,
        links: Sequence[str],
        press: tuple[dict[str, str], str],
        method: str = "POST",
    ) -> None:
        self.port, self.ground, self.links, self.method = port, ground, links, method
        self.cookies, self.token = press
        self.answers: Counter[str] = Counter()
        self.took: list[float] = []  # seconds of each, from when it was due
        self._lock, self._next = Lock(), 0

    def go(self, *, per_second: float) -> None:
        began = perf_counter()
        go_on = partial(self._go_on, began, per_second)
        threads = [Thread(target=go_on, daemon=True) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _go_on(self, began: float, per_second: float) -> None:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        while (number := self._take()) < len(self.links):
            due = began + number / per_second
            sleep(max(0.0, due - perf_counter()))
            said = self._pressed(connection, self.links[number])
            with self._lock:
                self.answers[said] += 1
                self.took.append(perf_counter() - due)
        connection.close()

    def _take(self) -> int:
        with self._lock:
            self._next += 1
            return self._next - 1

    def _pressed(self, connection: HTTPConnection, link: str) -> str:
        """Where it led; "no answer", or the status of another answer."""
        path = (
            f"/en/{self.ground.slug}/join/{self.ground.sessions[0]}?as={name_of(fingerprint(link))}"
        )
        headers = {
            "Cookie": self.cookies[link],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            sent = urlencode({"csrf_token": self.token})
            connection.request(self.method, path, sent, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            connection.close()
            return "no answer"
        return answer.getheader("Location") or str(answer.status)


def _open_line(ground: Ground, many: int) -> None:
    """A line of the session, open now: its window was set so."""
    now = clock.now()

    def act() -> None:
        forum = forum_of(ground)
        session = db.session.scalars(select(Session).where(Session.forum_id == forum.id)).one()
        offer_seats(session, [Offer(way=Way.ONLINE, seats=many)])
        wanted = {
            "session_id": session.id,
            "point_id": None,
            "purpose": Purpose.MEET,
            "transport": Transport.WEB,
            "audience": Audience.DELEGATES,
            "label": None,
            "address": ADDRESS,
            "room": None,
            "direction": None,
            "opens_at": now,
            "closes_at": None,
            "priority": 1,
        }
        add_link(forum, wanted, Secret(text=SECRET, name="pwd"), actor=ACTOR, now=now)

    written(act)


def _crowd(ground: Ground, many: int) -> list[str]:
    """The secret links of so many, each with a place online."""
    links: list[str] = []
    for first in range(0, many, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, many))
        links += written(partial(_register_all, ground, numbers))
    return links


def _register_all(ground: Ground, numbers: range) -> list[str]:
    forum, now = forum_of(ground), clock.now()
    links = []
    for number in numbers:
        application = Application(
            name=f"Người thứ {number}",
            email=f"gate.{number}@example.org",
            country="VN",
            organisation="Bộ Xây dựng",
            choices=(Choice(session=ground.sessions[0], way=Way.ONLINE),),
            consents=("processing",),
            lang="vi",
        )
        by = {"actor": ACTOR, "confirmed": True, "posting": None}
        links.append(opened(register(forum, application, now=now, **by).link_sealed))  # type: ignore[arg-type]
    return links


def _press(app: Flask, links: Sequence[str]) -> tuple[dict[str, str], str]:
    """The cookie of each browser that looked at its gate, and the token of that page."""
    secret = new_secret()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookies = {
        link: "session=" + signer.dumps({"csrf_token": secret, KEPT: [fingerprint(link)]})
        for link in links
    }
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(secret)
    return cookies, str(token)


def _judge(report: Report, ground: Ground, rush: Presses, many: int, presses: int) -> None:
    wanted = {f"{ADDRESS}?pwd={SECRET}": presses}
    led = rush.answers[f"{ADDRESS}?pwd={SECRET}"]
    report.judge(
        "led to the line with its secret", f"{led:,}", f"{presses:,}", dict(rush.answers) == wanted
    )
    entries, people = db.session.execute(
        select(func.count(), func.count(GateEntry.delegate_id.distinct())).where(
            GateEntry.forum_id == forum_of(ground).id
        )
    ).one()
    once = entries == people == many
    report.judge("check-ins, of how many people", f"{entries}, {people}", f"{many}", once)
    noted = db.session.scalar(select(func.count()).where(Entry.act == "gate.open"))
    report.judge("openings in the trail", noted, f"{presses}", noted == presses)
    took = sorted(rush.took)
    p99 = took[max(0, -(-len(took) * 99 // 100) - 1)] * 1000
    half, worst = took[len(took) // 2] * 1000, took[-1] * 1000
    report.tell("half of the answers, ms; the slowest", f"{half:.0f}; {worst:.0f}")
    report.judge("99 of 100 answers, ms", f"{p99:.0f}", f"under {P99_MS}", p99 < P99_MS)

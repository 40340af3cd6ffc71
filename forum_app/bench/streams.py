"""Case `streams`: many open pages, a number on them changes: who hears of it, and how soon.

A process tells so many pages by a stream (`live.views.STREAMS`); others ask again by themselves.
So do the clients here: each asks for a stream first, and polls as `static/js/refresh.js` does
where there is none.
"""

import json
from dataclasses import dataclass, field
from heapq import heapify, heappop
from http.client import HTTPConnection, HTTPException, HTTPResponse
from random import Random
from threading import Lock, Thread
from time import monotonic, sleep

from ..db import written
from ..live.views import live_url, streams_at_most
from ..programme.rules.seats import seats_topic
from ..server import HOST
from .costs import resident_mb
from .doors import register_one
from .grounds import a_ground, forum_of
from .reports import Lab, Report
from .stands import Server, a_stand, entered, served

PROCESSES = 2  # as `make run` starts them
EVERY = 20.0  # seconds between two polls of a page, as the templates say
ASKING = 16  # polls at once
PATIENCE = 30.0  # seconds for one answer


def streams(lab: Lab) -> Report:
    """All pages open; then somebody takes a seat, in a process of its own."""
    many, every = lab.many(2_000, 60), EVERY / lab.many(1, 10)
    said = f"{many:,} open pages, those without a stream ask every {every:.0f} s"
    report = Report("streams", PROCESSES, said)
    with a_stand(lab.server_url) as stand, entered(stand) as app:
        ground = a_ground(sessions=1, seats=100)
        with app.test_request_context():
            listen = live_url(seats_topic(forum_of(ground).id))
        page = f"/en/{ground.slug}/sessions/{ground.sessions[0]}/seats"
        with served(stand, PROCESSES) as server:
            crowd = _Crowd(server, listen, page, Random(lab.seed))
            crowd.open(many, every)
            sleep(every / 2)  # some have asked already and are at their next wait
            written(lambda: register_one(ground, "first@example.org", "Người đầu tiên"))
            crowd.changed_at = monotonic()
            crowd.wait(3 * every + PATIENCE)
            resident = [resident_mb(process) for process in server.workers]
    _judge(report, crowd, many, every, resident, streams_at_most(app))
    return report


@dataclass
class _Crowd:
    """The open pages: each hears by its stream, or at its next poll."""

    server: Server
    listen: str
    page: str
    chance: Random
    changed_at: float = float("inf")
    streamed: list[float] = field(default_factory=list)  # when each of them heard
    polled: list[float] = field(default_factory=list)
    answers: int = 0  # to polls
    streaming: int = 0
    refused: int = 0
    broken: int = 0

    def open(self, many: int, every: float) -> None:
        self.etag = self._look(HTTPConnection(HOST, self.server.port, timeout=PATIENCE), None)[1]
        for _ in range(many):
            self._ask_for_a_stream()
        self.every, self.lock, self.many = every, Lock(), many
        now = monotonic()
        self.due = [now + self.chance.uniform(0, every) for _ in range(self.refused)]
        heapify(self.due)
        for _ in range(ASKING):
            Thread(target=self._poll, daemon=True).start()

    def wait(self, seconds: float) -> None:
        end = monotonic() + seconds
        while len(self.streamed) + len(self.polled) < self.many and monotonic() < end:
            sleep(0.05)

    def _ask_for_a_stream(self) -> None:
        line = HTTPConnection(HOST, self.server.port, timeout=PATIENCE)
        line.request("GET", self.listen)
        answer = line.getresponse()
        if answer.status == 200:
            self.streaming += 1
            Thread(target=self._hear, args=(line, answer), daemon=True).start()
        else:
            self.refused += 1
            line.close()

    def _hear(self, line: HTTPConnection, answer: HTTPResponse) -> None:
        """The page looks anew at each change that it is told; what it finds then is heard."""
        known: dict[str, int] = {}
        try:
            while told := answer.readline():
                if told.startswith(b"data: "):
                    news = json.loads(told[6:])
                    if known and self._sees_news():
                        self.streamed.append(monotonic())
                        return
                    known |= news
        except (OSError, HTTPException, ValueError):
            self.broken += 1
        finally:
            line.close()

    def _sees_news(self) -> bool:
        return self._look(HTTPConnection(HOST, self.server.port, timeout=PATIENCE), self.etag)[0]

    def _poll(self) -> None:
        """Whatever is due, over a line of its own each, as browsers do after a long wait."""
        while True:
            with self.lock:
                due = heappop(self.due) if self.due else None
            if due is None:
                return
            sleep(max(0.0, due - monotonic()))
            self._ask_until_heard(due)

    def _ask_until_heard(self, due: float) -> None:
        line = HTTPConnection(HOST, self.server.port, timeout=PATIENCE)
        try:
            heard, _ = self._look(line, self.etag)
        except (OSError, HTTPException):
            self.broken, heard = self.broken + 1, False
        with self.lock:
            self.answers += 1
            if heard:
                self.polled.append(monotonic())
            else:
                self.due.append(due + self.every)
                heapify(self.due)

    def _look(self, line: HTTPConnection, etag: str | None) -> tuple[bool, str]:
        """(whether it is another page, its tag)."""
        line.request("GET", self.page, headers={"If-None-Match": etag} if etag else {})
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status not in (200, 304):
            raise HTTPException(f"{answer.status}")
        return answer.status == 200, answer.headers["ETag"]


def _judge(
    report: Report, crowd: _Crowd, many: int, every: float, resident: list[float], at_most: int
) -> None:
    told, asked = len(crowd.streamed), len(crowd.polled)
    most = min(many, at_most * PROCESSES)  # shared out by the system, not quite evenly
    report.judge(
        "pages with a stream",
        f"{crowd.streaming:,}",
        f"nearly {most:,}",
        0.95 * most <= crowd.streaming <= most,
    )
    report.judge("pages that heard", f"{told + asked:,}", f"{many:,}", told + asked == many)
    for what, heard, goal in (
        ("by their stream", crowd.streamed, 2.0),
        ("at their next question", crowd.polled, every + 2.0),
    ):
        if not heard:
            report.tell(f"seconds {what}", "nobody has to")
            continue
        took = sorted(at - crowd.changed_at for at in heard)
        half, last = took[len(took) // 2], took[-(-len(took) * 99 // 100) - 1]
        said = f"{half:.2f} and {last:.2f}, of {len(heard):,}"
        report.judge(f"seconds {what}, half and 99 of 100", said, f"{goal:.0f}", last <= goal)
    report.tell("questions answered meanwhile", f"{crowd.answers:,}; broken: {crowd.broken}")
    report.tell("web process, resident MB", ", ".join(f"{mb:.0f}" for mb in resident))

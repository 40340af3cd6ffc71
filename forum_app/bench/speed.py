"""Case `throughput`: registering over HTTP beside the same act without HTTP; the longest write."""

import json
import re
from http.client import HTTPConnection
from time import perf_counter

from .. import clock
from ..db import written
from ..keys.services import Answer, once
from ..programme.models import Way
from ..registration import queries
from ..registration.rules import Choice
from ..registration.services.registrations import Application, register
from ..server import HOST
from .clients import Attempt, counted, rush
from .grounds import Ground, a_ground, forum_of
from .reports import PROCESSES, Lab, Report
from .stands import Server, a_stand, entered, served

CONNECTIONS = 16
LEAST_SHARE, LONGEST_MS = 0.5, 200
SCRAPES = 40  # tries to hear every process tell its figures


def throughput(lab: Lab) -> Report:
    """Rounds by turns: so many people over HTTP, so many in one process without it."""
    rounds, each = lab.many(10, 2), lab.many(200, 40)
    report = Report("throughput", PROCESSES, f"{rounds} rounds of {each} and {each} registrations")
    seconds: dict[str, list[float]] = {"http": [], "direct": []}
    with a_stand(lab.server_url) as stand, entered(stand):
        ground = a_ground(sessions=2, seats=100_000, one_after_the_other=True)
        with served(stand, PROCESSES) as server:
            _http(server, ground, _people(ground, 0, CONNECTIONS))
            _direct(ground, _people(ground, 1, CONNECTIONS))
            for turn in range(2, 2 * rounds + 2):
                how = ("http", "direct")[(turn // 2 + turn) % 2]  # who is first changes each round
                people = _people(ground, turn, each)
                took = _http(server, ground, people) if how == "http" else _direct(ground, people)
                seconds[how].append(took)
            longest = longest_writes_ms(server)
    rates = {how: len(took) * each / sum(took) for how, took in seconds.items()}
    for how, said in (("http", f"over HTTP, {CONNECTIONS} connections"), ("direct", "without")):
        report.tell(
            f"registrations per second {said}", _with_spread(rates[how], each, seconds[how])
        )
    share = rates["http"] / rates["direct"]
    report.judge("share", f"{share:.2f}", f"at least {LEAST_SHARE}", share >= LEAST_SHARE)
    judge_longest(report, longest, lab)
    return report


def _people(ground: Ground, turn: int, many: int) -> list[Attempt]:
    return [Attempt(turn * 100_000 + n, ground.sessions) for n in range(many)]


def _http(server: Server, ground: Ground, people: list[Attempt]) -> float:
    made = rush(server.port, ground, people, connections=CONNECTIONS)
    if (answers := counted(made.outcomes)) != {"201": len(people)}:
        raise RuntimeError(f"not everybody was registered: {dict(answers)}")
    return made.seconds


def _direct(ground: Ground, people: list[Attempt]) -> float:
    began = perf_counter()
    for attempt in people:
        _register(ground, attempt)
    return perf_counter() - began


def _register(ground: Ground, attempt: Attempt) -> None:
    """What a request does in its transaction: claim the key, register, look, keep the answer."""
    now, body = clock.now(), json.dumps(attempt.body(), sort_keys=True)

    def act() -> Answer:
        forum = forum_of(ground)
        delegate = register(forum, _application(attempt), actor="bench", confirmed=True, now=now)
        held = [one.session.code for one in queries.agenda_of(forum, delegate)]
        return Answer(201, json.dumps({"reference": delegate.reference, "places": held}))

    written(lambda: once("bench", attempt.key, body, act, now=now))


def _application(attempt: Attempt) -> Application:
    body = attempt.body()
    return Application(
        name=body["name"],
        email=body["email"],
        country=body["country"],
        organisation=body["organisation"],
        choices=tuple(Choice(session=code, way=Way.HALL) for code in attempt.sessions),
        consents=tuple(body["consents"]),
        lang=body["lang"],
    )


def _with_spread(rate: float, each: int, seconds: list[float]) -> str:
    return f"{rate:.0f} (rounds: {each / max(seconds):.0f} to {each / min(seconds):.0f})"


def judge_longest(report: Report, longest: dict[int, float], lab: Lab) -> None:
    """On PostgreSQL it is told alone: there a transaction waits inside for whoever has the seat."""
    what = "longest write transaction of each web process, ms"
    each = ", ".join(f"{ms:.0f}" for ms in longest.values()) or "not every process told it"
    if lab.database == "sqlite":
        met = bool(longest) and max(longest.values()) <= LONGEST_MS
        report.judge(what, each, f"at most {LONGEST_MS}", met)
    else:
        report.tell(f"{what}, waits for others inside", each)


def longest_writes_ms(server: Server) -> dict[int, float]:
    """Web process -> its longest write transaction so far, in milliseconds; of all, or none."""
    found: dict[int, float] = {}
    for _ in range(SCRAPES):
        found |= _scraped(server.port)
        if found.keys() >= set(server.workers):
            return found
    return {}


def _scraped(port: int) -> dict[int, float]:
    """What those processes tell that answer when several are asked at the same time."""
    connections = [HTTPConnection(HOST, port, timeout=30) for _ in range(32)]
    found = {}
    for connection in connections:
        connection.request("GET", "/metrics")
    for connection in connections:
        said = connection.getresponse().read().decode()
        told = re.search(r'^forum_longest_write_seconds{process="(\d+)"} (\S+)$', said, re.M)
        if told:
            found[int(told[1])] = float(told[2]) * 1000
        connection.close()
    return found

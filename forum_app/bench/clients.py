"""Many people at once: threads with a connection each, which register over HTTP."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Lock, Thread
from time import monotonic, perf_counter
from typing import Any

from ..server import HOST
from .grounds import Ground

PATIENCE = 60  # seconds for one answer
LIMIT = 900.0  # seconds after which a rush hands out no more attempts


@dataclass(frozen=True)
class Attempt:
    """One person who wants a hall seat in these sessions; sent again, it has the same key."""

    number: int
    sessions: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"person.{self.number}@example.org"

    @property
    def key(self) -> str:
        return f"attempt-{self.number}"

    def body(self) -> dict[str, Any]:
        return {
            "name": f"Người thứ {self.number}",
            "email": self.email,
            "country": "VN",
            "organisation": "Bộ Xây dựng",
            "way": "hall",
            "sessions": list(self.sessions),
            "consents": ["processing"],
            "lang": "vi",
        }


@dataclass(frozen=True)
class Outcome:
    attempt: Attempt
    status: int  # 0: no answer
    said: dict[str, Any]
    seconds: float

    @property
    def reference(self) -> str | None:
        """Of the registration that was acknowledged."""
        return str(self.said["reference"]) if self.status == 201 else None


@dataclass
class Rush:
    """Attempts made over several connections at once, in the order given."""

    port: int
    ground: Ground
    attempts: Sequence[Attempt]
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self._left = iter(self.attempts)
        self._lock = Lock()
        self._threads: list[Thread] = []
        self._end = monotonic() + LIMIT

    def begin(self, connections: int) -> None:
        self._began = perf_counter()
        self._threads = [Thread(target=self._go_on, daemon=True) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Hand out no more attempts."""
        with self._lock:
            self._left = iter(())

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()
        self.seconds = perf_counter() - self._began

    def _next(self) -> Attempt | None:
        with self._lock:
            return next(self._left, None) if monotonic() < self._end else None

    def _go_on(self) -> None:
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        while attempt := self._next():
            outcome = sent(connection, self.ground, attempt)
            with self._lock:
                self.outcomes.append(outcome)
        connection.close()


def rush(port: int, ground: Ground, attempts: Iterable[Attempt], *, connections: int) -> Rush:
    """All `attempts` made, each once; `seconds` and `outcomes` say what came of it."""
    made = Rush(port, ground, list(attempts))
    made.begin(connections)
    made.wait()
    return made


def sent(connection: HTTPConnection, ground: Ground, attempt: Attempt) -> Outcome:
    """What came of one attempt; the connection is opened anew next time where it broke."""
    headers = {
        "Authorization": f"Bearer {ground.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": attempt.key,
    }
    began = perf_counter()
    try:
        connection.request("POST", ground.path, json.dumps(attempt.body()), headers)
        answer = connection.getresponse()
        status, said = answer.status, json.loads(answer.read())
    except (OSError, HTTPException, ValueError):
        connection.close()
        status, said = 0, {}
    return Outcome(attempt, status, said, perf_counter() - began)


def counted(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How many had which answer: "201", "409 session_full", "no answer"."""
    return Counter(_named(outcome) for outcome in outcomes)


def _named(outcome: Outcome) -> str:
    if not outcome.status:
        return "no answer"
    return " ".join(filter(None, [str(outcome.status), outcome.said.get("reason")]))

"""The stream: server-sent events, told from one look at the versions for all who listen."""

import json
from collections.abc import Callable, Iterator
from random import uniform
from threading import BoundedSemaphore, Condition, Thread
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from .queries import own_connection, versions

LOOK = 0.4  # seconds between two looks at the versions
HEARTBEAT = 10.0  # seconds, after which silence is broken
LASTS = (240.0, 360.0)  # seconds of one stream; the browser opens the next by itself
_watches: WeakKeyDictionary[Engine, "Watch"] = WeakKeyDictionary()
_going_on: list[Callable[[], bool]] = [lambda: True]


def watch_of(engine: Engine, *, streams: int) -> "Watch":
    """What all streams of this process on that database share; at most so many at once."""
    if engine not in _watches:
        _watches[engine] = Watch(engine, streams)
    return _watches[engine]


def go_on_while(serving: Callable[[], bool]) -> None:
    """End every stream of this process once `serving` says no: it is about to end."""
    _going_on[:] = [serving]


class Watch:
    """The versions as they are, looked up by one thread while somebody listens."""

    def __init__(self, engine: Engine, streams: int) -> None:
        self.engine = engine
        self.places = BoundedSemaphore(streams)
        self.changed = Condition()
        self.known: dict[str, int] = {}
        self.listeners = 0
        self.looking = False
        self.seen = False  # whether `known` was looked up since somebody listens

    def stream(self, topics: list[str]) -> Iterator[str]:
        """First what the versions are now, then each change; silence is broken by a comment."""
        told: dict[str, int] = {}
        ends = monotonic() + uniform(*LASTS)
        self._join()
        try:
            yield "retry: 3000\n\n"
            while monotonic() < ends and _going_on[0]():
                news = self._news(topics, told)
                told |= news
                yield f"data: {json.dumps(news)}\n\n" if news else ": still here\n\n"
        finally:
            self._leave()

    def _news(self, topics: list[str], told: dict[str, int]) -> dict[str, int]:
        """The versions that `told` does not know yet, as soon as there are any."""
        waits_until = monotonic() + HEARTBEAT
        with self.changed:
            while True:
                now = {topic: self.known.get(topic, 0) for topic in topics} if self.seen else {}
                news = {topic: n for topic, n in now.items() if told.get(topic) != n}
                if news or monotonic() > waits_until or not _going_on[0]():
                    return news
                self.changed.wait(1.0)

    def _join(self) -> None:
        with self.changed:
            self.listeners += 1
            if not self.looking:
                self.looking, self.seen = True, False
                Thread(target=self._look, name="live", daemon=True).start()

    def _leave(self) -> None:
        with self.changed:
            self.listeners -= 1
            self.changed.notify_all()

    def _look(self) -> None:
        while True:
            try:
                with own_connection(self.engine) as connection:
                    while self._go_on(versions(connection)):
                        pass
                return
            except SQLAlchemyError:  # away for a moment: nobody is told anything meanwhile
                if not self._go_on(self.known):
                    return

    def _go_on(self, found: dict[str, int]) -> bool:
        """Tell what was found, and wait for the next look; False once nobody listens."""
        with self.changed:
            if found != self.known or not self.seen:
                self.known, self.seen = found, True
                self.changed.notify_all()
            self.changed.wait_for(lambda: not self.listeners, LOOK)
            self.looking = self.listeners > 0
            return self.looking

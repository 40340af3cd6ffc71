"""Case `readiness`: the board of many points: its first view, and how soon a change is seen."""

import gzip
import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from itertools import cycle, islice
from random import Random
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import insert

from .. import clock
from ..broadcast.models import Audience, CheckItem, Link, Purpose, TechCheck, Transport
from ..broadcast.queries.readiness import items_of, lines_for, lines_of
from ..broadcast.rules.readiness import About, Result
from ..broadcast.rules.topics import readiness_topic
from ..broadcast.services.checks import start_list
from ..db import db, writing
from ..forums.models import Forum, Point
from ..forums.queries import points_of
from ..live.views import live_url
from ..server import HOST
from .builder import Editor, an_editor
from .desk import learn
from .drafts import a_point
from .grounds import ACTOR, forum_with, found_ground
from .reports import Lab, Report
from .stands import a_stand, entered, served

PROCESSES = 2
SLUG = "bench-readiness"
BOARD = f"/vi/{SLUG}/desk/readiness"
MOST_BYTES, MOST_SECONDS = 100_000, 1.0
WITHIN = 0.1  # seconds within which a page asks that was told: data-live-within of the board
PATIENCE = 10.0


def readiness(lab: Lab) -> Report:
    """Points with lines and results of every kind; then one result after the other is written."""
    many, changes = lab.many(350, 30), lab.many(50, 3)
    report = Report("readiness", PROCESSES, f"{many} points with 2 lines each; {changes} changes")
    draw = Random(lab.seed)
    with a_stand(lab.server_url) as stand:
        with entered(stand) as app:
            with writing():
                _fill(many, draw)
            learn()
            writer, reader = (an_editor(app, SLUG, name) for name in ("writer", "reader"))
            listen, presses = _listen(app), list(islice(_presses(), changes))
        with served(stand, PROCESSES) as server:
            _judge_view(report, server.port, reader)
            took = [_seen_after(server.port, x, writer, reader, listen, draw) for x in presses]
    took.sort()
    said = f"{took[-1]:.2f} s (half of them {took[len(took) // 2]:.2f} s)"
    within = took[-1] < MOST_SECONDS
    report.judge(
        "a change is seen in another browser within", said, f"{MOST_SECONDS:.0f} s", within
    )
    return report


def _judge_view(report: Report, port: int, reader: Editor) -> None:
    head, raw = _asked(port, "GET", BOARD, reader)
    _, sent = _asked(port, "GET", BOARD, reader, {"Accept-Encoding": "gzip"})
    zipped = len(sent) if head.getheader("Content-Encoding") else len(gzip.compress(sent))
    value = f"{zipped / 1000:.0f} kB compressed, {len(raw) / 1000:.0f} kB as it is"
    most = MOST_BYTES // 1000
    report.judge("first view", value, f"under {most} kB, each", max(zipped, len(raw)) < MOST_BYTES)


def _seen_after(
    port: int, press: dict[str, Any], writer: Editor, reader: Editor, listen: str, draw: Random
) -> float:
    """Seconds from the press of one to the other's new rows, as live.js and refresh.js ask."""
    head, _ = _asked(port, "GET", f"{BOARD}/rows", reader)
    line, told = _stream(port, listen, reader)
    next(told)  # the versions as they are
    began = monotonic()
    path = f"{BOARD}/{press['point']}/results"
    answer, _ = _asked(port, "POST", path, writer, body=urlencode(press["form"]))
    if answer.status != 303:
        raise RuntimeError(f"{path} answers {answer.status}")
    next(told)
    sleep(draw.uniform(0, WITHIN))
    seen, _ = _asked(port, "GET", f"{BOARD}/rows", reader, {"If-None-Match": head.headers["ETag"]})
    took = monotonic() - began
    line.close()
    return took if seen.status == 200 else float("inf")


def _stream(port: int, listen: str, reader: Editor) -> tuple[HTTPConnection, Iterator[Any]]:
    line = HTTPConnection(HOST, port, timeout=PATIENCE)
    line.request("GET", listen, headers={"Cookie": reader.cookie})
    answer = line.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{listen} answers {answer.status}")
    return line, _told(answer)


def _told(answer: HTTPResponse) -> Iterator[Any]:
    while said := answer.readline():
        if said.startswith(b"data: "):
            yield json.loads(said[6:])


def _asked(
    port: int,
    verb: str,
    path: str,
    editor: Editor,
    more: dict[str, str] | None = None,
    body: str | None = None,
) -> tuple[HTTPResponse, bytes]:
    line = HTTPConnection(HOST, port, timeout=PATIENCE)
    line.request(verb, path, body, editor.headers | (more or {}))
    answer = line.getresponse()
    read = answer.read()
    line.close()
    return answer, read


def _listen(app: Flask) -> str:
    with app.test_request_context():
        return live_url(readiness_topic(forum_with(SLUG).id))


def _presses() -> Iterator[dict[str, Any]]:
    """One result after the other for the rooms of the points, each time another one."""
    forum = forum_with(SLUG)
    room = next(item for item in items_of(forum) if item.code == "room")
    asked = db.select(TechCheck.point_id, db.func.max(TechCheck.id)).group_by(TechCheck.point_id)
    latest = dict(db.session.execute(asked.where(TechCheck.item_id == room.id)).all())
    points = [point for point in points_of(forum) if point.kind != "central"]
    for point in cycle(points):
        seen = {"revision": point.version, "latest": latest.pop(point.id, 0)}
        form = {"item": "room", "line": 0, "result": "fail", "note": "Đo", **seen}
        yield {"point": point.code, "form": form}


def _fill(many: int, draw: Random) -> None:
    """A third of the points is ready, the others lack something of every kind."""
    now = clock.now()
    forum = found_ground(SLUG, now=now)
    start_list(forum, actor=ACTOR, now=now)
    points = [a_point(forum, number) for number in range(many)]
    db.session.add_all(points)
    db.session.flush()
    db.session.add_all(_line(point, x) for point in points for x in (Purpose.MEET, Purpose.BACKUP))
    db.session.flush()
    lines = lines_of(forum)
    checks = [
        _check(forum, point, item, line, draw)
        for number, point in enumerate(points)
        for item in items_of(forum)
        for line in _tested_on(item, point, lines[point.id])
        if number % 3 == 0 or draw.random() < 0.6
    ]
    db.session.execute(insert(TechCheck), checks)


def _tested_on(item: CheckItem, point: Point, lines: list[Link]) -> list[Link] | list[None]:
    return lines_for(item, point, lines) if item.about is About.LINE else [None]


def _line(point: Point, purpose: Purpose) -> Link:
    ids = {"forum_id": point.forum_id, "point_id": point.id}
    known = {"transport": Transport.WEB, "audience": Audience.CREW, "purpose": purpose}
    return Link(**ids, **known, address=f"https://meet.example.org/{point.code}")


def _check(
    forum: Forum, point: Point, item: CheckItem, line: Link | None, draw: Random
) -> dict[str, Any]:
    good = point.position % 3 == 0 or draw.random() < 0.7
    return {
        "forum_id": forum.id,
        "point_id": point.id,
        "item_id": item.id,
        "link_id": line.id if line else None,
        "revision": 1 if point.position % 3 == 0 or draw.random() < 0.9 else 2,
        "result": Result.PASS if good else Result.FAIL,
        "note": None,
        "facts": {},
        "at": clock.now(),
        "actor": f"user {draw.randint(1, 4)}",
    }

"""Case `pages`: how much slower a page that everybody sees is than constant bytes."""

import re
import socket
from dataclasses import dataclass
from statistics import median
from threading import Thread
from time import perf_counter

from ..commands.crowd_in import register_crowd
from ..commands.demo import make_demo
from ..commands.model_case import SLUG
from ..server import HOST
from .reports import Lab, Report
from .stands import a_stand, entered, served

PROCESSES = 2  # as `make run` starts them
ENTRY = "forum_app.bench.constant"
BELOW = "/constant"  # below it stand the same pages as constant bytes
PAGES = {"schedule": f"/vi/{SLUG}/schedule", "session": f"/vi/{SLUG}/sessions/P1"}
CONNECTIONS = 4
LEAST, BEST = 0.7, 0.8
COOKIE = "Cookie: asks=anew\r\n"  # whoever sends one is answered by the application


def pages(lab: Lab) -> Report:
    """Each page and its constant twin in turns; the share is told within each pair."""
    pairs, each = lab.many(15, 3), lab.many(2_000, 40)
    said = f"{pairs} pairs of {each} and {each} looks for each page, {CONNECTIONS} connections"
    report = Report("pages", PROCESSES, said)
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            make_demo()
            register_crowd(lab.many(500, 50))
        with served(stand, PROCESSES, entry=ENTRY) as server:
            for name, path in PAGES.items():
                shares = [_pair(server.port, path, each, turn) for turn in range(pairs)]
                _judge(report, f"{name} page, seen by everybody", shares)
                made = [_pair(server.port, path, each // 20, n, COOKIE) for n in range(3)]
                middle = median(one.share for one in made)
                report.tell(f"{name} page, made by the application each time", f"{middle:.2f}")
    return report


@dataclass(frozen=True)
class _Pair:
    page: float  # answers per second
    constant: float

    @property
    def share(self) -> float:
        return self.page / self.constant


def _judge(report: Report, what: str, pairs: list[_Pair]) -> None:
    shares = sorted(pair.share for pair in pairs)
    middle = median(shares)
    rates = [
        round(median(rate)) for rate in zip(*((x.page, x.constant) for x in pairs), strict=True)
    ]
    said = f"{middle:.2f} of constant bytes (pairs: {shares[0]:.2f} to {shares[-1]:.2f};"
    said += f" {rates[0]} and {rates[1]} a second)"
    report.judge(what, said, f"at least {LEAST}, better {BEST}", middle >= LEAST)


def _pair(port: int, path: str, each: int, turn: int, more: str = "") -> _Pair:
    """Who is first changes each turn."""
    rates = {}
    for below in (("", BELOW), (BELOW, ""))[turn % 2]:
        rates[below] = _rate(port, below + path, each, more)
    return _Pair(rates[""], rates[BELOW])


def _rate(port: int, path: str, looks: int, more: str) -> float:
    """Answers per second, over connections that stay open."""
    asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{more}\r\n".encode()
    share = looks // CONNECTIONS
    lookers = [Thread(target=_look, args=(port, asked, share)) for _ in range(CONNECTIONS)]
    began = perf_counter()
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    return share * CONNECTIONS / (perf_counter() - began)


def _look(port: int, asked: bytes, times: int) -> None:
    """Bytes alone: a client that reads every header would hide what the server needs."""
    with socket.create_connection((HOST, port), timeout=60) as line:
        for _ in range(times):
            line.sendall(asked)
            _read(line)


def _read(line: socket.socket) -> None:
    got = bytearray()
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += _piece(line)
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", got[:end])
    if not got.startswith(b"HTTP/1.1 200") or length is None:
        raise RuntimeError(f"not a page: {bytes(got[:100])!r}")
    left = end + 4 + int(length[1]) - len(got)
    while left > 0:
        left -= len(_piece(line))


def _piece(line: socket.socket) -> bytes:
    if piece := line.recv(262_144):
        return piece
    raise RuntimeError("the server closed the line")

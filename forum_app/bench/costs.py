"""Case `memory`: what one web process needs, and how soon it answers."""

import re
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter

from ..commands.demo import make_demo
from ..commands.model_case import SLUG
from .clients import Attempt, rush
from .grounds import a_ground
from .pages import public_pages
from .reports import Lab, Report
from .stands import Server, a_stand, entered, served, started, status_of

PROCESSES = 2  # as `make run` starts them
HOME = f"/vi/{SLUG}/"
MOST_MB, MOST_SECONDS = 130, 2.0


def memory(lab: Lab) -> Report:
    """Starts on a database that is there already; then pages and registrations as a warm-up."""
    starts, looks = lab.many(5, 2), lab.many(40, 5)
    said = f"{starts} starts; then every public page {looks} times and 200 registrations"
    report = Report("memory", PROCESSES, said)
    with a_stand(lab.server_url) as stand:
        with entered(stand) as app:
            make_demo()
            ground = a_ground(sessions=2, seats=1000, one_after_the_other=True)
            paths = [path for _, path in public_pages(app) if path]
        seconds = [_seconds_to_answer(started(stand, PROCESSES)) for _ in range(starts)]
        with served(stand, PROCESSES) as server:
            _look(server.port, paths * looks)
            attempts = [Attempt(n, ground.sessions) for n in range(200)]
            rush(server.port, ground, attempts, connections=16)
            resident = [resident_mb(process) for process in server.workers]
            main = resident_mb(server.process.pid)
    said = ", ".join(f"{one:.2f}" for one in seconds)
    middle = median(seconds)
    report.judge(
        "first answer, seconds", f"{middle:.2f} (each: {said})", "under 2", middle < MOST_SECONDS
    )
    each = ", ".join(f"{mb:.0f}" for mb in resident)
    report.judge("web process, resident MB", each, "under 130", max(resident) < MOST_MB)
    report.tell("the process that watches them, resident MB", f"{main:.0f}")
    return report


def _seconds_to_answer(server: Server) -> float:
    """From the start of the command to the first page; the server is ended."""
    began = perf_counter()
    try:
        server.await_answer(HOME)
        return perf_counter() - began
    finally:
        server.end()


def _look(port: int, paths: list[str]) -> None:
    """Fetch these pages over several connections at once."""
    readers = [
        Thread(target=lambda part: [status_of(port, path) for path in part], args=(part,))
        for part in (paths[start::8] for start in range(8))
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()


def resident_mb(process: int) -> float:
    """Memory in use, shared pages included; the figure that `ps` shows."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0

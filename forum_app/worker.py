"""The worker: jobs, rounds and letters, beside the web requests of each process or alone.

Part of the roof. Any number of workers may run: each piece of work is claimed by one.
"""

import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from . import clock
from .jobs import tasks as jobs
from .post import tasks as post
from .server import at_work

IDLE = 1.0  # seconds between two looks when there was nothing more to do
TROUBLE = 5.0  # seconds after something broke, as when the database is away


@dataclass
class Worker:
    """Two threads, so that a relay which hangs keeps no job waiting."""

    app: Flask
    ending: Event = field(default_factory=Event)
    threads: list[Thread] = field(default_factory=list)

    def begin(self) -> None:
        for name, work in (("jobs", _do_jobs), ("letters", _send_letters)):
            thread = Thread(target=self._go_on, args=(work,), name=f"worker-{name}", daemon=True)
            self.threads.append(thread)
            thread.start()

    def end(self, timeout: float = 30.0) -> None:
        """Let each thread finish what it is at; seconds to wait for each."""
        self.ending.set()
        for thread in self.threads:
            thread.join(timeout)

    def _go_on(self, work: Callable[[datetime], bool]) -> None:
        while not self.ending.is_set():
            try:
                with self.app.app_context():  # ends with the database session let go
                    more = work(clock.now())
                pause = 0.0 if more else IDLE
            except Exception:
                self.app.logger.exception("worker")
                pause = TROUBLE
            self.ending.wait(pause)


def start(app: Flask) -> Worker:
    """Work for `app` in this process until it ends. Call it after the process forked.

    Raises ValueError where MAIL_URL names no carrier.
    """
    with app.app_context():
        post.own_carrier()
    worker = Worker(app)
    worker.begin()
    return worker


def run_once(app: Flask, now: datetime) -> int:
    """Do all that is due at `now`; how many jobs and letters were tried."""
    tried = 0
    with app.app_context():
        jobs.go_rounds(now)
        while done := int(jobs.do_next(now)) + post.deliver_due(now):
            tried += done
    return tried


def _do_jobs(now: datetime) -> bool:
    jobs.go_rounds(now)
    return jobs.do_next(now)


def _send_letters(now: datetime) -> bool:
    return post.deliver_due(now) >= post.BATCH


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Send letters and do jobs, in a process of its own."""
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        click.echo(f"{run_once(app, clock.now())} letters and jobs")
        return
    worker = start(app)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo("working; Ctrl+C ends it")
    with at_work(app.config["FORUM_DATA"]), suppress(KeyboardInterrupt):
        worker.ending.wait()
    worker.end()

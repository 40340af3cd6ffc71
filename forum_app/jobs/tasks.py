"""Doing what is due. Rooms register in `create_app` who does which kind of job, and the rounds.

A job's function, func(facts, now), and a round's, func(now), open transactions of their own, each
under 200 ms, and bear being run twice: a worker may die between the work and its mark.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from ..db import db, writing
from ..throttle.services import Limit, TooMany, count
from . import queries
from .services import claim, fail, finish

Doer = Callable[[dict[str, Any], datetime], None]


@dataclass(frozen=True)
class Round:
    """What is looked after again and again, by one process of all at a time."""

    name: str
    seconds: int
    go: Callable[[datetime], None]


_doers: dict[str, Doer] = {}
_rounds: list[Round] = []


def wire(doers: Mapping[str, Doer], rounds: Sequence[Round]) -> None:
    """Replace all: jobs by kind, {"registration.fill_freed_seats": fill}, and the rounds."""
    _doers.clear()
    _doers.update(doers)
    _rounds[:] = rounds


def do_next(now: datetime) -> bool:
    """Do the job that is due longest; whether there was one. One that raises backs off.

    Needs an application context.
    """
    if not queries.is_any_due(now=now):
        return False
    with writing():
        job = claim(now=now)
    if job is None:
        return False
    why = _done(job.kind, job.facts, now)
    with writing():
        if why is None:
            finish(job)
        else:
            fail(job, why, now=now)
    return True


def _done(kind: str, facts: dict[str, Any], now: datetime) -> str | None:
    """None, or why not."""
    try:
        if kind not in _doers:
            return "nobody does this kind"
        _doers[kind](facts, now)
    except Exception as fault:
        current_app.logger.exception("job %s", kind)
        return type(fault).__name__
    finally:
        db.session.rollback()
    return None


def go_rounds(now: datetime) -> None:
    """Run each round once in each window of its seconds, whichever process comes first.

    A round that raises waits for its next window. Needs an application context.
    """
    seen = current_app.extensions.setdefault("forum_rounds", {})  # name -> window last tried here
    for one in _rounds:
        window = int(now.timestamp()) // one.seconds
        if seen.get(one.name) == window:
            continue
        seen[one.name] = window
        try:
            count(f"round:{one.name}", Limit(1, timedelta(seconds=one.seconds)), now=now)
            one.go(now)
        except TooMany:
            pass
        except Exception:
            current_app.logger.exception("round %s", one.name)
        finally:
            db.session.rollback()

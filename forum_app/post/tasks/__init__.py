"""Sending what is due. Nothing is sent inside a transaction, and nothing is lost between two.

A letter is claimed in one short transaction, sent in none, and marked in the next. A worker that
is killed in between leaves one letter, which another sends when the lease ends: at least once,
with the same Message-ID.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from time import monotonic

from flask import current_app

from ...db import db, writing
from ...seal import CannotOpen
from .. import feeds, queries
from ..services import Claimed, claim, mark_cancelled, mark_failed, mark_sent
from .carriers import Carrier, Refused, Unreachable, carrier_of

BATCH = 200  # letters of one run, on one connection
PATIENCE = timedelta(seconds=60)  # for one run; then other work has its turn
Mark = Callable[[datetime], None]


def deliver_due(now: datetime) -> int:
    """Send the letters that are due; how many were tried, BATCH where more may wait.

    Ends early where no relay is reached: the letter that found out backs off, the others stay due.
    Needs an application context, opens its own transactions, and leaves none open.
    """
    if not queries.is_any_due(now=now):
        return 0
    began, tried, over = monotonic(), 0, False
    mark: Mark = _nothing
    with own_carrier() as carrier:
        while True:
            at = now + timedelta(seconds=monotonic() - began)
            over = over or tried >= BATCH or at - now > PATIENCE
            with writing():
                mark(at)
                letter = None if over else claim(now=at)
            if letter is None:
                return tried
            mark, over = _tried(letter, carrier, at)
            tried += 1


def own_carrier() -> AbstractContextManager[Carrier]:
    """The carrier of this application. Raises ValueError where MAIL_URL names none."""
    config = current_app.config
    return carrier_of(config["MAIL_URL"], feeds.host_of(config["BASE_URL"]))


def _nothing(_at: datetime) -> None:
    pass


def _tried(letter: Claimed, carrier: Carrier, at: datetime) -> tuple[Mark, bool]:
    """Try once: (how to mark the letter, whether the run is over)."""
    try:
        parcel = _packed(letter, at)
        if parcel is None:
            return lambda _at: mark_cancelled(letter), False
        carrier.carry(parcel)
        return lambda at: mark_sent(letter, now=at), False
    except Unreachable as why:
        return _failed(letter, str(why), final=False), True
    except Refused as why:
        return _failed(letter, str(why), final=why.final), False
    except feeds.Malformed as why:
        return _failed(letter, str(why), final=True), False
    except CannotOpen:
        return _failed(letter, "sealed with a key that is not here", final=True), False
    except Exception as fault:
        current_app.logger.exception("letter %s (%s)", letter.uuid, letter.template)
        return _failed(letter, f"not written: {type(fault).__name__}", final=False), False


def _packed(letter: Claimed, at: datetime) -> feeds.Parcel | None:
    base_url = current_app.config["BASE_URL"]
    try:
        with current_app.test_request_context(base_url=base_url):  # so that url_for makes paths
            said = feeds.letter_of(letter)
            if said is None:
                return None
            return feeds.parcel_of(said, letter, base_url=base_url, now=at)
    finally:
        db.session.rollback()  # what the writer read is not held while the relay is talked to


def _failed(letter: Claimed, why: str, *, final: bool) -> Mark:
    return lambda at: mark_failed(letter, why, final=final, now=at)

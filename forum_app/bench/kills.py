"""Cases `kill` and `mail`: processes end in the middle of their work (SIGKILL).

What a process wrote and the disk has not is out of reach of these: the machine itself goes on.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_binary_file, policy
from random import Random
from statistics import median
from time import monotonic, perf_counter, sleep

from sqlalchemy import func, select

from ..db import db
from ..post.models import Message, MessageState
from .clients import Attempt, Outcome, Rush, counted, rush
from .grounds import Ground, a_ground, references_in
from .overselling import judge_invariants
from .reports import PROCESSES, Lab, Report, said_of
from .stands import Server, Stand, a_stand, entered, served, started

CONNECTIONS = 16
MANY = 2000  # attempts of a rush: more than there is time for
LEASE_ENDS = 240.0  # seconds after which every letter must have left


@dataclass
class Tally:
    """What was seen in all runs together."""

    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    unfinished: int = 0  # sent again after the fall, and still not registered
    faults: int = 0
    seconds_away: list[float] = field(default_factory=list)


def kill(lab: Lab) -> Report:
    """One web process, or all with the one that watches them, end in a rush; by turns."""
    runs, draw, tally = lab.many(20, 2), Random(lab.seed), Tally()
    report = Report("kill", PROCESSES, f"{runs} rushes of {CONNECTIONS} connections, each cut off")
    with a_stand(lab.server_url) as stand, _standing(stand) as house:
        for run in range(runs):
            with entered(stand):
                ground = a_ground(sessions=2, seats=MANY, one_after_the_other=True)
            _one_run(house, ground, draw, tally, everything=run % 2 == 0)
        house.server.end()
        judge_invariants(report, stand)
    report.tell("registrations acknowledged", f"{tally.acknowledged:,}")
    for what, many in (
        ("acknowledged registrations lost", tally.lost),
        ("people registered twice", tally.twice),
        ("people not registered when they tried again", tally.unfinished),
    ):
        report.judge(what, said_of(many, runs, "runs"), "0", many == 0)
    report.judge("answers of 5xx", tally.faults, "0", tally.faults == 0)
    away = tally.seconds_away
    report.tell("seconds to answer again", f"{median(away):.1f}, at most {max(away):.1f}")
    return report


@dataclass
class House:
    """A stand and the server that is on it at the moment."""

    stand: Stand
    server: Server

    def fall(self, draw: Random, *, everything: bool) -> None:
        if everything:
            self.server.kill()
            self.server = started(self.stand, PROCESSES, port=self.server.port)
        else:
            with suppress(ProcessLookupError):
                os.kill(draw.choice(self.server.workers), signal.SIGKILL)


@contextmanager
def _standing(stand: Stand) -> Iterator[House]:
    house = House(stand, started(stand, PROCESSES))
    try:
        house.server.await_answer()
        yield house
    finally:
        house.server.kill()


def _one_run(house: House, ground: Ground, draw: Random, tally: Tally, *, everything: bool) -> None:
    people = [Attempt(number, ground.sessions) for number in range(MANY)]
    running = Rush(house.server.port, ground, people)
    running.begin(CONNECTIONS)
    sleep(draw.uniform(0.3, 2.0))
    house.fall(draw, everything=everything)
    fell = perf_counter()
    if everything:
        running.stop()
    house.server.await_answer()
    tally.seconds_away.append(perf_counter() - fell)
    sleep(0.3)
    running.stop()
    running.wait()
    _count(house, ground, running.outcomes, tally)


def _count(house: House, ground: Ground, first: list[Outcome], tally: Tally) -> None:
    """Look who is registered; let everybody without an answer try again, and look once more."""
    known = {one.attempt.email: one.reference for one in first if one.reference}
    with entered(house.stand):
        there = references_in(ground)
    tally.lost += sum(reference not in there.get(email, []) for email, reference in known.items())
    unanswered = [one.attempt for one in first if not one.status]
    again = rush(house.server.port, ground, unanswered, connections=CONNECTIONS).outcomes
    known |= {one.attempt.email: one.reference for one in again if one.reference}
    with entered(house.stand):
        there = references_in(ground)
    tally.acknowledged += len(known)
    tally.twice += sum(len(references) > 1 for references in there.values())
    tally.unfinished += sum(there.get(one.attempt.email) != [one.reference] for one in again)
    tally.faults += sum(one.status >= 500 for one in [*first, *again])


def mail(lab: Lab) -> Report:
    """Everything ends again and again while letters leave; afterwards each has left."""
    falls, people, draw = lab.many(5, 1), lab.many(500, 60), Random(lab.seed)
    report = Report("mail", PROCESSES, f"{people} registrations, {falls} ends of everything")
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            ground = a_ground(sessions=2, seats=people, one_after_the_other=True)
        with served(stand, PROCESSES) as server:
            attempts = [Attempt(number, ground.sessions) for number in range(people)]
            made = rush(server.port, ground, attempts, connections=CONNECTIONS)
            server.kill()
        with _standing(stand) as house:
            for _ in range(falls):
                sleep(draw.uniform(0.3, 1.5))
                house.fall(draw, everything=True)
                house.server.await_answer()
            waiting = _letters_left(stand)
            house.server.end()
        registered = counted(made.outcomes)["201"]
        reached = _addresses_reached(stand)
    report.judge("registered", registered, f"{people}", registered == people)
    report.judge("letters that did not leave", waiting, "0", waiting == 0)
    missing = len({attempt.email for attempt in attempts} - reached)
    report.judge(
        "people without their letter", said_of(missing, people, "letters"), "0", missing == 0
    )
    return report


def _letters_left(stand: Stand) -> int:
    """How many letters are not sent when the leases of those that were cut off have ended."""
    end = monotonic() + LEASE_ENDS
    asked = select(func.count()).where(Message.state != MessageState.SENT)
    while True:
        with entered(stand):
            left = db.session.scalar(asked) or 0
        if not left or monotonic() > end:
            return left
        sleep(2)


def _addresses_reached(stand: Stand) -> set[str]:
    found = set()
    for letter in (stand.folder / "mail").glob("*.eml"):
        with letter.open("rb") as file:
            said = message_from_binary_file(file, policy=policy.default)
        found |= {address.addr_spec for address in said["To"].addresses}
    return found

"""Cases `oversell` and `twin`: more people than seats, with the guard and without it."""

import subprocess
import sys
from collections.abc import Sequence
from random import Random

from .clients import Attempt, Outcome, counted, rush
from .grounds import Ground, Taken, a_ground, taken_in
from .reports import CONNECTIONS, PROCESSES, Lab, Report, said_of
from .stands import HOUSE, Stand, a_stand, entered, served

UNGUARDED = "forum_app.bench.unguarded"  # the entry of a server whose guard is off


def oversell(lab: Lab) -> Report:
    """Every session is asked for far more seats than it has, by many at once."""
    sessions, seats, attempts = 20, lab.many(25, 5), lab.many(10_000, 600)
    said = f"{attempts:,} attempts from {CONNECTIONS} connections on {sessions} × {seats} seats"
    report = Report("oversell", PROCESSES, said)
    with a_stand(lab.server_url) as stand:
        with entered(stand):
            ground = a_ground(sessions=sessions, seats=seats)
        with served(stand, PROCESSES) as server:
            asked = attempts_on(ground, attempts, seed=lab.seed)
            made = rush(server.port, ground, asked, connections=CONNECTIONS)
        with entered(stand):
            taken = taken_in(ground)
        _judge_answers(report, made.outcomes, attempts, sessions * seats)
        judge_seats(report, taken, attempts)
        report.tell("answers per second", f"{attempts / made.seconds:.0f}")
        judge_invariants(report, stand)
    return report


def attempts_on(ground: Ground, many: int, *, seed: int, first: int = 1) -> list[Attempt]:
    """As many people for each session, in an order that follows from the seed."""
    codes = ground.sessions
    attempts = [Attempt(first + n, (codes[n % len(codes)],)) for n in range(many)]
    Random(seed).shuffle(attempts)
    return attempts


def _judge_answers(report: Report, outcomes: Sequence[Outcome], attempts: int, seats: int) -> None:
    answers = counted(outcomes)
    faults = sum(1 for outcome in outcomes if outcome.status >= 500)
    silent = attempts - sum(1 for outcome in outcomes if outcome.status)
    report.tell("answers", ", ".join(f"{n:,} × {what}" for what, n in answers.most_common()))
    report.judge("answers of 5xx", said_of(faults, attempts, "answers"), "0", faults == 0)
    report.judge("without an answer", silent, "0", silent == 0)
    wanted = {"201": seats, "409 session_full": attempts - seats}
    report.judge("acknowledged", answers["201"], f"{seats}", answers == wanted)


def judge_seats(report: Report, taken: Sequence[Taken], attempts: int) -> None:
    oversold = sum(max(0, one.held - one.seats) for one in taken)
    undersold = sum(max(0, one.seats - one.held) for one in taken)
    full = sum(one.held == one.seats == one.counted for one in taken)
    report.judge("oversold", said_of(oversold, attempts, "attempts"), "0", oversold == 0)
    report.judge("undersold", undersold, "0", undersold == 0)
    report.judge("sessions exactly full", full, f"{len(taken)}", full == len(taken))


def twin(lab: Lab) -> Report:
    """The same rush where the guard is off must oversell, or the rush is none."""
    runs, attempts, sessions, seats = lab.many(10, 2), 400, 4, 25
    report = Report("twin", PROCESSES, f"{runs} runs of {attempts} attempts, the guard off")
    oversold = []
    with a_stand(lab.server_url) as stand, served(stand, PROCESSES, entry=UNGUARDED) as server:
        for run in range(runs):
            with entered(stand):
                ground = a_ground(sessions=sessions, seats=seats)
            asked = attempts_on(ground, attempts, seed=lab.seed + run)
            rush(server.port, ground, asked, connections=CONNECTIONS)
            with entered(stand):
                oversold.append(sum(max(0, x.held - x.seats) for x in taken_in(ground)))
    bad = sum(many > 0 for many in oversold)
    report.tell(f"sold beyond {sessions * seats} seats", ", ".join(map(str, oversold)))
    report.judge("runs that oversold", f"{bad} of {runs}", "9 of 10", bad >= 0.9 * runs)
    return report


def judge_invariants(report: Report, stand: Stand) -> None:
    """Run `forum check` on what is left."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "check", "--quiet"]
    ran = subprocess.run(
        command, cwd=HOUSE, env=stand.environment(0), capture_output=True, text=True, check=False
    )
    last = (ran.stdout or ran.stderr).strip().splitlines()[-1]
    report.judge("forum check", last, "all hold", ran.returncode == 0)

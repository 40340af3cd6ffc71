"""What a case found: figures, each with what it must be, and whether it is."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import create_engine, text

CONNECTIONS = 64
PROCESSES = 4


@dataclass(frozen=True)
class Lab:
    """Where and how much is measured. server_url: of a PostgreSQL; None: SQLite."""

    server_url: str | None
    seed: int
    quick: bool

    @property
    def database(self) -> str:
        return "sqlite" if self.server_url is None else "postgresql"

    def many(self, full: int, quick: int) -> int:
        return quick if self.quick else full


@dataclass(frozen=True)
class Figure:
    what: str
    value: str
    goal: str = ""  # nothing: it is told, not judged
    met: bool = True


@dataclass
class Report:
    case: str
    processes: int
    trials: str
    figures: list[Figure] = field(default_factory=list)

    def tell(self, what: str, value: object) -> None:
        self.figures.append(Figure(what, str(value)))

    def judge(self, what: str, value: object, goal: str, met: bool) -> None:
        self.figures.append(Figure(what, str(value), goal, met))

    @property
    def passed(self) -> bool:
        return all(figure.met for figure in self.figures)

    def lines(self, lab: Lab) -> Iterator[str]:
        web = f"{self.processes} web process{'es' * (self.processes != 1)}"
        yield f"{self.case}: {database_said(lab)}, {web}, seed {lab.seed}"
        yield f"      trials: {self.trials}"
        for figure in self.figures:
            mark = ("PASS" if figure.met else "FAIL") if figure.goal else ""
            goal = f"   (goal: {figure.goal})" if figure.goal else ""
            yield f"{mark:4}  {figure.what}: {figure.value}{goal}"


def said_of(many: int, trials: int, what: str) -> str:
    """How many; where none, what is known of the long run (the rule of three)."""
    if many or not trials:
        return f"{many}"
    return f"0; 95 % sure: below {min(1.0, 3 / trials):.2%} of {what}"


def machine_said() -> str:
    cores = os.cpu_count()
    return f"{cores} cores, {platform.system()}, Python {platform.python_version()}"


def database_said(lab: Lab) -> str:
    if lab.server_url is None:
        return f"SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL)"
    engine = create_engine(lab.server_url)
    with engine.connect() as connection:
        shown = [connection.scalar(text(f"SHOW {name}")) for name in _SETTINGS]
    engine.dispose()
    version, *settings = shown
    durable = ", ".join(f"{x}={y}" for x, y in zip(_SETTINGS[1:], settings, strict=True))
    return f"PostgreSQL {str(version).split()[0]} ({durable})"


_SETTINGS = ("server_version", "fsync", "synchronous_commit")

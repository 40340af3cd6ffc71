"""`forum bench`: the cases, what they find, and whether it is what was promised."""

import sys
from collections.abc import Callable

import click

from .booths import booths, twin_of_booths
from .builder import builder
from .clashes import clash
from .costs import memory
from .desk import desk
from .doors import door
from .gate import gate
from .kills import kill, mail
from .looks import pages
from .overselling import oversell, twin
from .pages import queries
from .readiness import readiness
from .release import release
from .reports import Lab, Report, machine_said
from .rounds import rounds
from .speed import throughput
from .strangers import strangers
from .streams import streams

CASES: dict[str, Callable[[Lab], Report]] = {
    "oversell": oversell,
    "twin": twin,
    "booths": booths,
    "booths-twin": twin_of_booths,
    "throughput": throughput,
    "memory": memory,
    "queries": queries,
    "pages": pages,
    "desk": desk,
    "door": door,
    "gate": gate,
    "clash": clash,
    "rounds": rounds,
    "readiness": readiness,
    "release": release,
    "builder": builder,
    "strangers": strangers,
    "streams": streams,
    "kill": kill,
    "mail": mail,
}
DATABASES = ("sqlite", "postgresql")


@click.command()
@click.option("--case", "cases", multiple=True, type=click.Choice(list(CASES)))
@click.option(
    "--database",
    "databases",
    multiple=True,
    type=click.Choice(DATABASES),
    help="Which to measure on; both where --url is given, SQLite alone where it is not.",
)
@click.option("--url", metavar="URL", help="A PostgreSQL server on which databases may be made.")
@click.option("--seed", default=2020, show_default=True, help="What is drawn follows from it.")
@click.option("--quick", is_flag=True, help="Small numbers: to see that a case works.")
def bench(
    cases: tuple[str, ...],
    databases: tuple[str, ...],
    url: str | None,
    seed: int,
    quick: bool,
) -> None:
    """Measure what is promised, on databases of its own; the status is 1 where anything fails."""
    if "postgresql" in databases and url is None:
        raise click.UsageError("Please say where PostgreSQL is: --url postgresql://…")
    click.echo(f"Hybrid Forum, measured on {machine_said()}{', small numbers' * quick}")
    failed = []
    for database in databases or DATABASES[: 1 + (url is not None)]:
        lab = Lab(_driven(url) if database == "postgresql" else None, seed, quick)
        for case in cases or CASES:
            report = CASES[case](lab)
            click.echo("\n" + "\n".join(report.lines(lab)))
            if not report.passed:
                failed.append(f"{case} on {database}")
    if url is None:
        click.echo("\nNot measured: PostgreSQL (--url says where one is).")
    click.echo(f"\nFAIL: {', '.join(failed)}" if failed else "\nPASS: everything measured")
    sys.exit(1 if failed else 0)


def _driven(url: str | None) -> str | None:
    """`url` with the driver that is installed."""
    return url and url.replace("postgresql://", "postgresql+psycopg://", 1)

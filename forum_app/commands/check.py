"""`forum check`: every invariant of the data, each by name with how often it is broken."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic.runtime.migration import MigrationContext
from flask.cli import with_appcontext

from ..db import db
from .checks import Finding, finding_of, invariants
from .migrations import head


@click.command()
@click.option("--quiet", is_flag=True, help="Show only what is broken.")
@with_appcontext
def check(quiet: bool) -> None:
    """Count what breaks each invariant of the data; the status is 1 where anything does.

    Changes nothing, and may run beside the server: it sees all tables as of one instant.
    """
    with one_instant():
        _check_tables()
        checked, broken = 0, list[Finding]()
        for invariant in invariants():
            finding = finding_of(invariant)
            checked += 1
            if finding.count:
                broken.append(finding)
            if not quiet:
                click.echo(said(finding))
    if broken:
        click.echo(f"{len(broken)} of {checked} invariants are broken:")
        for finding in broken:
            click.echo(said(finding))
        sys.exit(1)
    click.echo(f"All {checked} invariants hold.")


@contextmanager
def one_instant() -> Iterator[None]:
    """Everything read meanwhile is as of one instant, whatever others write."""
    db.session.rollback()
    steady = {"isolation_level": "REPEATABLE READ"}  # SQLite always reads so
    db.session.connection(execution_options=steady if db.engine.dialect.name != "sqlite" else {})
    try:
        yield
    finally:
        db.session.rollback()


def said(finding: Finding) -> str:
    where = ", ".join(finding.first)
    more = ", …" if finding.count > len(finding.first) else ""
    return f"{finding.count:7}  {finding.name}" + (f": {where}{more}" if where else "")


def _check_tables() -> None:
    """Raises ClickException where the tables are not those that this version expects."""
    there = MigrationContext.configure(db.session.connection()).get_current_revision()
    if there != head():
        raise click.ClickException(
            "The tables are not those that this version works with. Please start the server once: "
            "it brings them up to date."
        )

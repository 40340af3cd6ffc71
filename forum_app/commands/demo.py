"""The demonstration: the model case, who may enter it, and on request a crowd."""

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import clock
from ..db import writing
from ..forums.queries import forum_at
from .crowd_in import register_crowd
from .demo_doors import all_open, hash_needed, open_doors
from .model_case import SLUG, make_model_case


@click.command()
@click.option(
    "--delegates",
    type=click.IntRange(0, 100_000),
    default=0,
    metavar="N",
    help="Register the first N of an invented crowd; those already there stay.",
)
@with_appcontext
def demo(delegates: int) -> None:
    """Make the forum of 22 October 2020 where it is not there yet. Adds nothing twice."""
    made = make_demo()
    click.echo(f"The forum {SLUG} {'is made' if made else 'was there already'}.")
    if delegates:
        added = register_crowd(delegates)
        click.echo(f"{added} delegates registered, {delegates - added} were there already.")


def make_demo() -> bool:
    """Make the model case if it is not there; whether it was not. Commits.

    Where FORUM_DEMO is set, its accounts and its token are there afterwards, too.
    """
    known = forum_at(SLUG)
    wanted = current_app.config["FORUM_DEMO"] and not all_open()
    if known and not wanted:
        return False
    password_hash = hash_needed() if wanted else ""
    now = clock.now()
    with writing():
        forum = forum_at(SLUG) or make_model_case(now=now)
        if wanted:
            open_doors(forum, password_hash, now=now)
    return known is None

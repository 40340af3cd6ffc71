"""The outbox from a terminal."""

import click
from flask.cli import with_appcontext

from .. import clock
from ..db import writing
from ..post import queries, services
from ..post.models import MessageState
from ..refusal import Refusal


@click.command()
@click.option("--again", "uuid", metavar="ID", help="Send this letter again.")
@with_appcontext
def mail(uuid: str | None) -> None:
    """List the letters that wait or were given up, or send one again."""
    if uuid is not None:
        _send_again(uuid)
        return
    for row in queries.unsent_letters():
        dead = row.state is MessageState.DEAD
        when = "given up" if dead else f"due {row.next_at:%Y-%m-%d %H:%M:%SZ}"
        said = (row.uuid, when, f"{row.attempts} attempts", row.template, row.last_error or "")
        click.echo("  ".join(said))


def _send_again(uuid: str) -> None:
    now = clock.now()
    try:
        with writing():
            row = queries.letter_at(uuid)
            if row is None:
                raise services.NoSuchLetter
            services.send_again(row.id, forum_id=row.forum_id, actor="terminal", now=now)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("It waits to be sent.")

"""`forum terms`: when people register, shown and set."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from .. import clock
from ..db import writing
from ..forums.models import Forum
from ..forums.queries import forum_at
from ..registration import queries
from ..registration.services.terms import NewTerms, set_terms
from .founding import ACTOR, refusals_said

WALL = click.DateTime(formats=["%Y-%m-%d %H:%M"])


@click.command()
@click.argument("slug")
@click.option("--opens", type=WALL, metavar="'YYYY-MM-DD HH:MM'", help="In the forum's zone.")
@click.option("--closes", type=WALL, metavar="'YYYY-MM-DD HH:MM'", help="In the forum's zone.")
@click.option("--always-open", is_flag=True, help="Neither opening nor closing time.")
@click.option("--confirm-hours", type=int, help="How long an unconfirmed address holds places.")
@click.option("--waiting-lists/--no-waiting-lists", default=None)
@with_appcontext
@refusals_said
def terms(
    slug: str,
    opens: datetime | None,
    closes: datetime | None,
    always_open: bool,
    confirm_hours: int | None,
    waiting_lists: bool | None,
) -> None:
    """Show when people register for the forum SLUG; with options, set what they name."""
    with writing():
        forum = forum_at(slug)
        if forum is None:
            raise click.ClickException(f"There is no forum “{slug}”.")
        now = queries.terms_of(forum)
        wanted = NewTerms(
            opens=None if always_open else opens or now.opens_wall,
            closes=None if always_open else closes or now.closes_wall,
            confirm_hours=now.confirm_hours if confirm_hours is None else confirm_hours,
            waiting_lists=now.waiting_lists if waiting_lists is None else waiting_lists,
        )
        if opens or closes or always_open or confirm_hours is not None or waiting_lists is not None:
            set_terms(forum, wanted, actor=ACTOR, now=clock.now())
        _show(forum)


def _show(forum: Forum) -> None:
    terms = queries.terms_of(forum)
    opens, closes = terms.opens_wall, terms.closes_wall
    click.echo(f"opens {opens or 'at once'}, closes {closes or 'never'} ({forum.zone})")
    click.echo(f"an unconfirmed address holds its places for {terms.confirm_hours} hours")
    click.echo(f"waiting lists: {'yes' if terms.waiting_lists else 'no'}")

"""`forum release`: what the draft says becomes what people see and register for."""

from typing import Any

import click
from flask.cli import with_appcontext

from .. import clock
from ..db import written
from ..forums.models import Forum
from ..forums.queries import forum_at
from ..i18n import Words
from ..programme.services.releases import freeze, prepare
from .founding import refusals_said


@click.command()
@click.argument("slug")
@click.option("--note", metavar="WORDS", help="What changed, for people; in Vietnamese.")
@click.option("--note-en", metavar="WORDS", help="The same in English.")
@click.option("--letters", is_flag=True, help="Write to those whom it moves.")
@with_appcontext
@refusals_said
def release(slug: str, note: str | None, note_en: str | None, letters: bool) -> None:
    """Release the programme of the forum SLUG as it is planned now."""
    told = {lang: words for lang, words in (("vi", note), ("en", note_en)) if words}
    how: dict[str, Any] = {"note": Words(told) if told else None, "by": None, "write": letters}
    ready = prepare(_forum(slug))
    number = written(lambda: freeze(_forum(slug), ready, now=clock.now(), **how).number)
    click.echo(f"release {number} of {slug}: {len(ready.sessions)} sessions")


def _forum(slug: str) -> Forum:
    forum = forum_at(slug)
    if forum is None:
        raise click.ClickException(f"There is no forum “{slug}”.")
    return forum

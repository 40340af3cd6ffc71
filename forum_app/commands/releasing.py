"""`forum release`: what the draft says becomes what people see and register for."""

import click
from flask.cli import with_appcontext

from .. import clock
from ..db import writing
from ..forums.queries import forum_at
from ..i18n import Words
from ..programme.services.releases import release_programme
from .founding import refusals_said


@click.command()
@click.argument("slug")
@click.option("--note", metavar="WORDS", help="What changed, for people; in Vietnamese.")
@click.option("--note-en", metavar="WORDS", help="The same in English.")
@with_appcontext
@refusals_said
def release(slug: str, note: str | None, note_en: str | None) -> None:
    """Release the programme of the forum SLUG as it is planned now."""
    told = {lang: words for lang, words in (("vi", note), ("en", note_en)) if words}
    with writing():
        forum = forum_at(slug)
        if forum is None:
            raise click.ClickException(f"There is no forum “{slug}”.")
        words = Words(told) if told else None
        made = release_programme(forum, note=words, by=None, now=clock.now())
        sessions = len(made.frozen["sessions"])
        click.echo(f"release {made.number} of {slug}: {sessions} sessions")

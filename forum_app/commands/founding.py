"""`forum new` and `forum clone`: a forum of one's own, empty or like another."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec

import click
from flask.cli import with_appcontext

from .. import clock
from ..accounts.services import user_for
from ..broadcast.services.copies import copy_relays
from ..db import writing
from ..exhibition.services.copies import copy_exhibition
from ..forums.models import Forum, Role
from ..forums.queries import forum_at
from ..forums.services.copies import copy_forum
from ..forums.services.founding import Charter, found_forum
from ..forums.services.pages import copy_pages, start_pages
from ..forums.services.people import appoint
from ..i18n import Words
from ..programme.services.copies import copy_programme
from ..refusal import Refusal
from ..registration.services.copies import copy_registration
from ..registration.services.founding import open_registration
from ..text import address, cleaned

P = ParamSpec("P")
ACTOR = "terminal"
MOST = 200  # characters of a name
DAY = click.DateTime(formats=["%Y-%m-%d"])


def refusals_said(command: Callable[P, None]) -> Callable[P, None]:
    """Tell a Refusal as one sentence, and end with status 1."""

    @wraps(command)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(refusal.said_in("en")) from None

    return wrapper


@click.command()
@click.argument("slug")
@click.option("--name-vi", help="Name in Vietnamese; one of the two is needed.")
@click.option("--name-en", help="Name in English.")
@click.option("--venue-vi", help="Where it takes place; one of the two is needed.")
@click.option("--venue-en")
@click.option("--city-vi", help="City of the venue: its time is “Hà Nội time”. One is needed.")
@click.option("--city-en")
@click.option("--zone", required=True, help="IANA name of the venue's time zone.")
@click.option("--first-day", type=DAY, required=True, metavar="YYYY-MM-DD")
@click.option("--last-day", type=DAY, metavar="YYYY-MM-DD", help="The first day if left out.")
@click.option("--organiser", metavar="EMAIL", help="Who may run it.")
@with_appcontext
@refusals_said
def new(
    slug: str,
    zone: str,
    first_day: datetime,
    last_day: datetime | None,
    organiser: str | None,
    **texts: str | None,
) -> None:
    """Make an empty forum named SLUG in addresses: open to registration, without sessions yet."""
    charter = Charter(
        slug=slug,
        name=_words("name", texts),
        venue=_words("venue", texts),
        city=_words("city", texts),
        zone=zone,
        first_day=first_day.date(),
        last_day=(last_day or first_day).date(),
    )
    email, now = _email(organiser), clock.now()
    with writing():
        forum = found_forum(charter, actor=ACTOR, now=now)
        open_registration(forum, now=now)
        start_pages(forum, actor=ACTOR, now=now)
        _appoint(forum, email, now)
    click.echo(f"The forum {slug} is made: {charter.zone}, {_days(charter)}.")


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--first-day", type=DAY, required=True, metavar="YYYY-MM-DD")
@click.option("--name-vi", help="Its own name in Vietnamese; without a name, that of SOURCE.")
@click.option("--name-en", help="Its own name in English.")
@click.option("--organiser", metavar="EMAIL", help="Who may run it.")
@with_appcontext
@refusals_said
def clone(
    source: str,
    target: str,
    first_day: datetime,
    organiser: str | None,
    **texts: str | None,
) -> None:
    """Make the forum TARGET like SOURCE, moved by whole days: all of it but people, releases,
    lines and tests of points.
    """
    name = _words("name", texts) if any(texts.values()) else None
    email, now = _email(organiser), clock.now()
    with writing():
        old = forum_at(source)
        if old is None:
            raise click.ClickException(f"There is no forum “{source[:80]}” to copy.")
        forum = copy_forum(old, target, first_day=first_day.date(), name=name, actor=ACTOR, now=now)
        copy_programme(old, forum)
        copy_relays(old, forum)
        copy_registration(old, forum, now=now)
        copy_exhibition(old, forum, now=now)
        copy_pages(old, forum, actor=ACTOR, now=now)
        _appoint(forum, email, now)
    click.echo(f"The forum {target} is made like {source}, from {first_day:%Y-%m-%d} on.")
    click.echo("Its programme is a draft: release it before people can register.")
    click.echo("All its points take part, also those that were withdrawn from the other forum.")
    click.echo("Not copied: speakers, contacts and coordinators, the lines with their secrets, and")
    click.echo("the tests of points. Each line opens its own forum alone: enter those of this one.")


def _words(what: str, texts: dict[str, str | None]) -> Words:
    given = {lang: _text(what, texts.get(f"{what}_{lang}") or "") for lang in ("vi", "en")}
    said = {lang: text for lang, text in given.items() if text}
    if not said:
        raise click.ClickException(f"Please give --{what}-vi, --{what}-en or both.")
    return Words(said)


def _text(what: str, typed: str) -> str:
    try:
        text = cleaned(typed)
    except ValueError:
        raise click.ClickException(f"The {what} holds characters that cannot be shown.") from None
    if len(text) > MOST:
        raise click.ClickException(f"Please keep the {what} to {MOST} characters.")
    return text


def _email(typed: str | None) -> str | None:
    if typed is None:
        return None
    try:
        return address(typed)
    except ValueError as wrong:
        raise click.ClickException(f"“{typed[:80]}” is not an e-mail address: {wrong}") from None


def _appoint(forum: Forum, email: str | None, now: datetime) -> None:
    if email:
        user = user_for(email, name=email.partition("@")[0], now=now)
        appoint(forum, user, Role.ORGANISER, actor=ACTOR, now=now)


def _days(charter: Charter) -> str:
    first, last = charter.first_day, charter.last_day
    return str(first) if first == last else f"{first} to {last}"

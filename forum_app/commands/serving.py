"""`forum serve`: everything that `make run` needs once the set-up is done."""

import logging

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from .. import clock
from ..db import writing
from ..forums.queries import forums_listed
from ..i18n import LANGUAGES
from ..post.tasks import own_carrier
from ..server import KeysChanging, PortInUse, check_port
from ..server import serve as serve_app
from ..worker import start
from .demo import make_demo
from .demo_doors import PASSWORD, TOKEN, addresses, any_open, shut_doors
from .zones import read_zones_anew


@click.command()
@click.option("--workers", envvar="WEB_WORKERS", type=click.IntRange(1, 64), default=2)
@click.option("--threads", envvar="WEB_THREADS", type=click.IntRange(1, 2500), default=16)
@with_appcontext
def serve(workers: int, threads: int) -> None:
    """Bring the database up to date and answer on 127.0.0.1:PORT until told to end."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    port = int(app.config["PORT"])
    _check(port)
    make_ready()
    for line in greeting():
        click.echo(line)
    try:
        serve_app(app, port=port, workers=workers, threads=threads, start=start)
    except KeysChanging:
        raise click.ClickException(
            "The key is being changed. Please start again when that is done."
        ) from None


def make_ready() -> None:
    """Tables as the code expects them, times by the present zone data, the demo where wanted."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    for sentence in read_zones_anew().told:
        click.echo(sentence)
    if current_app.config["FORUM_DEMO"]:
        make_demo()
    elif any_open():
        with writing():
            shut_doors(now=clock.now())
        click.echo("The accounts and the token of the demonstration are shut.")


def greeting() -> list[str]:
    """Where to look, and in the demonstration how to enter."""
    base = current_app.config["BASE_URL"]
    forums = forums_listed()
    lines = [f"{base}/{lang}/{forum.slug}/" for forum in forums for lang in LANGUAGES]
    if not forums:
        lines = [f"{base}/ holds no forum yet: make one with “forum new”."]
    if not current_app.config["FORUM_DEMO"]:
        return lines
    return [
        *lines,
        f"{base}/mail shows the mails of the demonstration.",
        f"Sign in at {base}/{LANGUAGES[0]}/sign-in as {', '.join(addresses())}",
        f"with the password {PASSWORD}; machines show the token {TOKEN}.",
    ]


def _check(port: int) -> None:
    """Find out before anything is done what would stop the workers later."""
    try:
        own_carrier()
        check_port(port)
    except PortInUse:
        raise click.ClickException(
            f"Port {port} is in use. Stop what answers there, or choose another: "
            f"PORT={port + 1} make run"
        ) from None
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from None
    except (OSError, OverflowError) as refused:
        raise click.ClickException(f"Port {port} cannot be used: {refused}") from None

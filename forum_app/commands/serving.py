"""`forum serve`: everything that `make run` needs once the set-up is done."""

import sys
from importlib import import_module
from multiprocessing import get_context

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from ..db import db
from ..forums.queries import forums_listed
from ..i18n import LANGUAGES
from ..post.tasks import own_carrier
from ..server import KeysChanging, PortInUse, check_port
from ..server import serve as serve_app
from ..worker import start
from .demo_doors import PASSWORD, TOKEN, addresses


@click.command()
@click.option("--workers", envvar="WEB_WORKERS", type=click.IntRange(1, 64), default=2)
@click.option("--threads", envvar="WEB_THREADS", type=click.IntRange(1, 2500), default=16)
@with_appcontext
def serve(workers: int, threads: int) -> None:
    """Bring the database up to date and answer on 127.0.0.1:PORT until told to end."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    port = int(app.config["PORT"])
    _check(port)
    _make_ready_apart()
    for line in greeting():
        click.echo(line)
    try:
        serve_app(app, port=port, workers=workers, threads=threads, start=start)
    except KeysChanging:
        raise click.ClickException(
            "The key is being changed. Please start again when that is done."
        ) from None


def _make_ready_apart() -> None:
    """In a process of its own, so that no server keeps in memory what only that needs.

    Raises SystemExit where it fails; it has said why.
    """
    db.session.remove()
    db.engine.dispose()  # no connection is shared with a fork
    child = get_context("fork").Process(target=_make_ready)
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(1)


def _make_ready() -> None:
    import_module("forum_app.commands.readiness").make_ready()


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

"""The tables, brought to what this version works with. Loaded where that is done, by no server:
Alembic is a twelfth of what a web process would need."""

from pathlib import Path

import click
import flask_migrate
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate.cli import db as steps

from ..db import db

DIRECTORY = Path(__file__).parents[2] / "migrations"


def upgrade(directory: Path = DIRECTORY, *, revision: str = "head") -> None:
    """Take each step up to `revision`, each in a transaction. In an app context."""
    _wired()
    flask_migrate.upgrade(directory, revision=revision)


def downgrade(directory: Path = DIRECTORY, *, revision: str) -> None:
    """Take back each step after `revision`. In an app context."""
    _wired()
    flask_migrate.downgrade(directory, revision=revision)


def head() -> str | None:
    """The revision whose tables this version works with."""
    return ScriptDirectory(str(DIRECTORY)).get_current_head()


@click.group("db", commands=steps.commands)
@with_appcontext
def migrations() -> None:
    """Look at the steps of the tables, take them, write the next one."""
    _wired()


def _wired() -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if "migrate" not in app.extensions:
        flask_migrate.Migrate(app, db, directory=str(DIRECTORY))

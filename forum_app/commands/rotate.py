"""`forum rotate-key`: a new key for seals, signatures and cookies, and everything sealed anew."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select, update
from sqlalchemy.orm import InstrumentedAttribute

from .. import seal
from ..accounts.models import CodeMaker
from ..broadcast.models import Link, PointKey
from ..db import db, writing
from ..keys.models import IdempotencyKey
from ..post.models import Message
from ..programme.models import SpeakerPage
from ..registration.models import Delegate

SEALED: tuple[tuple[InstrumentedAttribute[int], InstrumentedAttribute[Any]], ...] = (
    (IdempotencyKey.id, IdempotencyKey.answer),
    (Message.id, Message.facts),
    (Link.id, Link.sealed_secret),
    (PointKey.id, PointKey.key_sealed),
    (Delegate.id, Delegate.link_sealed),
    (SpeakerPage.id, SpeakerPage.link_sealed),
    (SpeakerPage.id, SpeakerPage.feed_sealed),
    (CodeMaker.user_id, CodeMaker.sealed_secret),
)
BATCH = 100  # rows of a transaction


@click.command("rotate-key")
@click.option("--forget", is_flag=True, help="Drop the older keys once everything is sealed anew.")
@with_appcontext
def rotate_key(forget: bool) -> None:
    """Put a new key first and seal everything anew under it. The forum may not be served."""
    data: Path = current_app.config["FORUM_DATA"]
    with alone(data):
        file = data / "key"
        keys = _keys_in(file)
        if keys != current_app.config["SECRET_KEYS"]:
            _reseal_under_given(forget=forget)
            return
        keys = [secrets.token_hex(32), *keys]
        use(keys, file)
        count, closed = reseal_all()
        click.echo(f"A new key is in use; {count} secrets are sealed under it.")
        if closed:
            _tell_closed(closed, forget=forget)
        if forget:
            use(keys[:1], file)
            click.echo(
                "The older keys are forgotten: codes of tickets made before now open no door, "
                "people fetch new ones from their registration page; everybody signs in again."
            )


def _reseal_under_given(*, forget: bool) -> None:
    """Where SECRET_KEY tells the keys, only whoever sets it can put one first or take one out."""
    if len(current_app.config["SECRET_KEYS"]) < 2:
        raise click.ClickException(
            "The key in use comes from SECRET_KEY, not from a file. Please put a new key before "
            "the old one there, with a space between them, and run this again."
        )
    count, closed = reseal_all()
    click.echo(f"{count} secrets are sealed under the first key of SECRET_KEY.")
    if closed:
        _tell_closed(closed, forget=forget)
    else:
        click.echo(
            "The others may be taken out; codes of tickets made before then open no door, people "
            "fetch new ones from their registration page, and everybody signs in again."
        )


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Nothing serves from the folder `data` meanwhile. Raises ClickException where something does.

    A process that serves knows the keys it began with: it could not open what is sealed anew.
    """
    with (data / "serving").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(
                "The forum is being served. Please stop it, change the key and start it again."
            ) from None
        yield


def use(keys: list[str], file: Path) -> None:
    """Write `keys` to `file` (mode 600), whole or not at all, and work with them from now on."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as made:
        made.write("\n".join(keys) + "\n")
        made.flush()
        os.fsync(made.fileno())
    fresh.replace(file)
    current_app.config["SECRET_KEYS"] = keys
    seal.use_keys(keys)


def reseal_all() -> tuple[int, dict[str, int]]:
    """Seal every secret anew under the key in use. Commits, a batch at a time.

    Returns how many were, and table -> how many could not be opened with any key.
    """
    count, closed = 0, dict[str, int]()
    for id, column in SEALED:
        last = 0
        while rows := _batch(id, column, last):
            last = rows[-1][0]
            with writing():
                for row_id, old in rows:
                    try:
                        new = seal.resealed(old)
                    except seal.CannotOpen:
                        table = str(id.class_.__tablename__)
                        closed[table] = closed.get(table, 0) + 1
                        continue
                    db.session.execute(
                        update(id.class_)
                        .where(id == row_id, column == old)
                        .values({column: new})
                        .execution_options(synchronize_session=False)
                    )
                    count += 1
    return count, closed


def _batch(
    id: InstrumentedAttribute[int], column: InstrumentedAttribute[Any], last: int
) -> list[tuple[int, str]]:
    asked = select(id, column).where(id > last, column.is_not(None)).order_by(id).limit(BATCH)
    return [(row_id, old) for row_id, old in db.session.execute(asked)]


def _keys_in(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def _tell_closed(closed: dict[str, int], *, forget: bool) -> None:
    said = ", ".join(f"{many} in {table}" for table, many in closed.items())
    sentence = f"Some secrets open with no key that is here: {said}."
    if forget:
        raise click.ClickException(f"{sentence} The older keys are kept.")
    click.echo(sentence)

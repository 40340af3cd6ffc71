"""Files that rows name: each lies among the uploads, with just the bytes that its name says."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from ... import uploads
from ...programme.models import Photo, Slides
from .invariant import Invariant, streamed


def invariants() -> Iterator[Invariant]:
    for table in (Photo, Slides):
        name = f"{table.__tablename__}.content: the file is there, and whole"
        yield Invariant(name, partial(_not_whole, table))


def _not_whole(table: type[Photo] | type[Slides]) -> Iterator[str]:
    folder = Path(current_app.config["FORUM_DATA"]) / "uploads"
    for row_id, content in streamed(select(table.id, table.content).order_by(table.id)):
        if not uploads.is_whole(folder, content):
            yield str(row_id)

"""The copy of a forum: its halls and points, and nobody of it."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import inspect, select

from ...db import Base, db
from ...i18n import Words
from ..models import Forum, Hall, Point
from ..rules import check_days
from .founding import Charter, found_forum

Row = TypeVar("Row", bound=Base)


def copy_forum(
    source: Forum,
    slug: str,
    *,
    first_day: date,
    name: Words | None,
    actor: str,
    now: datetime,
) -> Forum:
    """A forum like `source` under `slug` that begins on `first_day`, with its halls and points.

    name: also the short name; None keeps both. Nothing in the copy counts as documented, and
    documented figures stay behind; its points take part, also where one took part no more in
    `source`. Raises what `found_forum` raises.
    """
    check_days(first_day, first_day)
    charter = Charter(
        slug=slug,
        name=name or source.name,
        short_name=name or source.short_name,
        theme=source.theme,
        venue=source.venue,
        city=source.city,
        hosts=tuple(Words(host) for host in source.hosts),
        zone=source.zone,
        first_day=first_day,
        last_day=first_day + (source.last_day - source.first_day),
        latitude=source.latitude,
        longitude=source.longitude,
        contact_email=source.contact_email,
    )
    forum = found_forum(charter, actor=actor, now=now)
    forum.second_step = source.second_step
    forum.changeover_minutes = source.changeover_minutes
    changed = {"forum_id": forum.id, "documented": False}
    for table, more in ((Hall, {}), (Point, {"withdrawn_at": None})):
        rows = db.session.scalars(select(table).where(table.forum_id == source.id))
        db.session.add_all([copy_of(row, **changed, **more) for row in rows])
    db.session.flush()
    return forum


def copy_of(row: Row, **changed: Any) -> Row:
    """A new row, not yet in the database: its columns as in `row`, but `changed`, id and uuid."""
    copied = {
        column.key: getattr(row, column.key)
        for column in inspect(type(row)).column_attrs
        if column.key != "id"
    }
    if "uuid" in copied:
        copied["uuid"] = str(uuid4())
    return type(row)(**copied | changed)

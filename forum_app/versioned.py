"""Changing a row that counts its versions: whoever saw an older one is told."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import inspect, select

from .db import Base, db
from .i18n import Words
from .refusal import ChangedMeanwhile


def change(row: Base, wanted: Mapping[str, Any], *, seen: int) -> dict[str, Any]:
    """Set what `wanted` names on `row`, which is locked, and count its version up.

    The facts for the trail: {"before": {…}, "after": {…}} of what differs; empty where nothing
    does, and then the version stays. Raises ChangedMeanwhile where the version is not `seen`.
    """
    lock(row)
    if getattr(row, "version") != seen:  # noqa: B009  (any table that has one)
        raise ChangedMeanwhile
    differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not differing:
        return {}
    before = {name: plain(getattr(row, name)) for name in differing}
    for name, value in differing.items():
        setattr(row, name, value)
    setattr(row, "version", seen + 1)  # noqa: B010
    db.session.flush()
    return {"before": before, "after": {name: plain(value) for name, value in differing.items()}}


def lock(row: object) -> None:
    """Keep others from changing `row` until the commit, and read it as it is now.

    In two statements: PostgreSQL locks no row that comes with an outer join, as some do.
    """
    key, identity = inspect(type(row)).primary_key, inspect(row).identity or ()
    itself = [column == value for column, value in zip(key, identity, strict=True)]
    db.session.execute(select(*key).where(*itself).with_for_update(key_share=True))
    db.session.refresh(row)


def plain(value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(value, Words):
        return dict(value.by_lang)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value

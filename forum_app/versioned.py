"""Changing a row that counts its versions: whoever saw an older one is told."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from .db import Base, db
from .i18n import Words
from .refusal import ChangedMeanwhile


def change(row: Base, wanted: Mapping[str, Any], *, seen: int) -> dict[str, Any]:
    """Set what `wanted` names on `row`, which is locked, and count its version up.

    The facts for the trail: {"before": {…}, "after": {…}} of what differs; empty where nothing
    does, and then the version stays. Raises ChangedMeanwhile where the version is not `seen`.
    """
    db.session.refresh(row, with_for_update={"key_share": True})
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


def plain(value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(value, Words):
        return dict(value.by_lang)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value

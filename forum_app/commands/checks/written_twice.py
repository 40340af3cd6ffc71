"""Columns that are worked out from other columns of the same row: instants, folded texts, seals."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import InstrumentedAttribute

from ... import seal
from ...clock import instant_of
from ...db import Base
from ...forums.rules import folded_words, sort_keys
from ...i18n import Words
from ...programme.models import SpeakerPage
from ...registration.models import Delegate
from ...text import folded, sort_key
from ..rotate import SEALED
from .invariant import Invariant, streamed

# ending of the column -> how it is made of one text, and of Words
MADE: dict[str, tuple[Callable[[str], object], Callable[[Words], object]]] = {
    "_folded": (folded, folded_words),
    "_sort": (sort_key, sort_keys),
}

RECOGNISED = (  # the fingerprint of a secret, and the secret itself, sealed
    (Delegate.id, Delegate.link_hash, Delegate.link_sealed),
    (SpeakerPage.id, SpeakerPage.link_hash, SpeakerPage.link_sealed),
    (SpeakerPage.id, SpeakerPage.feed_hash, SpeakerPage.feed_sealed),
)


def invariants() -> Iterator[Invariant]:
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if column.name.endswith("_wall"):
                yield _instant(table, column.name.removesuffix("_wall"))
            for ending in MADE:
                if column.name.endswith(ending):
                    source = table.c[column.name.removesuffix(ending)]
                    yield _made(table, source, column, *MADE[ending])
    for id, sealed in SEALED:
        name = f"{id.class_.__tablename__}.{sealed.key}: opens with a key that is here"
        yield Invariant(name, partial(_closed, id, sealed))
    for id, kept, sealed in RECOGNISED:
        name = f"{id.class_.__tablename__}.{kept.key}: recognises the sealed link"
        yield Invariant(name, partial(_links_not_found, id, kept, sealed))


def _instant(table: Table, stem: str) -> Invariant:
    name = f"{table.name}.{stem}_at: the instant of its wall, zone and fold"
    columns = [table.c[part] for part in (f"{stem}_wall", f"{stem}_fold", "zone", f"{stem}_at")]
    return Invariant(name, partial(_differing, table, columns, _is_instant))


def _is_instant(wall: datetime | None, fold: int, zone: str, at: datetime | None) -> bool:
    try:
        return at == (instant_of(wall, zone, fold) if wall else None)
    except (ValueError, KeyError):  # a time that the clocks skip; no such zone
        return False


def _made(
    table: Table,
    source: Column[Any],
    column: Column[Any],
    of_text: Callable[[str], object],
    of_words: Callable[[Words], object],
) -> Invariant:
    def is_made(given: str | Words | None, kept: object) -> bool:
        if given is None:
            return kept is None
        return kept == (of_words(given) if isinstance(given, Words) else of_text(given))

    name = f"{table.name}.{column.name}: made of {source.name}"
    return Invariant(name, partial(_differing, table, [source, column], is_made))


def _differing(
    table: Table, columns: list[Column[Any]], holds: Callable[..., bool]
) -> Iterator[str]:
    """The primary keys of rows whose `columns` do not hold together."""
    (key,) = table.primary_key.columns
    for id, *values in streamed(select(key, *columns).order_by(key)):
        if not holds(*values):
            yield str(id)


def _closed(id: InstrumentedAttribute[int], column: InstrumentedAttribute[Any]) -> Iterator[str]:
    for row_id, sealed in streamed(select(id, column).where(column.is_not(None)).order_by(id)):
        if _opened(sealed) is None:
            yield str(row_id)


def _links_not_found(
    id: InstrumentedAttribute[int],
    kept: InstrumentedAttribute[str],
    sealed: InstrumentedAttribute[str],
) -> Iterator[str]:
    for row_id, hashed, closed in streamed(select(id, kept, sealed).order_by(id)):
        secret = _opened(closed)
        if secret is not None and hashed != seal.fingerprint(secret):
            yield str(row_id)


def _opened(sealed: str) -> str | None:
    try:
        return seal.opened(sealed)
    except seal.CannotOpen:
        return None

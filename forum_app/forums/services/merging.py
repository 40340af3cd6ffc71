"""Two persons of one forum are found to be one, or to be two after all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from ...announce import PersonsMerged, say
from ...db import db, insert_once
from ...text import folded, sort_key
from ...trail.services import Note, note
from ...versioned import plain
from ..models import DistinctPersons, MergedPerson, Person
from ..rules import OF_A_PERSON, MergedAlready, SamePerson
from .noting import note_act


def lock_pair(one: Person, other: Person) -> None:
    """Read both as they are now; nobody changes or merges them until the commit.

    Raises SamePerson, and MergedAlready where one of them is somebody else by now.
    """
    if one.id == other.id:
        raise SamePerson
    ids = [one.id, other.id]
    # Not share: whoever registers this address, or merges, waits here.
    locked = select(Person).where(Person.id.in_(ids)).order_by(Person.id)
    locked = locked.with_for_update(key_share=True).execution_options(populate_existing=True)
    db.session.scalars(locked).all()
    if db.session.scalar(select(MergedPerson.gone_id).where(MergedPerson.gone_id.in_(ids))):
        raise MergedAlready


def merge(
    kept: Person, gone: Person, values: Mapping[str, Any], *, actor: str, now: datetime
) -> None:
    """`gone` is `kept` from now on, who is as `values` say; every room moves what it keeps of it.

    Both are locked by `lock_pair`; values: each of OF_A_PERSON. The row of `gone` stays, without
    address and account, which another person may have then. Raises what a room refuses.
    """
    before = {"kept": _written(kept), "gone": _written(gone)}
    gone.email = gone.user_id = None
    db.session.flush()
    for field in OF_A_PERSON:
        setattr(kept, field, values[field])
    kept.name_folded, kept.name_sort = folded(kept.name), sort_key(kept.name)
    kept.documented = kept.documented or gone.documented
    db.session.flush()
    _remember(kept, gone, actor, now)
    both = {"forum_id": kept.forum_id, "kept_id": kept.id, "gone_id": gone.id}
    say(PersonsMerged(at=now, actor=actor, **both))
    note(
        Note(
            forum_id=kept.forum_id,
            at=now,
            actor=actor,
            act="forums.merge_persons",
            kind="person",
            object_id=kept.id,
            facts={"gone_id": gone.id},
            personal={"before": before, "after": _written(kept)},
        )
    )


def tell_apart(one: Person, other: Person, *, actor: str, now: datetime) -> None:
    """They are two people: nobody is asked again. Raises SamePerson, MergedAlready."""
    lock_pair(one, other)
    first, second = sorted([one.id, other.id])
    pair = {"one_id": first, "other_id": second}
    if db.session.get(DistinctPersons, (first, second)):
        return
    db.session.add(DistinctPersons(forum_id=one.forum_id, told_at=now, told_by=actor, **pair))
    db.session.flush()
    by: dict[str, Any] = {"actor": actor, "now": now}
    note_act(one.forum_id, "forums.tell_persons_apart", "person", first, pair, **by)


def _written(person: Person) -> dict[str, Any]:
    return {field: plain(getattr(person, field)) for field in OF_A_PERSON}


def _remember(kept: Person, gone: Person, actor: str, now: datetime) -> None:
    """That they are one; who was merged into `gone`, or told apart from it, is of `kept` now."""
    again = update(MergedPerson).where(MergedPerson.kept_id == gone.id).values(kept_id=kept.id)
    db.session.execute(again.execution_options(synchronize_session=False))
    row = {"forum_id": kept.forum_id, "gone_id": gone.id, "kept_id": kept.id}
    insert_once(MergedPerson, "gone_id", **row, merged_at=now, merged_by=actor)
    is_gone = or_(DistinctPersons.one_id == gone.id, DistinctPersons.other_id == gone.id)
    for pair in db.session.scalars(select(DistinctPersons).where(is_gone)).all():
        others = {pair.one_id, pair.other_id} - {gone.id, kept.id}
        told = {"forum_id": pair.forum_id, "told_at": pair.told_at, "told_by": pair.told_by}
        db.session.execute(delete(DistinctPersons).where(_is(pair)))
        for third in others:
            first, second = sorted([third, kept.id])
            if not db.session.get(DistinctPersons, (first, second)):
                db.session.add(DistinctPersons(one_id=first, other_id=second, **told))
                db.session.flush()


def _is(pair: DistinctPersons) -> Any:
    return (DistinctPersons.one_id == pair.one_id) & (DistinctPersons.other_id == pair.other_id)

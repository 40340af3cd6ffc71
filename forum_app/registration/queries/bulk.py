"""What was done to many registrations at once, and what became of each."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ...db import db
from ...forums.models import Forum
from ...forums.queries import names_of_users
from ..models import BulkAct, BulkItem, Delegate, ItemState
from ..rules import bulk as rules

OPEN = (ItemState.WAITING, ItemState.UNDOING)


def acts_of(forum: Forum, *, at_most: int) -> list[BulkAct]:
    """The latest first. One query."""
    asked = select(BulkAct).where(BulkAct.forum_id == forum.id)
    asked = asked.options(joinedload(BulkAct.category)).order_by(BulkAct.id.desc())
    return list(db.session.scalars(asked.limit(at_most)))


def act_at(forum: Forum, uuid: str) -> BulkAct | None:
    asked = select(BulkAct).where(BulkAct.forum_id == forum.id, BulkAct.uuid == uuid)
    return db.session.scalar(asked.options(joinedload(BulkAct.category)))


def names_of(acts: Iterable[BulkAct]) -> dict[int, str]:
    """user id -> name, of whoever did or undid them. One query."""
    ids = {id_ for act in acts for id_ in (act.by_id, act.undone_by_id) if id_ is not None}
    return names_of_users(ids)


def locked_act(act_id: int) -> BulkAct:
    """As it is now; nobody else changes it until the commit."""
    asked = select(BulkAct).where(BulkAct.id == act_id).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def next_item(act_id: int) -> BulkItem | None:
    """The next to work on; None where nothing is left. One query."""
    asked = select(BulkItem).where(BulkItem.act_id == act_id, BulkItem.state.in_(OPEN))
    asked = asked.order_by(BulkItem.id).limit(1)
    return db.session.scalar(asked.execution_options(populate_existing=True))


def items_by_state(act_ids: list[int]) -> dict[int, dict[ItemState, int]]:
    """act id -> state -> how many. One query."""
    asked = select(BulkItem.act_id, BulkItem.state, func.count())
    asked = asked.where(BulkItem.act_id.in_(act_ids)).group_by(BulkItem.act_id, BulkItem.state)
    found: dict[int, dict[ItemState, int]] = {id_: {} for id_ in act_ids}
    for act_id, state, number in db.session.execute(asked):
        found[act_id][state] = number
    return found


def how_many(act_id: int) -> int:
    """One query."""
    return sum(items_by_state([act_id])[act_id].values())


def is_done_now(act_id: int) -> bool:
    """Whether the page waits for it. Two queries."""
    verb = db.session.scalars(select(BulkAct.verb).where(BulkAct.id == act_id)).one()
    return rules.is_done_now(verb, how_many(act_id))


def not_as_meant(act: BulkAct, *, at_most: int) -> list[BulkItem]:
    """Those that were left, kept, or came back without something. With their people. One query."""
    asked = _with_people(act).where(BulkItem.why.is_not(None) | BulkItem.lost.is_not(None))
    return list(db.session.scalars(asked.order_by(BulkItem.id).limit(at_most)))


def _with_people(act: BulkAct) -> Select[BulkItem]:
    asked = select(BulkItem).where(BulkItem.act_id == act.id)
    asked = asked.join(BulkItem.delegate).join(Delegate.person)
    return asked.options(contains_eager(BulkItem.delegate).contains_eager(Delegate.person))

"""One act for many registrations, each settled in a transaction of its own, and its undoing.

The act says what is to be done, its items to whom. Whoever works on it takes one item after the
other, so that nobody else waits for more than one; whatever refuses an item leaves it as it was,
and says why. Letters of decisions wait as long as the act may be undone. Undoing goes the same
way, item by item, and undoes only what nobody changed since.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, literal, select, update

from ...clock import Moment
from ...db import db
from ...forums.models import Forum, Point
from ...jobs import services as jobs
from ...live.services import touch
from ...refusal import Refusal
from ...trail.services import Note, note
from ..models import BulkAct, BulkItem, Category, Delegate, DelegateState, ItemState
from ..queries import bulk as queries
from ..queries.delegates import category_at
from ..rules import bulk as rules
from . import arrivals, decisions, letters, relocating
from .changes import lock_delegate, send_link
from .corrections import set_category
from .restoring import restore

TOPIC = "bulk"
GO_ON = "registration.bulk"  # the job


def begin(
    forum: Forum, asked: rules.Asked, ids: Select[int], *, by_id: int, now: datetime
) -> BulkAct:
    """The act and an item for each id that `ids` finds; the same act where it was asked before.

    Raises NobodyChosen, CategoryMissing.
    """
    known = queries.act_at(forum, asked.press)
    if known is not None:
        return known
    category = _category(forum, asked)
    act = BulkAct(
        forum_id=forum.id,
        uuid=asked.press,
        verb=asked.verb,
        reason=asked.reason if asked.verb is rules.Verb.DECLINE else None,
        category_id=category.id if category else None,
        by_id=by_id,
        asked_at=now,
    )
    db.session.add(act)
    db.session.flush()
    if not _add_items(act, ids):
        raise rules.NobodyChosen
    _note(act, "registration.bulk", actor=f"user {by_id}", now=now)
    go_on(act, at=rules.worked_on_from(act.verb, queries.how_many(act.id), now))
    return act


def _category(forum: Forum, asked: rules.Asked) -> Category | None:
    """The new one, None where people keep theirs. Raises CategoryMissing."""
    if asked.verb is not rules.Verb.CATEGORISE:
        return None
    category = category_at(forum, asked.category or "")
    if category is None:
        raise rules.CategoryMissing
    return category


def _add_items(act: BulkAct, ids: Select[int]) -> int:
    found = ids.subquery()
    rows = select(
        literal(act.forum_id), literal(act.id), found.c[0], literal(ItemState.WAITING.value)
    ).order_by(found.c[0])
    names = ["forum_id", "act_id", "delegate_id", "state"]
    added = db.session.execute(insert(BulkItem).from_select(names, rows))
    return int(added.rowcount)  # type: ignore[attr-defined]


def begin_move(
    forum: Forum, point: Point, asked: relocating.Asked, *, by_id: int, now: datetime
) -> BulkAct:
    """The same for everybody at a point that takes part no more. Raises as `relocating.begin`."""
    act = relocating.begin(forum, point, asked, by_id=by_id, now=now)
    go_on(act, at=rules.worked_on_from(act.verb, queries.how_many(act.id), now))
    return act


def settle_next(act_id: int, *, now: datetime) -> bool:
    """Do or undo the next item; False where none is left, and the act has ended."""
    act = queries.locked_act(act_id)
    item = queries.next_item(act_id)
    if item is None:
        _end(act, now)
        return False
    settle = _undo if item.state is ItemState.UNDOING else _do
    touch(topic_of(act))
    item.settled_at = item.settled_at or now
    try:
        with db.session.begin_nested():
            settle(act, item, lock_delegate(item.delegate_id), now)
    except Refusal as refusal:
        undoing = item.state is ItemState.UNDOING
        item.state = ItemState.KEPT if undoing else ItemState.LEFT
        item.why = refusal.reason
    db.session.flush()
    return True


def go_on(act: BulkAct, *, at: datetime) -> None:
    """Let the worker go on with `act` at that instant, from the item that is next."""
    item = queries.next_item(act.id)
    if item is not None:
        key = f"{GO_ON}:{act.id}:{item.id}:{item.state.value}"
        jobs.lay_in(GO_ON, key, {"act_id": act.id}, forum_id=act.forum_id, at=at)


def topic_of(act: BulkAct) -> str:
    """What is told to have changed when another item is settled."""
    return f"{TOPIC}.{act.id}"


def _end(act: BulkAct, now: datetime) -> None:
    if act.ended_at is None:
        act.ended_at = now
        touch(topic_of(act))
        if act.verb is rules.Verb.RELOCATE:
            arrivals.tell(act, now=now)
    elif act.undone_at is not None and act.verb is rules.Verb.RELOCATE:
        relocating.end_undo(act, now)
        arrivals.taken_back(act, now=now)


def _do(act: BulkAct, item: BulkItem, delegate: Delegate, now: datetime) -> None:
    item.was_category_id = delegate.category_id
    _VERBS[act.verb](act, delegate, now)
    item.state, item.version = ItemState.DONE, delegate.version
    db.session.flush()


def _approve(act: BulkAct, delegate: Delegate, now: datetime) -> None:
    actor, letters_at = f"user {act.by_id}", rules.undo_until(now)
    decisions.approve(delegate, actor=actor, now=now, letters_at=letters_at)


def _decline(act: BulkAct, delegate: Delegate, now: datetime) -> None:
    told = {"actor": f"user {act.by_id}", "now": now, "letters_at": rules.undo_until(now)}
    decisions.decline(delegate, reason=act.reason or "", **told)  # type: ignore[arg-type]


def _release(act: BulkAct, delegate: Delegate, now: datetime) -> None:
    actor, letters_at = f"user {act.by_id}", rules.undo_until(now)
    decisions.release_unconfirmed(delegate, actor=actor, now=now, letters_at=letters_at)


def _resend(act: BulkAct, delegate: Delegate, now: datetime) -> None:
    send_link(delegate, actor=f"user {act.by_id}", now=now)


def _categorise(act: BulkAct, delegate: Delegate, now: datetime) -> None:
    category = db.session.get_one(Category, act.category_id)
    set_category(delegate, category, actor=f"user {act.by_id}", now=now)


_VERBS: dict[rules.Verb, Callable[[BulkAct, Delegate, datetime], None]] = {
    rules.Verb.APPROVE: _approve,
    rules.Verb.DECLINE: _decline,
    rules.Verb.RELEASE: _release,
    rules.Verb.RESEND: _resend,
    rules.Verb.CATEGORISE: _categorise,
    rules.Verb.RELOCATE: relocating.relocate,
}


def begin_undo(act_id: int, *, by_id: int, now: datetime) -> BulkAct:
    """From now on the items that were done are undone. Raises UnderWay, UndoneAlready, TooLate."""
    act = queries.locked_act(act_id)
    if act.undone_at is not None:
        raise rules.UndoneAlready
    if act.ended_at is None:
        raise rules.UnderWay
    until = rules.undo_until(act.ended_at)
    if now >= until:
        raise rules.TooLate(until=Moment(until, db.session.get_one(Forum, act.forum_id).zone))
    act.undone_at, act.undone_by_id = now, by_id
    done = (BulkItem.act_id == act.id, BulkItem.state == ItemState.DONE)
    undoing = update(BulkItem).where(*done).values(state=ItemState.UNDOING)
    db.session.execute(undoing.execution_options(synchronize_session=False))
    if act.verb is rules.Verb.RELOCATE:
        arrivals.wait(act, now=now)
    _note(act, "registration.bulk_undo", actor=f"user {by_id}", now=now)
    go_on(act, at=rules.worked_on_from(act.verb, queries.how_many(act.id), now))
    return act


def _undo(act: BulkAct, item: BulkItem, delegate: Delegate, now: datetime) -> None:
    if delegate.version != item.version and act.verb is not rules.Verb.RELOCATE:
        raise rules.ChangedSince  # of places moved, each is looked at by itself
    lost = _UNDO[act.verb](item, delegate, f"user {act.undone_by_id}", now)
    item.state, item.lost = ItemState.UNDONE, " ".join(lost) or None
    db.session.flush()


def _take_approval_back(
    item: BulkItem, delegate: Delegate, actor: str, now: datetime
) -> Collection[str]:
    if delegate.state is not DelegateState.CONFIRMED:
        raise rules.ChangedSince
    kept_here = letters.take_decision_back(delegate)
    decisions.take_approval_back(delegate, actor=actor, now=now)
    return _letter_lost(delegate, kept_here, now)


def _restore(item: BulkItem, delegate: Delegate, actor: str, now: datetime) -> Collection[str]:
    kept_here = letters.take_decision_back(delegate)
    lost = restore(delegate, actor=actor, now=now, tell=False)
    return [*lost, *_letter_lost(delegate, kept_here, now)]


def _letter_lost(delegate: Delegate, kept_here: bool, now: datetime) -> Collection[str]:
    """Whoever was told already is told what holds now."""
    if kept_here or letters.address_of(delegate) is None:
        return []
    letters.lay_changed(delegate, now=now)
    return [rules.LETTER]


def _take_link_back(
    item: BulkItem, delegate: Delegate, actor: str, now: datetime
) -> Collection[str]:
    if not letters.take_links_back(delegate, item.settled_at or now):
        raise rules.LetterLeft
    return []


def _categorise_back(
    item: BulkItem, delegate: Delegate, actor: str, now: datetime
) -> Collection[str]:
    category = db.session.get_one(Category, item.was_category_id)
    set_category(delegate, category, actor=actor, now=now)
    return []


_UNDO: dict[rules.Verb, Callable[[BulkItem, Delegate, str, datetime], Collection[str]]] = {
    rules.Verb.APPROVE: _take_approval_back,
    rules.Verb.DECLINE: _restore,
    rules.Verb.RELEASE: _restore,
    rules.Verb.RESEND: _take_link_back,
    rules.Verb.CATEGORISE: _categorise_back,
    rules.Verb.RELOCATE: relocating.bring_back,
}


def _note(act: BulkAct, what: str, *, actor: str, now: datetime) -> None:
    facts: dict[str, Any] = {"verb": act.verb.value, "category_id": act.category_id}
    note(
        Note(
            forum_id=act.forum_id,
            at=now,
            actor=actor,
            act=what,
            kind="bulk_act",
            object_id=act.id,
            facts=facts,
            personal={"reason": act.reason} if act.reason else {},
        )
    )

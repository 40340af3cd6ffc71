"""From submitted to confirmed: the address confirmed, the organiser's yes or no, or no answer."""

from datetime import datetime

from ...db import db
from ...live.services import touch
from ...trail.services import Note, note
from .. import queries, rules
from ..models import Category, Delegate, DelegateState
from ..rules.bulk import NotUnconfirmed
from ..rules.waiting import gate_topic
from . import letters
from .changes import end, lock_delegate

UNCONFIRMED = "unconfirmed"


def confirm_address(delegate: Delegate, *, actor: str, now: datetime) -> None:
    """The address is the person's: confirmed, or pending where the category needs approval.

    Does nothing where it was confirmed before. Raises RegistrationEnded, also after `confirm_by`.
    """
    if not delegate.is_live:
        raise rules.RegistrationEnded
    if delegate.state is not DelegateState.SUBMITTED:
        return
    if delegate.confirm_by is not None and now >= delegate.confirm_by:
        raise rules.RegistrationEnded
    category = db.session.get_one(Category, delegate.category_id)
    if category.needs_approval:
        delegate.state = DelegateState.PENDING
    else:
        delegate.state, delegate.confirmed_at = DelegateState.CONFIRMED, now
    _decided(delegate, "registration.confirm_address", actor=actor, now=now)
    if delegate.state is DelegateState.CONFIRMED:
        letters.lay_decided(delegate, now=now)  # with a calendar that is certain now


def approve(
    delegate: Delegate, *, actor: str, now: datetime, letters_at: datetime | None = None
) -> None:
    """Raises NotToDecide where the registration is not pending.

    letters_at: when the person may be written to at the earliest; None: at once.
    """
    _check_pending(delegate)
    delegate.state, delegate.confirmed_at = DelegateState.CONFIRMED, now
    _decided(delegate, "registration.approve", actor=actor, now=now)
    letters.lay_decided(delegate, now=now, not_before=letters_at)


def take_approval_back(delegate: Delegate, *, actor: str, now: datetime) -> None:
    """The registration waits for a decision again; nothing of what it holds is touched.

    `delegate` is locked and confirmed. Nobody is written to.
    """
    delegate.state, delegate.confirmed_at = DelegateState.PENDING, None
    _decided(delegate, "registration.take_approval_back", actor=actor, now=now)


def decline(
    delegate: Delegate,
    *,
    reason: str,
    actor: str,
    now: datetime,
    letters_at: datetime | None = None,
) -> None:
    """End a pending registration with a reason the person is told. Raises NotToDecide."""
    _check_pending(delegate)
    delegate.declined_at = now
    end(delegate, DelegateState.DECLINED, reason, actor=actor, now=now, letters_at=letters_at)


def release_unconfirmed(
    delegate: Delegate, *, actor: str, now: datetime, letters_at: datetime | None = None
) -> None:
    """End a registration whose address is not confirmed, before its time. Raises NotUnconfirmed."""
    if delegate.state is not DelegateState.SUBMITTED:
        raise NotUnconfirmed
    delegate.withdrawn_at = now
    ended = DelegateState.WITHDRAWN
    end(delegate, ended, UNCONFIRMED, actor=actor, now=now, letters_at=letters_at)


def lapse_unconfirmed(*, now: datetime) -> bool:
    """End the registration whose address is longest overdue; False where none is.

    One in a transaction: seats are locked in one order, which two registrations would break.
    """
    delegate_id = queries.longest_unconfirmed(now)
    if delegate_id is None:
        return False
    delegate = lock_delegate(delegate_id)
    if delegate.state is DelegateState.SUBMITTED:
        delegate.withdrawn_at = now
        end(delegate, DelegateState.WITHDRAWN, UNCONFIRMED, actor="system", now=now)
    return True


def _check_pending(delegate: Delegate) -> None:
    if delegate.state is not DelegateState.PENDING:
        raise rules.NotToDecide


def _decided(delegate: Delegate, act: str, *, actor: str, now: datetime) -> None:
    delegate.version += 1
    delegate.sequence += 1  # a calendar shows whether it is certain
    db.session.flush()
    touch(gate_topic(delegate.forum_id, delegate.id))
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="delegate",
            object_id=delegate.id,
            facts={"state": delegate.state.value},
        )
    )

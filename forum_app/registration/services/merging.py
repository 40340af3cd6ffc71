"""What happens to registrations, tickets and entries when two persons are found to be one."""

import base64
import secrets
from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import aliased

from ...announce import PersonsMerged
from ...db import db
from ...live.services import touch
from ..models import CheckIn, Delegate, Delegation, DoorCount, Ticket

IN_TWICE = "merged"


def on_persons_merged(said: PersonsMerged) -> None:
    """All of either is of the one. At most one of them has a live registration by now."""
    kept, gone = said.kept_id, said.gone_id
    for act in (
        update(Delegate).where(Delegate.person_id == gone).values(person_id=kept),
        update(Delegate).where(Delegate.registered_by_id == gone).values(registered_by_id=kept),
        # Who registered somebody else that turns out to be themself.
        update(Delegate)
        .where(Delegate.person_id == kept, Delegate.registered_by_id == kept)
        .values(registered_by_id=None),
        update(Delegation).where(Delegation.head_id == gone).values(head_id=kept),
    ):
        db.session.execute(act.execution_options(synchronize_session=False))
    _take_back_second_entries(said)
    _move_tickets(said)


def _take_back_second_entries(said: PersonsMerged) -> None:
    """A person is in once: where both are in, the entry of `gone` is undone."""
    other = aliased(CheckIn)
    is_in_too = exists().where(
        other.person_id == said.kept_id,
        other.undone_at.is_(None),
        other.session_id.is_not_distinct_from(CheckIn.session_id),
        other.day.is_not_distinct_from(CheckIn.day),
    )
    gone = (CheckIn.person_id == said.gone_id, CheckIn.undone_at.is_(None), is_in_too)
    for entry in db.session.scalars(select(CheckIn).where(*gone)).all():
        entry.undone_at, entry.undone_reason = max(said.at, entry.entered_at), IN_TWICE
        if entry.session_id is not None:
            fallen = update(DoorCount).where(
                DoorCount.session_id == entry.session_id,
                DoorCount.point_id.is_not_distinct_from(entry.point_id),
            )
            fallen = fallen.values(inside=DoorCount.inside - 1)
            db.session.execute(fallen.execution_options(synchronize_session=False))
            touch(f"door.{said.forum_id}")
    db.session.flush()


def _move_tickets(said: PersonsMerged) -> None:
    """Each with its code, which is printed, and its entries; of two live ones that of `kept` stays.

    An entry names ticket and person together, so that neither row can change before the other:
    the ticket becomes a new row, its entries follow, and the emptied row goes.
    """
    kept_has = select(Ticket.purpose).where(
        Ticket.person_id == said.kept_id, Ticket.revoked_at.is_(None)
    )
    live = set(db.session.scalars(kept_has))
    tickets = select(Ticket).where(Ticket.person_id == said.gone_id).order_by(Ticket.id)
    for ticket in db.session.scalars(tickets).all():
        revoked_at = ticket.revoked_at or (said.at if ticket.purpose in live else None)
        _move(ticket, said.kept_id, revoked_at)


def _move(ticket: Ticket, person_id: int, revoked_at: datetime | None) -> None:
    old_id, row = ticket.id, {"forum_id": ticket.forum_id, "code": ticket.code}
    row |= {"purpose": ticket.purpose, "issued_at": ticket.issued_at, "revoked_at": revoked_at}
    ticket.code = base64.b32encode(secrets.token_bytes(10)).decode()
    db.session.flush()
    added = insert(Ticket).values(person_id=person_id, **row).returning(Ticket.id)
    entries = update(CheckIn).where(CheckIn.ticket_id == old_id)
    entries = entries.values(ticket_id=db.session.scalar(added), person_id=person_id)
    db.session.execute(entries.execution_options(synchronize_session=False))
    db.session.expunge(ticket)
    db.session.execute(delete(Ticket).where(Ticket.id == old_id))

"""Tickets: issued with a registration, made anew where one is lost, revoked with its end."""

import base64
import secrets
from datetime import datetime

from sqlalchemy import insert, update

from ...db import db
from ...trail.services import Note, note
from ..models import Delegate, Ticket, TicketPurpose
from ..queries.places import ticket_of
from ..rules.doors import NothingToReprint


def issue_ticket(delegate: Delegate, *, now: datetime) -> None:
    row = {
        "forum_id": delegate.forum_id,
        "code": base64.b32encode(secrets.token_bytes(10)).decode(),
        "person_id": delegate.person_id,
        "purpose": TicketPurpose.DELEGATE,
        "issued_at": now,
    }
    db.session.execute(insert(Ticket).values(**row))


def reprint_ticket(delegate: Delegate, *, seen: int, actor: str, now: datetime) -> None:
    """A new code; the old one opens no door any more. `delegate` is locked.

    seen: the id of the ticket that was to be made anew, 0 for whichever counts. Where another
    counts by now nothing is done: the same press sent again kills no ticket just printed.
    Who is in stays in: entries are the person's. Raises NothingToReprint.
    """
    if not delegate.is_live:
        raise NothingToReprint
    present = ticket_of(delegate)
    if seen and present is not None and present.id != seen:
        return
    revoke_tickets(delegate, now=now)
    issue_ticket(delegate, now=now)
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act="registration.reprint_ticket",
            kind="delegate",
            object_id=delegate.id,
        )
    )


def revoke_tickets(delegate: Delegate, *, now: datetime) -> None:
    db.session.execute(
        update(Ticket)
        .where(
            Ticket.person_id == delegate.person_id,
            Ticket.purpose == TicketPurpose.DELEGATE,
            Ticket.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )

"""Tickets: issued with a registration, revoked with its end."""

import base64
import secrets
from datetime import datetime

from sqlalchemy import insert, update

from ...db import db
from ..models import Delegate, Ticket, TicketPurpose


def issue_ticket(delegate: Delegate, *, now: datetime) -> None:
    row = {
        "forum_id": delegate.forum_id,
        "code": base64.b32encode(secrets.token_bytes(10)).decode(),
        "person_id": delegate.person_id,
        "purpose": TicketPurpose.DELEGATE,
        "issued_at": now,
    }
    db.session.execute(insert(Ticket).values(**row))


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

"""Tickets: issued with a registration, revoked with its end."""

import base64
import secrets
from datetime import datetime

from sqlalchemy import insert, update

from ... import seal
from ...db import db
from ..models import Delegate, Ticket, TicketPurpose

MARK = "HF1"  # of the form of the code; a new form gets a new mark


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


def payload_of(ticket: Ticket) -> str:
    """What the QR code says: "HF1.<code>.<signature>", 37 letters, digits and dots. No person."""
    return f"{MARK}.{ticket.code}.{seal.signature('ticket', _signed(ticket.forum_id, ticket.code))}"


def code_in(payload: str, forum_id: int) -> str | None:
    """The ticket's code where `payload` is one of ours for this forum, else None."""
    mark, _, rest = payload.strip().upper().partition(".")
    code, _, signature = rest.partition(".")
    ours = mark == MARK and seal.is_signature(signature, "ticket", _signed(forum_id, code))
    return code if ours else None


def _signed(forum_id: int, code: str) -> str:
    return f"{forum_id}.{code}"

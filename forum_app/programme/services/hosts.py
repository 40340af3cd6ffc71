"""Hosts of single sessions: given, taken away, offered to addresses; and what they write."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...announce import SignedIn
from ...db import db
from ...forums.models import Forum
from ...forums.services.bound import BoundRole
from ...forums.services.noting import note_act
from ...versioned import change
from ..models import HostInvitation, Session, SessionHost
from ..rules.hosts import HostsAlready, NotTheirSession
from .draft_versions import hold_draft

ROLE = BoundRole(
    thing="session",
    role="host",
    holder=SessionHost,
    invitation=HostInvitation,
    given="programme.give_host",
    taken="programme.take_host",
    invited="programme.invite_host",
    invitation_withdrawn="programme.withdraw_host_invitation",
    letter="programme.host",
    letter_of_invitation="programme.host_invitation",
    already=HostsAlready,
    not_theirs=NotTheirSession,
)


def on_signed_in(said: SignedIn) -> None:
    """Whoever signs in with a confirmed address hosts what it was invited to."""
    ROLE.accept(said)


def edit_texts(
    session: Session, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Change what a host may change of the draft: abstract, practical.

    Nobody sees it before the next release. Raises ChangedMeanwhile.
    """
    hold_draft(db.session.get_one(Forum, session.forum_id))
    texts = {name: wanted[name] for name in ("abstract", "practical")}
    facts = change(session, texts, seen=seen)
    act = "programme.edit_texts"
    note_act(session.forum_id, act, "session", session.id, facts, actor=actor, now=now)

"""Hosts of single sessions: given, taken away, offered to addresses; and what they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from ...accounts.models import LinkPurpose, User
from ...accounts.queries import user_with
from ...accounts.rules.links import InvitationClosed
from ...accounts.services import links
from ...announce import SignedIn
from ...db import db
from ...forums.models import Forum
from ...forums.services.noting import note_act
from ...post.services import lay_in
from ...seal import new_secret
from ...trail.services import Note, note
from ...versioned import change, lock
from ..models import HostInvitation, Session, SessionHost
from ..rules.hosts import HostsAlready, NotTheirSession
from .draft_versions import hold_draft


@dataclass(frozen=True, kw_only=True)
class Giving:
    """Who gives it, when, and what the letter needs: the host's page, the language of the desk."""

    by: int
    page: str
    lang: str
    now: datetime

    @property
    def actor(self) -> str:
        return f"user {self.by}"


def give_session(session: Session, email: str, giving: Giving) -> bool:
    """At once to who has an account, with a letter; else by an invitation. Whether at once.

    Raises HostsAlready.
    """
    known = user_with(email)
    if known is None:
        invite(session, email, giving)
        return False
    if not appoint_host(session, known, by=giving.by, actor=giving.actor, now=giving.now):
        raise HostsAlready
    facts = {"forum_id": session.forum_id, "session_id": session.id, "page": giving.page}
    to = (f"programme.host:{new_secret()}", known.email, known.locale)
    lay_in("programme.host", *to, facts, forum_id=session.forum_id, now=giving.now)
    return True


def appoint_host(
    session: Session, user: User, *, by: int | None, actor: str, now: datetime
) -> bool:
    """Whether they did not host it yet. Whoever gives it at the same time waits."""
    lock(session)
    forum_id = session.forum_id
    if db.session.get(SessionHost, (forum_id, session.id, user.id)):
        return False
    row = {"forum_id": forum_id, "session_id": session.id, "user_id": user.id}
    db.session.add(SessionHost(**row, given_at=now, given_by_id=by))
    db.session.flush()
    facts = {"host": user.id}
    note_act(forum_id, "programme.give_host", "session", session.id, facts, actor=actor, now=now)
    return True


def take_session(session: Session, user_id: int, *, actor: str, now: datetime) -> None:
    """With effect at once. Raises NotTheirSession."""
    forum_id = session.forum_id
    theirs = (SessionHost.session_id == session.id, SessionHost.user_id == user_id)
    gone = delete(SessionHost).where(SessionHost.forum_id == forum_id, *theirs)
    if db.session.scalar(gone.returning(SessionHost.user_id)) is None:
        raise NotTheirSession
    facts = {"host": user_id}
    note_act(forum_id, "programme.take_host", "session", session.id, facts, actor=actor, now=now)


def invite(session: Session, email: str, giving: Giving) -> None:
    """A letter whose link makes the account. Who was invited to it before is so anew."""
    lock(session)
    link, secret = links.make_link(
        LinkPurpose.INVITATION, email, next_path=giving.page, now=giving.now
    )
    same = (HostInvitation.session_id == session.id, HostInvitation.email == email)
    asked = select(HostInvitation).where(*same, *_still_open()).with_for_update()
    invitation = db.session.scalar(asked)
    if invitation is None:
        given = {"session_id": session.id, "made_at": giving.now, "made_by_id": giving.by}
        invitation = HostInvitation(forum_id=session.forum_id, email=email, **given)
        db.session.add(invitation)
    else:
        links.withdraw(invitation.link_id, now=giving.now)
    invitation.link_id = link.id
    db.session.flush()
    facts = {"forum_id": session.forum_id, "session_id": session.id}
    letter = facts | {"link_id": link.id, "secret": secret}
    to = (f"programme.host_invitation:{link.id}", email, giving.lang)
    lay_in("programme.host_invitation", *to, letter, forum_id=session.forum_id, now=giving.now)
    _note(session, "programme.invite_host", email, actor=giving.actor, now=giving.now)


def renew(invitation: HostInvitation, giving: Giving) -> None:
    """Another letter; the earlier one opens no more. Raises InvitationClosed."""
    _check_open(invitation)
    invite(invitation.session, invitation.email, giving)


def withdraw(invitation: HostInvitation, *, actor: str, now: datetime) -> None:
    """None of its letters opens anything any more. Raises InvitationClosed.

    The link first: whoever accepts uses that before the invitation.
    """
    links.withdraw(invitation.link_id, now=now)
    _check_open(invitation)
    invitation.withdrawn_at = now
    db.session.flush()
    act = "programme.withdraw_host_invitation"
    _note(invitation.session, act, invitation.email, actor=actor, now=now)


def on_signed_in(said: SignedIn) -> None:
    """Whoever signs in with a confirmed address hosts what it was invited to."""
    asked = select(HostInvitation).where(HostInvitation.email == said.email, *_still_open())
    for invitation in db.session.scalars(asked.order_by(HostInvitation.id).with_for_update()):
        invitation.accepted_at = said.at
        user = db.session.get_one(User, said.user_id)
        session, by, actor = invitation.session, invitation.made_by_id, f"user {user.id}"
        appoint_host(session, user, by=by, actor=actor, now=said.at)


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


def _still_open() -> tuple[Any, ...]:
    return HostInvitation.accepted_at.is_(None), HostInvitation.withdrawn_at.is_(None)


def _check_open(invitation: HostInvitation) -> None:
    """As it is now; nobody else changes it until the commit."""
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed


def _note(session: Session, act: str, email: str, *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=session.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="session",
            object_id=session.id,
            personal={"email": email},
        )
    )

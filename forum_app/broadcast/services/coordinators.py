"""Who coordinates a point: given, taken away, offered to addresses."""

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
from ...forums.models import Point
from ...forums.services.noting import note_act
from ...post.services import lay_in
from ...seal import new_secret
from ...trail.services import Note, note
from ...versioned import lock
from ..models import CoordinatorInvitation, PointCoordinator
from ..rules.contacts import CoordinatesAlready, NotTheirPoint


@dataclass(frozen=True, kw_only=True)
class Giving:
    """Who gives it, when, and what the letter needs: the point's desk, the organisers' language."""

    by: int
    page: str
    lang: str
    now: datetime

    @property
    def actor(self) -> str:
        return f"user {self.by}"


def give_point(point: Point, email: str, giving: Giving) -> bool:
    """At once to who has an account, with a letter; else by an invitation. Whether at once.

    Raises CoordinatesAlready.
    """
    known = user_with(email)
    if known is None:
        invite(point, email, giving)
        return False
    if not appoint_coordinator(point, known, by=giving.by, actor=giving.actor, now=giving.now):
        raise CoordinatesAlready
    facts = {"forum_id": point.forum_id, "point_id": point.id, "page": giving.page}
    to = (f"broadcast.coordinator:{new_secret()}", known.email, known.locale)
    lay_in("broadcast.coordinator", *to, facts, forum_id=point.forum_id, now=giving.now)
    return True


def appoint_coordinator(
    point: Point, user: User, *, by: int | None, actor: str, now: datetime
) -> bool:
    """Whether they did not coordinate it yet. Whoever gives it at the same time waits."""
    lock(point)
    forum_id = point.forum_id
    if db.session.get(PointCoordinator, (forum_id, point.id, user.id)):
        return False
    row = {"forum_id": forum_id, "point_id": point.id, "user_id": user.id}
    db.session.add(PointCoordinator(**row, given_at=now, given_by_id=by))
    db.session.flush()
    facts = {"coordinator": user.id}
    note_act(forum_id, "broadcast.give_point", "point", point.id, facts, actor=actor, now=now)
    return True


def take_point(point: Point, user_id: int, *, actor: str, now: datetime) -> None:
    """With effect at once. Raises NotTheirPoint."""
    theirs = (PointCoordinator.point_id == point.id, PointCoordinator.user_id == user_id)
    gone = delete(PointCoordinator).where(PointCoordinator.forum_id == point.forum_id, *theirs)
    if db.session.scalar(gone.returning(PointCoordinator.user_id)) is None:
        raise NotTheirPoint
    facts, act = {"coordinator": user_id}, "broadcast.take_point"
    note_act(point.forum_id, act, "point", point.id, facts, actor=actor, now=now)


def invite(point: Point, email: str, giving: Giving) -> None:
    """A letter whose link makes the account. Who was invited to it before is so anew."""
    lock(point)
    link, secret = links.make_link(
        LinkPurpose.INVITATION, email, next_path=giving.page, now=giving.now
    )
    same = (CoordinatorInvitation.point_id == point.id, CoordinatorInvitation.email == email)
    asked = select(CoordinatorInvitation).where(*same, *_still_open()).with_for_update()
    invitation = db.session.scalar(asked)
    if invitation is None:
        given = {"point_id": point.id, "made_at": giving.now, "made_by_id": giving.by}
        invitation = CoordinatorInvitation(forum_id=point.forum_id, email=email, **given)
        db.session.add(invitation)
    else:
        links.withdraw(invitation.link_id, now=giving.now)
    invitation.link_id = link.id
    db.session.flush()
    facts = {"forum_id": point.forum_id, "point_id": point.id}
    letter = facts | {"link_id": link.id, "secret": secret}
    to = (f"broadcast.invitation:{link.id}", email, giving.lang)
    lay_in("broadcast.invitation", *to, letter, forum_id=point.forum_id, now=giving.now)
    _note(point, "broadcast.invite_coordinator", email, actor=giving.actor, now=giving.now)


def renew(invitation: CoordinatorInvitation, giving: Giving) -> None:
    """Another letter; the earlier one opens no more. Raises InvitationClosed."""
    _check_open(invitation)
    invite(invitation.point, invitation.email, giving)


def withdraw(invitation: CoordinatorInvitation, *, actor: str, now: datetime) -> None:
    """None of its letters opens anything any more. Raises InvitationClosed.

    The link first: whoever accepts uses that before the invitation.
    """
    links.withdraw(invitation.link_id, now=now)
    _check_open(invitation)
    invitation.withdrawn_at = now
    db.session.flush()
    act = "broadcast.withdraw_invitation"
    _note(invitation.point, act, invitation.email, actor=actor, now=now)


def on_signed_in(said: SignedIn) -> None:
    """Whoever signs in with a confirmed address coordinates what it was invited to."""
    theirs = (CoordinatorInvitation.email == said.email, *_still_open())
    asked = select(CoordinatorInvitation).where(*theirs).order_by(CoordinatorInvitation.id)
    for invitation in db.session.scalars(asked.with_for_update()):
        invitation.accepted_at = said.at
        user = db.session.get_one(User, said.user_id)
        by, actor = invitation.made_by_id, f"user {user.id}"
        appoint_coordinator(invitation.point, user, by=by, actor=actor, now=said.at)


def _still_open() -> tuple[Any, ...]:
    return CoordinatorInvitation.accepted_at.is_(None), CoordinatorInvitation.withdrawn_at.is_(None)


def _check_open(invitation: CoordinatorInvitation) -> None:
    """As it is now; nobody else changes it until the commit."""
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed


def _note(point: Point, act: str, email: str, *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=point.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="point",
            object_id=point.id,
            personal={"email": email},
        )
    )

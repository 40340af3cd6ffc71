"""A role at one thing of a forum, a session or a point: given, taken away, offered to addresses."""

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
from ...post.services import lay_in
from ...refusal import Refusal
from ...seal import new_secret
from ...trail.services import Note, note
from ...versioned import lock
from ..models import BoundHolder, BoundInvitation, OfForum
from .noting import note_act


@dataclass(frozen=True, kw_only=True)
class Giving:
    """Who gives it, when, and what the letter needs: the holder's page, the desk's language."""

    by: int
    page: str
    lang: str
    now: datetime

    @property
    def actor(self) -> str:
        return f"user {self.by}"


@dataclass(frozen=True, kw_only=True)
class BoundRole:
    """One such role: its tables, and what the trail, the letters and the refusals call it.

    thing: "session"; rows and letters name it as `session_id`. role: "host", as the trail does.
    """

    thing: str
    role: str
    holder: type[BoundHolder]
    invitation: type[BoundInvitation]
    given: str
    taken: str
    invited: str
    invitation_withdrawn: str
    letter: str  # to who has it at once
    letter_of_invitation: str
    already: type[Refusal]
    not_theirs: type[Refusal]

    def give(self, thing: OfForum, email: str, giving: Giving) -> bool:
        """At once to who has an account, with a letter; else by an invitation. Whether at once.

        Raises what `already` says.
        """
        known = user_with(email)
        if known is None:
            self.invite(thing, email, giving)
            return False
        if not self.appoint(thing, known, by=giving.by, actor=giving.actor, now=giving.now):
            raise self.already
        facts, letter = self._named(thing), self.letter
        to = (f"{letter}:{new_secret()}", known.email, known.locale)
        lay_in(letter, *to, facts, forum_id=thing.forum_id, now=giving.now)
        return True

    def appoint(
        self, thing: OfForum, user: User, *, by: int | None, actor: str, now: datetime
    ) -> bool:
        """Whether they had it not yet. Whoever gives it at the same time waits."""
        lock(thing)
        if db.session.get(self.holder, (thing.forum_id, thing.id, user.id)):
            return False
        row = self._named(thing) | {"user_id": user.id, "given_at": now, "given_by_id": by}
        db.session.add(self.holder(**row))
        db.session.flush()
        self._note(thing, self.given, {self.role: user.id}, actor=actor, now=now)
        return True

    def take(self, thing: OfForum, user_id: int, *, actor: str, now: datetime) -> None:
        """With effect at once. Raises what `not_theirs` says."""
        holder = self.holder
        theirs = (holder.forum_id == thing.forum_id, holder.thing_id == thing.id)
        gone = delete(holder).where(*theirs, holder.user_id == user_id)
        if db.session.scalar(gone.returning(holder.user_id)) is None:
            raise self.not_theirs
        self._note(thing, self.taken, {self.role: user_id}, actor=actor, now=now)

    def invite(self, thing: OfForum, email: str, giving: Giving) -> None:
        """A letter whose link makes the account. Who was invited to it before is so anew."""
        lock(thing)
        purpose, page, now = LinkPurpose.INVITATION, giving.page, giving.now
        link, secret = links.make_link(purpose, email, next_path=page, now=now)
        invitation = self._open_one(thing, email)
        if invitation is None:
            made = self._named(thing) | {"email": email, "made_at": now, "made_by_id": giving.by}
            invitation = self.invitation(**made)
            db.session.add(invitation)
        else:
            links.withdraw(invitation.link_id, now=now)
        invitation.link_id = link.id
        db.session.flush()
        facts = self._named(thing) | {"link_id": link.id, "secret": secret}
        letter = self.letter_of_invitation
        to = (f"{letter}:{link.id}", email, giving.lang)
        lay_in(letter, *to, facts, forum_id=thing.forum_id, now=now)
        self._note_address(thing, self.invited, email, actor=giving.actor, now=now)

    def renew(self, invitation: BoundInvitation, giving: Giving) -> None:
        """Another letter; the earlier one opens no more. Raises InvitationClosed."""
        _check_open(invitation)
        self.invite(invitation.thing, invitation.email, giving)

    def withdraw(self, invitation: BoundInvitation, *, actor: str, now: datetime) -> None:
        """None of its letters opens anything any more. Raises InvitationClosed.

        The link first: whoever accepts uses that before the invitation.
        """
        links.withdraw(invitation.link_id, now=now)
        _check_open(invitation)
        invitation.withdrawn_at = now
        db.session.flush()
        thing, email = invitation.thing, invitation.email
        self._note_address(thing, self.invitation_withdrawn, email, actor=actor, now=now)

    def accept(self, said: SignedIn) -> None:
        """Whoever signs in with a confirmed address has what it was invited to."""
        theirs = (self.invitation.email == said.email, *self._still_open())
        asked = select(self.invitation).where(*theirs).order_by(self.invitation.id)
        for invitation in db.session.scalars(asked.with_for_update()):
            invitation.accepted_at = said.at
            user = db.session.get_one(User, said.user_id)
            by, actor = invitation.made_by_id, f"user {user.id}"
            self.appoint(invitation.thing, user, by=by, actor=actor, now=said.at)

    def _open_one(self, thing: OfForum, email: str) -> BoundInvitation | None:
        same = (self.invitation.thing_id == thing.id, self.invitation.email == email)
        asked = select(self.invitation).where(*same, *self._still_open()).with_for_update()
        return db.session.scalar(asked)

    def _still_open(self) -> tuple[Any, ...]:
        return self.invitation.accepted_at.is_(None), self.invitation.withdrawn_at.is_(None)

    def _named(self, thing: OfForum) -> dict[str, Any]:
        return {"forum_id": thing.forum_id, f"{self.thing}_id": thing.id}

    def _note(
        self, thing: OfForum, act: str, facts: dict[str, int], *, actor: str, now: datetime
    ) -> None:
        whose = (thing.forum_id, act, self.thing, thing.id)
        note_act(*whose, facts, actor=actor, now=now)

    def _note_address(
        self, thing: OfForum, act: str, email: str, *, actor: str, now: datetime
    ) -> None:
        note(
            Note(
                forum_id=thing.forum_id,
                at=now,
                actor=actor,
                act=act,
                kind=self.thing,
                object_id=thing.id,
                personal={"email": email},
            )
        )


def _check_open(invitation: BoundInvitation) -> None:
    """As it is now; nobody else changes it until the commit."""
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed

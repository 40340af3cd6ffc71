"""Whoever signs in with a confirmed address is who is known by it in the forums."""

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from ...accounts.models import User
from ...announce import SignedIn
from ...db import db
from ..models import Forum, Invitation, Person
from .people import appoint


def on_signed_in(said: SignedIn) -> None:
    """The persons of that address become theirs, in every forum; open invitations are accepted.

    A person that is somebody's already stays so, and nobody is two persons of one forum.
    """
    other = aliased(Person)
    taken = exists().where(other.forum_id == Person.forum_id, other.user_id == said.user_id)
    unclaimed = (Person.email == said.email, Person.user_id.is_(None))
    claim = update(Person).where(*unclaimed, ~taken).values(user_id=said.user_id)
    db.session.execute(claim.execution_options(synchronize_session=False))
    _accept_invitations(said)


def _accept_invitations(said: SignedIn) -> None:
    still_open = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    asked = select(Invitation).where(Invitation.email == said.email, *still_open)
    for invitation in db.session.scalars(asked.order_by(Invitation.id).with_for_update()).all():
        invitation.accepted_at = said.at
        forum = db.session.get_one(Forum, invitation.forum_id)
        user = db.session.get_one(User, said.user_id)
        appoint(forum, user, invitation.role, actor=f"user {user.id}", now=said.at)

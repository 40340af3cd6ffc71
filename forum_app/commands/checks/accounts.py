"""Who is signed in, by what, and who is invited."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from ...accounts.models import CodeMaker, MailedLink, Passkey, RecoveryCode, SignIn, User
from ...forums.models import Invitation, Person
from ...programme.models import HostInvitation
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("sign_ins: none is of an epoch to come", _of_an_epoch_to_come)
    yield Invariant("recovery_codes: none without a second step", _codes_for_nothing)
    yield Invariant("invitations: their links are to the same address", _links_astray)
    astray = "host_invitations: their links are to the same address"
    yield Invariant(astray, _host_links_astray)
    yield Invariant("persons: claimed by users who confirmed an address", _claimed_unconfirmed)


def _of_an_epoch_to_come() -> Iterator[str]:
    found = select(SignIn.id).join(User, User.id == SignIn.user_id)
    return rows(found.where(SignIn.epoch > User.epoch))


def _codes_for_nothing() -> Iterator[str]:
    made = exists().where(CodeMaker.user_id == RecoveryCode.user_id)
    kept = exists().where(Passkey.user_id == RecoveryCode.user_id)
    return rows(select(RecoveryCode.id).where(~made, ~kept))


def _links_astray() -> Iterator[str]:
    found = select(Invitation.id, MailedLink.id)
    found = found.join(MailedLink, MailedLink.id == Invitation.link_id)
    return rows(found.where(MailedLink.email != Invitation.email))


def _host_links_astray() -> Iterator[str]:
    found = select(HostInvitation.id, MailedLink.id)
    found = found.join(MailedLink, MailedLink.id == HostInvitation.link_id)
    return rows(found.where(MailedLink.email != HostInvitation.email))


def _claimed_unconfirmed() -> Iterator[str]:
    found = select(Person.id, User.id).join(User, User.id == Person.user_id)
    return rows(found.where(User.confirmed_at.is_(None)))

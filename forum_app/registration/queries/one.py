"""One registration as organisers see it: who, what they hold, what they agreed to and were told."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Person
from ...forums.queries import names_of_users
from ...post.models import Message
from ...post.queries import letters_to
from ...trail.models import Entry
from ...trail.queries import entries_of
from ..models import Consent, Delegate, Delegation, Waiting
from .desk import Chosen, chosen_by

LETTERS, HAPPENED = 50, 100  # at most, the latest


@dataclass(frozen=True, kw_only=True)
class OneDelegate:
    delegate: Delegate
    delegation: Delegation | None
    by: Person | None  # who registered them
    chosen: list[Chosen]
    consents: list[Consent]  # taken back ones too, each with its wording
    letters: list[Message]  # the latest first
    happened: list[Entry]  # the latest first
    names: dict[str, str]  # actor -> name, of users


def one_delegate(delegate: Delegate) -> OneDelegate:
    """Everything on the page of `delegate`. At most ten queries."""
    happened = [
        *entries_of(delegate.forum_id, "delegate", delegate.id),
        *entries_of(delegate.forum_id, "person", delegate.person_id),
    ]
    happened = sorted(happened, key=lambda entry: -entry.id)[:HAPPENED]
    delegation, by = delegate.delegation_id, delegate.registered_by_id
    return OneDelegate(
        delegate=delegate,
        delegation=db.session.get(Delegation, delegation) if delegation else None,
        by=db.session.get(Person, by) if by else None,
        chosen=chosen_by([delegate]).get(delegate.id, []),
        consents=_consents(delegate),
        letters=_letters(delegate),
        happened=happened,
        names=_names(happened),
    )


def _consents(delegate: Delegate) -> list[Consent]:
    asked = select(Consent).where(Consent.delegate_id == delegate.id)
    asked = asked.options(joinedload(Consent.wording)).order_by(Consent.given_at, Consent.id)
    return list(db.session.scalars(asked))


def _letters(delegate: Delegate) -> list[Message]:
    """Those about this very registration: whoever registered several gets others too."""
    lines = select(Waiting.id).where(Waiting.delegate_id == delegate.id)
    own = [f":{delegate.uuid}:", *(f"promoted:{id_}:" for id_ in db.session.scalars(lines))]
    people = {delegate.person_id, delegate.registered_by_id} - {None}
    emails = select(Person.email).where(Person.id.in_(people), Person.email.is_not(None))
    addresses = [email for email in db.session.scalars(emails) if email]
    found = letters_to(delegate.forum_id, addresses, at_most=10 * LETTERS)
    return [one for one in found if any(mark in one.dedup_key for mark in own)][:LETTERS]


def letter_of(delegate: Delegate, uuid: str) -> Message | None:
    """One of the letters that `one_delegate` shows. Three queries."""
    return next((one for one in _letters(delegate) if one.uuid == uuid), None)


def _names(happened: Iterable[Entry]) -> dict[str, str]:
    ids = {int(x.actor[5:]) for x in happened if x.actor[5:].isdigit() and x.actor[:5] == "user "}
    return {f"user {id_}": name for id_, name in names_of_users(ids).items()}

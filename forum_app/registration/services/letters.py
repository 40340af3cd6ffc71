"""Which letter is laid into the outbox when. What it says is written when it is sent (`tasks`)."""

from datetime import datetime

from ...db import db
from ...forums.models import Person
from ...post.services import lay_in
from ..models import Delegate, Waiting
from ..rules.applications import Contact


def lay_received(delegate: Delegate, by: Contact | None, *, now: datetime) -> None:
    """To the person, and to whoever registered them: what was held, and the link."""
    person = db.session.get_one(Person, delegate.person_id)
    addresses = [by.email if by else None, person.email]
    for address in dict.fromkeys(address for address in addresses if address):
        _lay("received", delegate, address, f"{delegate.uuid}:{address}", now=now)


def lay_known(delegate: Delegate, address: str, *, now: datetime) -> None:
    """To an address that tried to register again: it is registered, here is the link."""
    hour = f"{now:%Y%m%d%H}"
    _lay("known", delegate, address, f"{delegate.uuid}:{address}:{hour}", now=now)


def lay_links(delegate: Delegate, address: str, *, now: datetime) -> None:
    """To an address that asked for its link again; once a minute at most."""
    minute = f"{now:%Y%m%d%H%M}"
    _lay("link", delegate, address, f"{delegate.uuid}:{address}:{minute}", now=now)


def lay_changed(delegate: Delegate, *, now: datetime) -> None:
    _lay_to_all("changed", delegate, f"{delegate.uuid}:{delegate.sequence}", now=now)


def lay_promoted(delegate: Delegate, waiting: Waiting, *, now: datetime) -> None:
    _lay_to_all("promoted", delegate, f"{waiting.id}", now=now, waiting_id=waiting.id)


def lay_declined(delegate: Delegate, waiting: Waiting, *, now: datetime) -> None:
    """A place that a line brought was given back; the calendar is told."""
    _lay_to_all("changed", delegate, f"{delegate.uuid}:declined:{waiting.id}", now=now)


def lay_decided(delegate: Delegate, *, now: datetime) -> None:
    """Approved, declined, withdrawn or lapsed: the letter says which, from the state."""
    key = f"{delegate.uuid}:{delegate.state.value}:{delegate.sequence}"
    _lay_to_all("decided", delegate, key, now=now)


def addresses_of(delegate: Delegate) -> list[str]:
    """Who is written to about this registration: the person, and whoever registered them."""
    ids = [id_ for id_ in (delegate.person_id, delegate.registered_by_id) if id_]
    found = [db.session.get_one(Person, id_).email for id_ in ids]
    return list(dict.fromkeys(address for address in found if address))


def _lay_to_all(
    letter: str, delegate: Delegate, key: str, *, now: datetime, **facts: object
) -> None:
    for address in addresses_of(delegate):
        _lay(letter, delegate, address, f"{key}:{address}", now=now, **facts)


def _lay(
    letter: str, delegate: Delegate, address: str, key: str, *, now: datetime, **facts: object
) -> None:
    lay_in(
        f"registration.{letter}",
        f"registration.{letter}:{key}",
        address,
        delegate.lang,
        {"delegate_id": delegate.id, **facts},
        forum_id=delegate.forum_id,
        now=now,
    )

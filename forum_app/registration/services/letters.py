"""Which letter is laid into the outbox when. What it says is written when it is sent (`tasks`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from ... import seal
from ...db import db
from ...forums.models import Forum, Person
from ...post.services import lay_in, take_back
from ..models import Delegate, DelegateState, Waiting
from ..rules.applications import Application


@dataclass(frozen=True)
class Posting:
    """How the letters of one registration leave.

    press: what tells one press of the button from another; empty where nothing does.
    put_off: address -> when a letter to it may leave at the earliest; the others leave at once.
    """

    press: str = ""
    put_off: Mapping[str, datetime] = field(default_factory=dict)


AT_ONCE = Posting()


def lay_first(
    delegate: Delegate,
    forum: Forum,
    application: Application,
    posting: Posting,
    *,
    to_confirm: bool,
    now: datetime,
) -> None:
    """What a new registration is followed by: what was held, and the receipt."""
    lay_received(delegate, posting, now=now)
    lay_receipt(forum, application, posting, to_confirm=to_confirm, now=now)


def lay_received(delegate: Delegate, posting: Posting, *, now: datetime) -> None:
    """To whoever has the link: what was held."""
    if address := address_of(delegate):
        key = f"{delegate.uuid}:{address}"
        _lay("received", delegate, address, key, now=now, not_before=posting.put_off.get(address))


def lay_receipt(
    forum: Forum,
    application: Application,
    posting: Posting,
    *,
    to_confirm: bool = True,
    now: datetime,
) -> None:
    """To whoever registers a person with an address of their own: what they sent, as they sent it.

    Nothing of it, not even when it leaves or how often, tells whether the person was known: it
    holds nothing stored, and its key is made of what was sent.
    """
    by, address = application.registered_by, application.email
    if by is None or address is None:
        return
    sent = seal.fingerprint(f"{forum.id} {posting.press or uuid4()} {application!r}")
    lay_in(
        "registration.receipt",
        f"registration.receipt:{sent}",
        by.email,
        application.lang,
        {
            "forum_id": forum.id,
            "name": application.name,
            "address": address,
            "to_confirm": to_confirm,
            "sessions": [
                {"code": one.session, "way": one.way.value, "point": one.point}
                for one in application.choices
            ],
        },
        forum_id=forum.id,
        now=now,
        not_before=posting.put_off.get(by.email),
    )


def lay_known(delegate: Delegate, *, now: datetime) -> None:
    """To whoever has the link, where this person was to be registered again; once an hour."""
    if address := address_of(delegate):
        hour = f"{now:%Y%m%d%H}"
        _lay("known", delegate, address, f"{delegate.uuid}:{address}:{hour}", now=now)


def lay_links(forum: Forum, address: str, lang: str, *, now: datetime) -> None:
    """To an address that asked for its links again; once a minute at most."""
    lay_in(
        "registration.link",
        f"registration.link:{forum.id}:{address}:{now:%Y%m%d%H%M}",
        address,
        lang,
        {"forum_id": forum.id, "address": address},
        forum_id=forum.id,
        now=now,
    )


def lay_own_link(delegate: Delegate, address: str, *, now: datetime) -> None:
    """The same to whoever holds `delegate`, asked for by organisers; once a minute at most."""
    _lay_link(delegate, address, _key_of_links(delegate, address, now), now=now)


def _key_of_links(delegate: Delegate, address: str, now: datetime) -> str:
    return f"{delegate.uuid}:{address}:{now:%Y%m%d%H%M}"


def _lay_link(delegate: Delegate, address: str, key: str, *, now: datetime) -> None:
    lay_in(
        "registration.link",
        f"registration.link:{key}",
        address,
        delegate.lang,
        {"forum_id": delegate.forum_id, "address": address},
        forum_id=delegate.forum_id,
        now=now,
    )


def lay_changed(delegate: Delegate, *, now: datetime) -> None:
    _lay_to_holder("changed", delegate, f"{delegate.uuid}:{delegate.sequence}", now=now)


def lay_promoted(delegate: Delegate, waiting: Waiting, *, now: datetime) -> None:
    _lay_to_holder("promoted", delegate, f"{waiting.id}", now=now, waiting_id=waiting.id)


def lay_declined(delegate: Delegate, waiting: Waiting, *, now: datetime) -> None:
    """A place that a line brought was given back; the calendar is told."""
    _lay_to_holder("changed", delegate, f"{delegate.uuid}:declined:{waiting.id}", now=now)


def lay_decided(delegate: Delegate, *, now: datetime, not_before: datetime | None = None) -> None:
    """Approved, declined, withdrawn or lapsed: the letter says which, from the state."""
    _lay_to_holder("decided", delegate, _key_of_decision(delegate), now=now, not_before=not_before)


def take_decision_back(delegate: Delegate) -> bool:
    """Keep the letter of the latest decision from leaving; whether it was still here."""
    return take_back(f"registration.decided:{_key_of_decision(delegate)}:{address_of(delegate)}")


def take_links_back(delegate: Delegate, laid_at: datetime) -> bool:
    """The same for the letter with the link that was laid in at that instant."""
    address = address_of(delegate)
    return take_back(f"registration.link:{_key_of_links(delegate, str(address), laid_at)}")


def lay_relocated(
    delegate: Delegate, act: str, act_id: int, *, now: datetime, not_before: datetime | None
) -> None:
    """What became of their places at a point that takes part no more; once for each act."""
    key = f"{act}:{delegate.uuid}"
    _lay_to_holder("relocated", delegate, key, now=now, not_before=not_before, act_id=act_id)


def take_relocated_back(delegate: Delegate, act: str) -> bool:
    """Keep that letter from leaving; whether it was still here."""
    return take_back(f"registration.relocated:{act}:{delegate.uuid}:{address_of(delegate)}")


def _key_of_decision(delegate: Delegate) -> str:
    return f"{delegate.uuid}:{delegate.state.value}:{delegate.sequence}"


def lay_restored(delegate: Delegate, *, now: datetime) -> None:
    """To whoever holds a registration that had ended: it stands again, with what it holds."""
    if delegate.state is DelegateState.CONFIRMED:
        lay_decided(delegate, now=now)
    else:
        lay_changed(delegate, now=now)


def lay_new_link(delegate: Delegate, *, now: datetime) -> None:
    """To whoever holds it, once for each link: the old one opens nothing any more."""
    if address := address_of(delegate):
        key = f"{delegate.uuid}:{delegate.link_hash[:16]}:{address}"
        _lay_link(delegate, address, key, now=now)


def address_of(delegate: Delegate) -> str | None:
    """Where everything about this registration is written to, its link too: the person's own
    address alone, and only where they have none, that of whoever registered them."""
    person = db.session.get_one(Person, delegate.person_id)
    if person.email is not None or delegate.registered_by_id is None:
        return person.email
    return db.session.get_one(Person, delegate.registered_by_id).email


def _lay_to_holder(
    letter: str,
    delegate: Delegate,
    key: str,
    *,
    now: datetime,
    not_before: datetime | None = None,
    **facts: int,
) -> None:
    if address := address_of(delegate):
        key = f"{key}:{address}"
        _lay(letter, delegate, address, key, now=now, not_before=not_before, facts=facts)


def _lay(
    letter: str,
    delegate: Delegate,
    address: str,
    key: str,
    *,
    now: datetime,
    not_before: datetime | None = None,
    facts: Mapping[str, int] | None = None,
) -> None:
    lay_in(
        f"registration.{letter}",
        f"registration.{letter}:{key}",
        address,
        delegate.lang,
        {"delegate_id": delegate.id, **(facts or {})},
        forum_id=delegate.forum_id,
        now=now,
        not_before=not_before,
    )

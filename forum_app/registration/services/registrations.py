"""Registering: a person, a category, places or places in lines, consents, a ticket, a letter."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from ... import seal
from ...db import db
from ...forums.models import Forum, Person
from ...trail.services import Note, note
from .. import queries, rules
from ..models import Category, Consent, ConsentWording, Delegate, DelegateState, Terms
from ..models.delegates import LIVE
from ..rules.applications import Application as Application
from ..rules.applications import check_addresses
from . import letters, persons, seating
from .letters import AT_ONCE, Posting
from .tickets import issue_ticket

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread on paper: no 0 O 1 I L


def register(
    forum: Forum,
    application: Application,
    *,
    actor: str,
    confirmed: bool,
    now: datetime,
    posting: Posting | None = AT_ONCE,
    at_any_time: bool = False,
) -> Delegate:
    """Register a person with places in the sessions chosen, all or nothing, and write to them.

    confirmed: the address needs no confirmation, since `actor` answers for it; such an actor may
    also use categories that are not public, and writes the consents down for the person. posting:
    of the letters; None lays none in. at_any_time: also while nobody may register themself.
    Raises a Refusal of `rules`, in this order: AddressTwice, the terms, the choices, consents,
    SessionFull, the category, AlreadyRegistered; and SessionFull or CategoryFull last of all, where
    another was faster. The transaction is then to be rolled back.
    What everybody wants is taken last, seats before the category, and is locked for that long only.
    """
    check_addresses(application)
    terms = queries.terms_of(forum) if at_any_time else _open_terms(forum, now)
    wishes = seating.wishes_of(seating.offered_by(forum, application.codes), application.choices)
    rules.check_overlaps(wish.slot for wish in wishes)
    if not terms.waiting_lists:
        wishes = [seating.without_line(wish) for wish in wishes]
    wordings = _consented(forum, application.consents)
    seating.check_free(wishes, by_themselves=not confirmed)  # before the person is looked up
    category = open_category(forum, application.category, public_only=not confirmed)
    by: dict[str, Any] = {"actor": actor, "now": now}
    delegate = _new_delegate(forum, application, category, terms, confirmed=confirmed, **by)
    _give_consents(delegate, wordings, recorded_by=actor if confirmed else None, now=now)
    issue_ticket(delegate, now=now)
    _note_registration(delegate, application, **by)
    if posting is not None:
        letters.lay_first(delegate, forum, application, posting, to_confirm=not confirmed, now=now)
    for wish in wishes:
        seating.seat(delegate, wish, now=now)
    take_category(category)
    return delegate


def _open_terms(forum: Forum, now: datetime) -> Terms:
    terms = queries.terms_of(forum)
    rules.check_open(opens_at=terms.opens_at, closes_at=terms.closes_at, zone=forum.zone, now=now)
    return terms


def open_category(forum: Forum, code: str | None, *, public_only: bool) -> Category:
    """A category with places left, as it looks. Raises UnknownCategory, CategoryFull."""
    category = queries.category_at(forum, code)
    if category is None or (public_only and not category.is_public):
        raise rules.UnknownCategory
    if category.full:
        raise rules.CategoryFull(category=category.name)
    return category


def take_category(category: Category) -> None:
    """Count one more in `category`, which stays locked until the commit. Raises CategoryFull."""
    taken = db.session.scalar(
        update(Category)
        .where(
            Category.id == category.id,
            or_(Category.quota.is_(None), Category.taken < Category.quota),
        )
        .values(taken=Category.taken + 1)
        .returning(Category.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise rules.CategoryFull(category=category.name)


def _new_delegate(
    forum: Forum,
    application: Application,
    category: Category,
    terms: Terms,
    *,
    actor: str,
    confirmed: bool,
    now: datetime,
) -> Delegate:
    person, contact = _people(forum, application, actor=actor, now=now)
    accepted = DelegateState.PENDING if category.needs_approval else DelegateState.CONFIRMED
    secret = seal.new_secret()
    delegate = Delegate(
        forum_id=forum.id,
        uuid=str(uuid4()),
        reference=_new_reference(),
        person_id=person.id,
        category_id=category.id,
        registered_by_id=contact and contact.id,
        state=accepted if confirmed else DelegateState.SUBMITTED,
        lang=application.lang,
        answers=dict(application.answers),
        link_hash=seal.fingerprint(secret),
        link_sealed=seal.sealed(secret),
        submitted_at=now,
        confirm_by=None if confirmed else now + timedelta(hours=terms.confirm_hours),
        confirmed_at=now if confirmed and accepted is DelegateState.CONFIRMED else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(delegate)
    except IntegrityError:
        if queries.live_delegate_of(person.id):  # another request was faster
            raise rules.AlreadyRegistered from None
        raise
    return delegate


def _people(
    forum: Forum, application: Application, *, actor: str, now: datetime
) -> tuple[Person, Person | None]:
    """(the person, who registers them)."""
    by = application.registered_by
    contact = persons.contact_of(forum, by, actor=actor, now=now) if by else None
    person = persons.person_of(forum, application, contact, actor=actor, now=now)
    if queries.live_delegate_of(person.id):
        raise rules.AlreadyRegistered
    return person, contact


def _new_reference() -> str:
    letters_and_digits = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters_and_digits[:4]}-{letters_and_digits[4:]}"


def _consented(forum: Forum, purposes: tuple[str, ...]) -> list[ConsentWording]:
    wordings = queries.consent_wordings_of(forum)
    known = {wording.purpose for wording in wordings}
    for purpose in purposes:
        if purpose not in known:
            raise rules.UnknownConsent(purpose=purpose)
    for wording in wordings:
        if wording.required and wording.purpose not in purposes:
            raise rules.ConsentNeeded(sentence=wording.sentence)
    return [wording for wording in wordings if wording.purpose in purposes]


def _give_consents(
    delegate: Delegate, wordings: list[ConsentWording], *, recorded_by: str | None, now: datetime
) -> None:
    rows = [
        {
            "forum_id": delegate.forum_id,
            "delegate_id": delegate.id,
            "wording_id": wording.id,
            "lang": delegate.lang,
            "given_at": now,
            "recorded_by": recorded_by,
        }
        for wording in wordings
    ]
    if rows:
        db.session.execute(insert(Consent), rows)


def _note_registration(
    delegate: Delegate, application: Application, *, actor: str, now: datetime
) -> None:
    chosen = [
        {"session": c.session, "way": c.way.value, "point": c.point} for c in application.choices
    ]
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act="registration.register",
            kind="delegate",
            object_id=delegate.id,
            facts={"state": delegate.state.value, "chosen": chosen, "lang": delegate.lang},
            personal={"name": application.name, "email": application.email},
        )
    )


def live_of_address(forum: Forum, email: str) -> list[Delegate]:
    """Live registrations that `email` may open: its own, and those it made for people who have
    no address of their own."""
    people = persons.ids_with(forum, email)
    made = and_(Delegate.registered_by_id.in_(people), Person.email.is_(None))
    return list(
        db.session.scalars(
            select(Delegate)
            .join(Delegate.person)
            .where(
                Delegate.forum_id == forum.id,
                Delegate.state.in_(LIVE),
                or_(Delegate.person_id.in_(people), made),
            )
            .order_by(Delegate.id)
        )
    )

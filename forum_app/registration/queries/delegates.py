"""Who is registered, under which terms, as what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ... import seal
from ...db import db
from ...forums.models import Forum, Person
from ...forums.rules import can_be_code
from ...programme.models import Appearance
from ..models import Category, Consent, ConsentWording, Delegate, DelegateState, Terms
from ..models.delegates import LIVE


def terms_of(forum: Forum) -> Terms:
    """When and how people register for `forum`; every forum has them. One query."""
    return db.session.get_one(Terms, forum.id)


def categories_of(forum: Forum, *, public_only: bool = True) -> list[Category]:
    asked = select(Category).where(Category.forum_id == forum.id)
    if public_only:
        asked = asked.where(Category.is_public)
    return list(db.session.scalars(asked.order_by(Category.position)))


def category_at(forum: Forum, code: str | None) -> Category | None:
    """The category with `code`, typed by anybody; the default one for None."""
    asked = select(Category).where(Category.forum_id == forum.id)
    if code is None:
        return db.session.scalars(asked.where(Category.is_default)).one_or_none()
    if not can_be_code(code):
        return None
    return db.session.scalars(asked.where(Category.code == code)).one_or_none()


def consent_wordings_of(forum: Forum) -> list[ConsentWording]:
    """What people are asked now, in order; the latest wording of each purpose."""
    asked = select(ConsentWording).where(
        ConsentWording.forum_id == forum.id, ConsentWording.retired_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(ConsentWording.position)))


def wordings_ever(forum: Forum) -> list[ConsentWording]:
    """Every wording of each purpose, those of today first. One query."""
    asked = select(ConsentWording).where(ConsentWording.forum_id == forum.id)
    order = (ConsentWording.position, ConsentWording.purpose, ConsentWording.version.desc())
    return list(db.session.scalars(asked.order_by(*order)))


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody agrees to. A consent is to one wording, never to a purpose."""

    wording_ids: set[int]
    last_at: dict[str, datetime]  # purpose -> when any wording of it was last agreed to


def consents_of(delegate: Delegate) -> Given:
    """What `delegate` agreed to and did not withdraw, retired wordings too. One query."""
    asked = (
        select(Consent.wording_id, ConsentWording.purpose, Consent.given_at)
        .join(ConsentWording, ConsentWording.id == Consent.wording_id)
        .where(Consent.delegate_id == delegate.id, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at)
    )
    rows = db.session.execute(asked).all()
    return Given(
        wording_ids={row.wording_id for row in rows},
        last_at={row.purpose: row.given_at for row in rows},
    )


def longest_unconfirmed(now: datetime) -> int | None:
    """The id of the registration that should have been confirmed first, by `now`; None if none."""
    overdue = (Delegate.state == DelegateState.SUBMITTED, Delegate.confirm_by <= now)
    asked = select(Delegate.id).where(*overdue).order_by(Delegate.confirm_by, Delegate.id)
    return db.session.scalar(asked.limit(1))


def live_delegate_of(person_id: int) -> Delegate | None:
    return db.session.scalar(
        select(Delegate).where(Delegate.person_id == person_id, Delegate.state.in_(LIVE))
    )


def registered_by(contact: Person, name_folded: str) -> list[Delegate]:
    """Live registrations that `contact` made for people of this name who have no address.

    Each with its person. One query.
    """
    return list(
        db.session.scalars(
            select(Delegate)
            .join(Delegate.person)
            .where(
                Delegate.registered_by_id == contact.id,
                Delegate.state.in_(LIVE),
                Person.email.is_(None),
                Person.name_folded == name_folded,
            )
            .options(contains_eager(Delegate.person))
            .order_by(Delegate.id)
        )
    )


def is_established(person: Person) -> bool:
    """Whether the name we keep is the person's own, and not what anybody typed. One query.

    They sign in, are documented, appear in the programme, or confirmed their address: by their own
    registration, or by one they made for somebody who has none.
    """
    if person.user_id is not None or person.documented:
        return True
    theirs, other = Delegate.person_id == person.id, aliased(Person)
    nobody_else = exists().where(other.id == Delegate.person_id, other.email.is_(None))
    made = and_(Delegate.registered_by_id == person.id, nobody_else)
    confirmed = exists().where(Delegate.confirmed_at.is_not(None), or_(theirs, made))
    appears = exists().where(Appearance.person_id == person.id)
    return bool(db.session.scalar(select(or_(appears, confirmed))))


def delegate_of_link(forum: Forum, secret: str) -> Delegate | None:
    """Whose secret link this is, with person and category, or None. One query."""
    return delegate_of_fingerprint(forum, seal.fingerprint(secret))


def delegate_of_fingerprint(forum: Forum, fingerprint: str) -> Delegate | None:
    """Whose secret link is recognised by this, with person and category, or None. One query."""
    return db.session.scalar(
        select(Delegate)
        .where(Delegate.forum_id == forum.id, Delegate.link_hash == fingerprint)
        .options(joinedload(Delegate.person), joinedload(Delegate.category))
    )


def delegate_with(forum: Forum, reference: str) -> Delegate | None:
    """The registration with this reference, in whatever case it is typed. One query."""
    if not can_be_code(reference):
        return None
    return db.session.scalar(
        select(Delegate)
        .where(Delegate.forum_id == forum.id, Delegate.reference == reference.upper())
        .options(joinedload(Delegate.person), joinedload(Delegate.category))
    )

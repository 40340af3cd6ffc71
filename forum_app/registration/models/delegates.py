"""Who registers, as what, under which terms, and what they agreed to."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...clock import ZONE_DATA, instant_of
from ...db import Base, WallTime
from ...forums.models import Forum, OfForum, Person, same_forum
from ...i18n import Words


class Terms(Base):
    """When and how people register for one forum. A time that is not set does not limit."""

    __tablename__ = "registration_terms"
    __table_args__ = (
        CheckConstraint("confirm_hours > 0", name="time_to_confirm"),
        CheckConstraint("opens_at < closes_at", name="closes_after_it_opens"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    zone: Mapped[str]  # IANA: whose walls the two times are on
    opens_wall: Mapped[datetime | None] = mapped_column(WallTime())
    opens_fold: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime | None]  # derived
    closes_wall: Mapped[datetime | None] = mapped_column(WallTime())
    closes_fold: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime | None]  # derived; this instant itself is closed
    zone_data: Mapped[str]  # the version of the zone data the two were derived with
    confirm_hours: Mapped[int] = mapped_column(default=24)
    waiting_lists: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


@event.listens_for(Terms, "before_insert")
@event.listens_for(Terms, "before_update")
def derive_instants(_mapper: object, _connection: object, terms: Terms) -> None:
    """Keep the UTC columns true to wall, zone and fold. Raises ValueError for a skipped time."""
    opens, closes = terms.opens_wall, terms.closes_wall
    terms.opens_at = instant_of(opens, terms.zone, terms.opens_fold or 0) if opens else None
    terms.closes_at = instant_of(closes, terms.zone, terms.closes_fold or 0) if closes else None
    terms.zone_data = ZONE_DATA


class Category(OfForum, Base):
    """As what somebody comes: delegate, speaker, press. `taken` counts live registrations."""

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("quota >= 0", name="quota_not_negative"),
        CheckConstraint("over >= 0", name="over_not_negative"),
        CheckConstraint("taken >= 0 AND (quota IS NULL OR taken <= quota + over)", name="quota"),
        Index(
            "uq_categories_one_default_per_forum",
            "forum_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    code: Mapped[str]
    name: Mapped[Words]
    quota: Mapped[int | None]  # None: no limit of its own
    taken: Mapped[int] = mapped_column(default=0)
    over: Mapped[int] = mapped_column(default=0)
    needs_approval: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=True)  # offered on the public form
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    @property
    def full(self) -> bool:
        return self.quota is not None and self.taken >= self.quota


class Delegation(OfForum, Base):
    """Delegates who come together: a country, a city, a ministry."""

    __tablename__ = "delegations"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("quota >= 0", name="quota_not_negative"),
        same_forum("head_id", "persons"),
    )

    code: Mapped[str]
    name: Mapped[Words]
    country: Mapped[str | None]
    quota: Mapped[int | None]
    head_id: Mapped[int | None]


class DelegateState(StrEnum):
    """submitted → (pending) → confirmed | declined | withdrawn; places are held in the first three.

    submitted: the address is not confirmed yet; the places lapse at `confirm_by`.
    pending: waits for an organiser's approval.
    """

    SUBMITTED = auto()
    PENDING = auto()
    CONFIRMED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


LIVE = (DelegateState.SUBMITTED, DelegateState.PENDING, DelegateState.CONFIRMED)
_LIVE = text("state IN ('submitted', 'pending', 'confirmed')")


class Delegate(OfForum, Base):
    """One registration of one person. The secret of the link is sealed; `link_hash` finds it."""

    __tablename__ = "delegates"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "reference"),
        CheckConstraint("(state = 'declined') = (declined_at IS NOT NULL)", name="declined_when"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"
        ),
        CheckConstraint("state <> 'submitted' OR confirm_by IS NOT NULL", name="confirm_by_when"),
        CheckConstraint("sequence >= 0", name="sequence_not_negative"),
        same_forum("person_id", "persons"),
        same_forum("category_id", "categories"),
        same_forum("delegation_id", "delegations"),
        same_forum("registered_by_id", "persons"),
        Index(
            "uq_delegates_one_live_per_person",
            "person_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_delegates_state", "forum_id", "state", "id"),
        Index("ix_delegates_category", "forum_id", "category_id", "id"),
        Index(
            "ix_delegates_unconfirmed",
            "confirm_by",
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str]  # what is said at a counter: "7K4M-2Q9D"
    person_id: Mapped[int] = mapped_column(index=True)
    category_id: Mapped[int]
    delegation_id: Mapped[int | None]
    # who filled the form in for the person, and gets the mail where the person has no address
    registered_by_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[DelegateState]
    lang: Mapped[str]
    answers: Mapped[dict[str, Any]]
    link_hash: Mapped[str] = mapped_column(unique=True)
    link_sealed: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)  # of the personal calendar
    version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime]
    confirm_by: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str | None]  # of the decision, or of the withdrawal

    forum: Mapped[Forum] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True, foreign_keys="Delegate.person_id")
    registered_by: Mapped[Person | None] = relationship(
        viewonly=True, foreign_keys="Delegate.registered_by_id"
    )
    category: Mapped[Category] = relationship(viewonly=True)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class ConsentWording(OfForum, Base):
    """What people are asked to agree to, one purpose each. A new wording is a new row."""

    __tablename__ = "consent_wordings"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "purpose", "version"),
    )

    purpose: Mapped[str]  # a code: "processing", "recording"
    version: Mapped[int]
    sentence: Mapped[Words]
    consequence: Mapped[Words | None]
    required: Mapped[bool]
    position: Mapped[int]
    since: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Consent(OfForum, Base):
    """One person agreed to one wording; withdrawn as easily as given."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("withdrawn_at >= given_at", name="withdrawn_after_given"),
        same_forum("delegate_id", "delegates"),
        same_forum("wording_id", "consent_wordings"),
        Index(
            "uq_consents_one_live_per_wording",
            "delegate_id",
            "wording_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    delegate_id: Mapped[int]
    wording_id: Mapped[int]
    lang: Mapped[str]  # in which it was read
    given_at: Mapped[datetime]
    # who wrote it down for the person: "user 3"; None: the person themself
    recorded_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]

    wording: Mapped[ConsentWording] = relationship(viewonly=True)

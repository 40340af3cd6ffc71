"""What people agree to: one wording each, given and taken back, with the proof kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select, update

from ...db import db
from ...forums.models import Forum
from ...trail.services import Note, note
from .. import queries, rules
from ..models import Consent, ConsentWording, Delegate


def set_consents(
    forum: Forum,
    delegate: Delegate,
    purposes: Collection[str],
    *,
    shown: str | None = None,
    actor: str,
    now: datetime,
) -> None:
    """Agree to exactly these purposes, each as it is worded now; what is left out is taken back,
    in whatever wording it was agreed to.

    shown: `rules.wordings_shown` of the page that was read, None: as they are now. Raises
    WordingsChanged where they are others by now, UnknownConsent, and ConsentNeeded for a required
    one: to end that, withdraw.
    """
    wordings = queries.consent_wordings_of(forum)
    if shown is not None and shown != rules.wordings_shown(wordings):
        raise rules.WordingsChanged
    if unknown := set(purposes) - {wording.purpose for wording in wordings}:
        raise rules.UnknownConsent(purpose=min(unknown))
    given = queries.consents_of(delegate)
    for wording in wordings:
        wanted = wording.purpose in purposes
        if wording.required and not wanted:
            raise rules.ConsentNeeded(sentence=wording.sentence)
        if wanted and wording.id not in given.wording_ids:
            _give(delegate, wording, now)
        if not wanted and wording.purpose in given.last_at:
            _take_back(delegate, wording.purpose, now)
    _note(delegate, sorted(purposes), actor, now)


def move_consents(goes: Delegate, stays: Delegate) -> None:
    """Of two registrations of one person: what was agreed to in the one that goes holds in the
    other, but for purposes about which the other said something itself, yes or no."""
    said = (
        select(ConsentWording.purpose)
        .join(Consent, Consent.wording_id == ConsentWording.id)
        .where(Consent.delegate_id == stays.id)
    )
    unsaid = select(ConsentWording.id).where(
        ConsentWording.forum_id == stays.forum_id, ConsentWording.purpose.not_in(said)
    )
    given = (Consent.delegate_id == goes.id, Consent.withdrawn_at.is_(None))
    moved = update(Consent).where(*given, Consent.wording_id.in_(unsaid))
    moved = moved.values(delegate_id=stays.id)
    db.session.execute(moved.execution_options(synchronize_session=False))


def _give(delegate: Delegate, wording: ConsentWording, now: datetime) -> None:
    row = {"forum_id": delegate.forum_id, "delegate_id": delegate.id, "given_at": now}
    row |= {"wording_id": wording.id, "lang": delegate.lang}
    db.session.execute(insert(Consent).values(**row))


def _take_back(delegate: Delegate, purpose: str, now: datetime) -> None:
    worded = select(ConsentWording.id).where(
        ConsentWording.forum_id == delegate.forum_id, ConsentWording.purpose == purpose
    )
    db.session.execute(
        update(Consent)
        .where(
            Consent.delegate_id == delegate.id,
            Consent.wording_id.in_(worded),
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )


def _note(delegate: Delegate, purposes: list[str], actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act="registration.consents",
            kind="delegate",
            object_id=delegate.id,
            facts={"given": purposes},
        )
    )

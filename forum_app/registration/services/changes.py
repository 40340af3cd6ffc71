"""What people do with a registration they have: change, withdraw, agree, renew the link."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, insert, select, update

from ... import seal
from ...db import db
from ...forums.models import Forum
from ...trail.services import Note, note
from .. import queries, rules
from ..models import (
    Category,
    Consent,
    ConsentWording,
    Delegate,
    DelegateState,
    Place,
    Waiting,
)
from . import letters, lines, seating
from .seating import Wish
from .tickets import revoke_tickets


def lock_delegate(delegate_id: int) -> Delegate:
    """The registration as it is now; nobody else changes it until the commit."""
    return db.session.scalars(
        select(Delegate)
        .where(Delegate.id == delegate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def change(
    forum: Forum,
    delegate: Delegate,
    choices: Sequence[rules.Choice],
    *,
    actor: str,
    now: datetime,
) -> bool:
    """Attend exactly what `choices` say; whether anything changed. Mails the person if so.

    Takes the new places and frees the old in one transaction; what came free goes to the lines.
    A line stood in before keeps its turn. Raises what `register` raises about choices and terms,
    and RegistrationEnded.
    """
    _check_live(delegate)
    wishes = _checked(forum, choices, now)
    places = {place.session_id: place for place in queries.live_places_of(delegate)}
    waitings = {waiting.session_id: waiting for waiting in queries.waitings_of(delegate)}
    new = [wish for wish in wishes if not _stands(wish, places, waitings)]
    dropped = (places.keys() | waitings.keys()) - {wish.session.session_id for wish in wishes}
    if not new and not dropped:
        return False
    touched = dropped | {wish.session.session_id for wish in new}
    seating.lock_seats(touched | waitings.keys())
    kept = {w.session.session_id for w in new if _keeps_turn(w, waitings)}
    freed = _let_go(delegate, touched, places, now)
    seating.leave_lines(delegate, touched - kept, now=now)
    for wish in new:
        take = seating.hold_meanwhile if wish.session.session_id in kept else seating.seat
        take(delegate, wish, now=now)
    lines.fill([*freed, *(w.seat_count_id for w in queries.waitings_of(delegate))], now=now)
    _changed(delegate, "registration.change", actor=actor, now=now)
    letters.lay_changed(delegate, now=now)
    return True


def _checked(forum: Forum, choices: Sequence[rules.Choice], now: datetime) -> list[Wish]:
    """What `choices` wish for, where the terms allow it."""
    terms = queries.terms_of(forum)
    rules.check_open(opens_at=terms.opens_at, closes_at=terms.closes_at, zone=forum.zone, now=now)
    wishes = seating.wishes_of(forum, choices)
    rules.check_overlaps(wish.slot for wish in wishes)
    return wishes if terms.waiting_lists else [seating.without_line(wish) for wish in wishes]


def _stands(wish: Wish, places: dict[int, Place], waitings: dict[int, Waiting]) -> bool:
    """Whether the delegate has just what is wished for already."""
    place = places.get(wish.session.session_id)
    held = place.seat_count_id if place else None
    if wish.session.session_id not in waitings:
        return held == wish.seats.id
    return _keeps_turn(wish, waitings) and held == (wish.meanwhile.id if wish.meanwhile else None)


def _keeps_turn(wish: Wish, waitings: dict[int, Waiting]) -> bool:
    waiting = waitings.get(wish.session.session_id)
    return waiting is not None and wish.choice.wait and waiting.seat_count_id == wish.seats.id


def _let_go(
    delegate: Delegate, session_ids: set[int], places: dict[int, Place], now: datetime
) -> list[int]:
    """Leave these sessions' places; the counts in which seats came free."""
    held = [place for session_id, place in places.items() if session_id in session_ids]
    return [p.seat_count_id for p in held if seating.release_place(p, now=now)]


def withdraw(delegate: Delegate, *, actor: str, now: datetime, reason: str | None = None) -> None:
    """End the registration: places, lines, ticket, category. Mails; promotes the next in line.

    Raises RegistrationEnded. `reason`: for the trail and the letter, None where nobody said.
    """
    _check_live(delegate)
    delegate.withdrawn_at = now
    end(delegate, DelegateState.WITHDRAWN, reason, actor=actor, now=now)


def end(
    delegate: Delegate,
    state: DelegateState,
    reason: str | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Give back everything that a live registration holds, and write to the person."""
    delegate.state, delegate.reason = state, reason
    db.session.flush()
    places = {place.session_id: place for place in queries.live_places_of(delegate)}
    waiting_for = {waiting.session_id for waiting in queries.waitings_of(delegate)}
    seating.lock_seats(places.keys() | waiting_for)
    freed = _let_go(delegate, set(places), places, now)
    seating.leave_lines(delegate, waiting_for, now=now)
    revoke_tickets(delegate, now=now)
    lines.fill(freed, now=now)
    _free_category(delegate.category_id)  # after the seats, as whoever registers takes them
    _changed(delegate, f"registration.{state.value}", actor=actor, now=now, reason=reason)
    letters.lay_decided(delegate, now=now)


def _free_category(category_id: int) -> None:
    taken = Category.taken - 1
    over = case((taken > Category.quota, taken - Category.quota), else_=0)
    db.session.execute(
        update(Category)
        .where(Category.id == category_id)
        .values(taken=taken, over=over)
        .execution_options(synchronize_session=False)
    )


def set_consents(
    forum: Forum, delegate: Delegate, purposes: Sequence[str], *, actor: str, now: datetime
) -> None:
    """Agree to exactly these purposes; what is left out is withdrawn, the proof of it kept.

    Raises UnknownConsent, and ConsentNeeded for a required one: to end that, withdraw.
    """
    wordings = queries.consent_wordings_of(forum)
    if unknown := set(purposes) - {wording.purpose for wording in wordings}:
        raise rules.UnknownConsent(purpose=min(unknown))
    given = {
        consent.wording_id: consent
        for consent in db.session.scalars(
            select(Consent).where(
                Consent.delegate_id == delegate.id, Consent.withdrawn_at.is_(None)
            )
        )
    }
    for wording in wordings:
        if wording.required and wording.purpose not in purposes:
            raise rules.ConsentNeeded(sentence=wording.sentence)
        _set_consent(delegate, wording, given.get(wording.id), wording.purpose in purposes, now)
    db.session.flush()
    _note(delegate, "registration.consents", {"given": sorted(purposes)}, actor, now)


def _set_consent(
    delegate: Delegate,
    wording: ConsentWording,
    given: Consent | None,
    wanted: bool,
    now: datetime,
) -> None:
    if given is not None and not wanted:
        given.withdrawn_at = now
    if given is None and wanted:
        row = {"forum_id": delegate.forum_id, "delegate_id": delegate.id, "given_at": now}
        row |= {"wording_id": wording.id, "lang": delegate.lang}
        db.session.execute(insert(Consent).values(**row))


def renew_link(delegate: Delegate, *, actor: str, now: datetime) -> str:
    """A new secret link; the old one opens nothing any more. Returns the secret."""
    secret = seal.new_secret()
    delegate.link_hash, delegate.link_sealed = seal.fingerprint(secret), seal.sealed(secret)
    db.session.flush()
    _note(delegate, "registration.renew_link", {}, actor, now)
    return secret


def _check_live(delegate: Delegate) -> None:
    if not delegate.is_live:
        raise rules.RegistrationEnded


def _changed(
    delegate: Delegate, act: str, *, actor: str, now: datetime, reason: str | None = None
) -> None:
    delegate.sequence += 1
    delegate.version += 1
    db.session.flush()
    places = [
        {"session_id": place.session_id, "way": place.way.value, "point_id": place.point_id}
        for place in queries.live_places_of(delegate)
    ]
    _note(delegate, act, {"places": places, "reason": reason}, actor, now)


def _note(
    delegate: Delegate, act: str, facts: dict[str, object], actor: str, now: datetime
) -> None:
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="delegate",
            object_id=delegate.id,
            facts=facts,
        )
    )

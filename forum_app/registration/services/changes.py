"""What people do with a registration they have: change, withdraw, renew the link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import case, select, update

from ... import seal
from ...db import db
from ...forums.models import Forum
from ...live.services import touch
from ...programme.models import ReleasedSession
from ...trail.services import Note, note
from .. import queries, rules
from ..models import (
    Category,
    Delegate,
    DelegateState,
    Place,
    Terms,
    Waiting,
)
from ..queries.relocating import was_relocated
from ..rules.bulk import NoAddress
from ..rules.waiting import gate_topic
from . import letters, lines, seating
from .seating import Wish
from .tickets import revoke_tickets


def lock_delegate(delegate_id: int) -> Delegate:
    """The registration as it is now; nobody else changes it until the commit.

    Its key stays free (FOR NO KEY UPDATE): whoever promotes it adds a place and waits for nobody.
    """
    return db.session.scalars(
        select(Delegate)
        .where(Delegate.id == delegate_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def change(
    forum: Forum,
    delegate: Delegate,
    choices: Sequence[rules.Choice],
    *,
    actor: str,
    now: datetime,
    seen: int | None = None,
    at_any_time: bool = False,
) -> bool:
    """Attend exactly what `choices` say; whether anything changed. Mails the person if so.

    `delegate` is locked. Takes the new places and frees the old in one transaction; what came free
    goes to the lines. What the choices keep is not let go: a line keeps its turn, and a place its
    seat, also where seats were cut or lines abolished since. What is held in a session that is not
    offered any more stays. seen: the version that the choices were made at, None: whatever it is.
    at_any_time: also where registration is closed, as organisers may.
    Raises RegistrationEnded, RegistrationChanged where another was seen, and what `register` does.
    """
    terms = check_can_change(forum, delegate, now=now, at_any_time=at_any_time)
    if seen is not None and seen != queries.version_of(delegate):
        raise rules.RegistrationChanged
    offered = seating.offered_by(forum)
    wishes = seating.wishes_of(offered, choices)
    rules.check_overlaps(wish.slot for wish in wishes)
    held = _locked(delegate, {wish.session.session_id for wish in wishes})
    if not terms.waiting_lists:
        wishes = [wish if held.keeps_turn(wish) else seating.without_line(wish) for wish in wishes]
    new, dropped = held.beside(wishes, offered.values())
    if not new and not dropped:
        return False
    seating.check_points(new, by_themselves=not at_any_time)
    freed = [*_let_go(held, dropped, now)]
    seating.leave_lines(delegate, dropped, now=now)
    for wish in new:
        freed += _attend(delegate, wish, held, now)
    lines.fill([*freed, *(w.seat_count_id for w in queries.waitings_of(delegate))], now=now)
    note_change(delegate, "registration.change", actor=actor, now=now)
    letters.lay_changed(delegate, now=now)
    return True


def check_can_change(
    forum: Forum, delegate: Delegate, *, now: datetime, at_any_time: bool = False
) -> Terms:
    """The terms of `forum`. Raises RegistrationEnded, and RegistrationNotOpen or -Closed.

    Whose place was moved from a point that takes part no more may choose otherwise at any time.
    """
    _check_live(delegate)
    terms = queries.terms_of(forum)
    if at_any_time or was_relocated(delegate):
        return terms
    rules.check_open(opens_at=terms.opens_at, closes_at=terms.closes_at, zone=forum.zone, now=now)
    return terms


@dataclass(frozen=True)
class _Held:
    """What a registration has, by session id, with the seats of all these sessions locked."""

    places: dict[int, Place]
    waitings: dict[int, Waiting]

    @property
    def session_ids(self) -> set[int]:
        return {*self.places, *self.waitings}

    def beside(
        self, wishes: Iterable[Wish], offered: Iterable[ReleasedSession]
    ) -> tuple[list[Wish], set[int]]:
        """(what is wished for and not held, sessions held and offered but not wished for)."""
        wished = {wish.session.session_id: wish for wish in wishes}
        open_ids = {session.session_id for session in offered}
        new = [wish for wish in wished.values() if not self._has(wish)]
        return new, self.session_ids & open_ids - wished.keys()

    def _has(self, wish: Wish) -> bool:
        place = self.places.get(wish.session.session_id)
        seats = place.seat_count_id if place else None
        if wish.session.session_id not in self.waitings:
            return seats == wish.seats.id
        return self.keeps_turn(wish) and seats == (wish.meanwhile.id if wish.meanwhile else None)

    def keeps_turn(self, wish: Wish) -> bool:
        waiting = self.waitings.get(wish.session.session_id)
        return waiting is not None and wish.choice.wait and waiting.seat_count_id == wish.seats.id


def _locked(delegate: Delegate, more: Iterable[int] = ()) -> _Held:
    """What `delegate` has, once nobody else can take or free seats there or in `more` sessions.

    Looked up again after the wait: somebody may have promoted the person meanwhile, in a session
    for which they waited, whose seats are therefore locked.
    """
    seating.lock_seats(queries.sessions_held_by(delegate) | set(more))
    return _Held(
        {place.session_id: place for place in queries.live_places_of(delegate)},
        {waiting.session_id: waiting for waiting in queries.waitings_of(delegate)},
    )


def _let_go(held: _Held, session_ids: Iterable[int], now: datetime) -> list[int]:
    """Leave the places in these sessions; the counts in which seats came free."""
    places = [held.places[id_] for id_ in session_ids if id_ in held.places]
    return [p.seat_count_id for p in places if seating.release_place(p, now=now)]


def _attend(delegate: Delegate, wish: Wish, held: _Held, now: datetime) -> list[int]:
    """What `wish` says instead of what is held in its session; the counts that came free."""
    here = wish.session.session_id
    place = held.places.get(here)
    if not held.keeps_turn(wish):
        seating.leave_lines(delegate, [here], now=now)
        if place and place.seat_count_id == wish.seats.id:
            return []
        if seating.take_seat(wish.seats.id):
            freed = _let_go(held, [here], now)
            seating.add_place(delegate, wish.seats, now=now)
            return freed
        seating.join_line(delegate, wish, now=now)
    if place and wish.meanwhile and place.seat_count_id == wish.meanwhile.id:
        return []
    freed = _let_go(held, [here], now)
    seating.hold_meanwhile(delegate, wish, now=now)
    return freed


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
    tells: bool = True,
    letters_at: datetime | None = None,
) -> None:
    """Give back everything that a live registration holds, and write to the person if it `tells`.

    letters_at: when that letter may leave at the earliest; None: at once.
    """
    delegate.state, delegate.reason = state, reason
    db.session.flush()
    held = _locked(delegate)
    freed = _let_go(held, held.places, now)
    seating.leave_lines(delegate, held.waitings, now=now)
    revoke_tickets(delegate, now=now)
    lines.fill(freed, now=now)
    free_category(delegate.category_id)  # after the seats, as whoever registers takes them
    note_change(delegate, f"registration.{state.value}", actor=actor, now=now, reason=reason)
    if tells:
        letters.lay_decided(delegate, now=now, not_before=letters_at)


def free_category(category_id: int) -> None:
    """One fewer in the category; where it was over its quota, one fewer is."""
    taken = Category.taken - 1
    over = case((taken > Category.quota, taken - Category.quota), else_=0)
    db.session.execute(
        update(Category)
        .where(Category.id == category_id)
        .values(taken=taken, over=over)
        .execution_options(synchronize_session=False)
    )


def renew_link(delegate: Delegate, *, actor: str, now: datetime) -> str:
    """A new secret link; the old one opens nothing any more. Returns the secret."""
    secret = seal.new_secret()
    delegate.link_hash, delegate.link_sealed = seal.fingerprint(secret), seal.sealed(secret)
    db.session.flush()
    _note(delegate, "registration.renew_link", {}, actor, now)
    return secret


def send_link(delegate: Delegate, *, actor: str, now: datetime) -> str:
    """Write the link again to whoever holds it, once a minute at most; to which address.

    The secret stands in the letter alone. Raises RegistrationEnded, NoAddress.
    """
    _check_live(delegate)
    address = letters.address_of(delegate)
    if address is None:
        raise NoAddress
    letters.lay_own_link(delegate, address, now=now)
    _note(delegate, "registration.send_link", {}, actor, now)
    return address


def replace_link(delegate: Delegate, *, actor: str, now: datetime) -> str:
    """A new secret link, written to whoever holds it; to which address. The old one is void.

    Raises RegistrationEnded, NoAddress.
    """
    _check_live(delegate)
    address = letters.address_of(delegate)
    if address is None:
        raise NoAddress
    renew_link(delegate, actor=actor, now=now)
    letters.lay_new_link(delegate, now=now)
    return address


def _check_live(delegate: Delegate) -> None:
    if not delegate.is_live:
        raise rules.RegistrationEnded


def note_change(
    delegate: Delegate, act: str, *, actor: str, now: datetime, reason: str | None = None
) -> None:
    """Count the version and the calendar up; the trail says what is held now."""
    delegate.sequence += 1
    delegate.version += 1
    db.session.flush()
    places = [
        {"session_id": place.session_id, "way": place.way.value, "point_id": place.point_id}
        for place in queries.live_places_of(delegate)
    ]
    personal = {"reason": reason} if reason else {}
    _note(delegate, act, {"places": places}, actor, now, personal)
    touch(gate_topic(delegate.forum_id, delegate.id))


def _note(
    delegate: Delegate,
    act: str,
    facts: dict[str, object],
    actor: str,
    now: datetime,
    personal: Mapping[str, object] = MappingProxyType({}),
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
            personal=personal,
        )
    )

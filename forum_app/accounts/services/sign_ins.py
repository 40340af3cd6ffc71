"""Letting somebody in and out: each signed-in browser is a row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from ... import announce, seal
from ...beside import beside
from ...db import db
from ..models import SignIn, User
from ..queries.second_step import has_second_step
from ..rules import DEVICE, FORGOTTEN_AT_ONCE, HALF, KEPT, SEEN_EVERY, NoSuchSignIn, WrongPassword
from .notes import note_user


@dataclass(frozen=True)
class Begun:
    """What the cookie of a browser is to hold. half: the second step is still to come."""

    secret: str
    half: bool
    user_id: int


def sign_in(user_id: int, password_hash: str, *, device: str, now: datetime) -> Begun:
    """Let in with a password that fitted `password_hash`.

    Raises WrongPassword where another password was set in the meantime.
    """
    user = db.session.get(User, user_id, populate_existing=True)
    if user is None or user.password_hash != password_hash:
        raise WrongPassword
    return let_in(user, device=device, now=now)


def let_in(user: User, *, device: str, now: datetime, whole: bool = False) -> Begun:
    """A browser of `user`, who proved to be so; half where there is a second step to come.

    whole: the second step was taken, or this browser was signed in before.
    """
    half = not whole and has_second_step(user.id)
    begun = Begun(seal.new_secret(), half, user.id)
    made = SignIn(
        user_id=user.id,
        fingerprint=seal.fingerprint(begun.secret),
        epoch=user.epoch,
        half=half,
        device=device[:DEVICE],
        made_at=now,
        seen_at=now,
        proved_at=now,
    )
    db.session.add(made)
    db.session.flush()
    if not half:
        note_user(user.id, "sign_in", actor=f"user {user.id}", now=now)
        if user.confirmed_at is not None:
            announce.say(announce.SignedIn(at=now, user_id=user.id, email=user.email))
    return begun


def complete(half_id: int, *, device: str, now: datetime) -> Begun:
    """The second step was taken: the half sign-in ends, a whole one of another secret begins.

    Raises NoSuchSignIn where it was completed or ended before.
    """
    half = _ended(half_id, now=now)
    return let_in(db.session.get_one(User, half.user_id), device=device, now=now, whole=True)


def end_sessions(user_id: int, *, actor: str, now: datetime) -> None:
    """Whoever is signed in as this user is so no more, on whatever device."""
    raised = update(User).where(User.id == user_id).values(epoch=User.epoch + 1)
    db.session.execute(raised)
    note_user(user_id, "sign_out", actor=actor, now=now)


def end_one(sign_in_id: int, user_id: int, *, actor: str, now: datetime) -> None:
    """One browser of this user is signed in no more. Raises NoSuchSignIn."""
    _ended(sign_in_id, user_id=user_id, now=now)
    note_user(user_id, "end_one", actor=actor, now=now, facts={"sign_in": sign_in_id})


def end_others(user: User, keep: int | None, *, actor: str, now: datetime) -> None:
    """Every browser of `user` but `keep` is signed in no more; links on their way open nothing."""
    stay_alone(user, keep)
    note_user(user.id, "end_others", actor=actor, now=now)


def stay_alone(user: User, keep: int | None) -> None:
    """The epoch rises; the browser `keep`, where it is theirs, goes on in the new one.

    Unless everybody was signed out in the meantime: then `keep` is of an older one, and stays out.
    """
    user.epoch = User.epoch + 1  # in SQL: from what it is by now
    db.session.flush()
    kept = (SignIn.id == keep, SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    before = SignIn.epoch == user.epoch - 1
    db.session.execute(update(SignIn).where(*kept, before).values(epoch=user.epoch))


def end_quietly(sign_in_id: int | None, *, now: datetime) -> None:
    """This browser was signed in before; now it is so in another way."""
    before = (SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
    db.session.execute(update(SignIn).where(*before).values(ended_at=now))


def forget_ended(*, now: datetime) -> int:
    """Browsers that were signed in long ago, some at a time; how many."""
    long_ago = (SignIn.seen_at < now - KEPT) | (SignIn.half & (SignIn.made_at < now - HALF))
    some = select(SignIn.id).where(long_ago).order_by(SignIn.id).limit(FORGOTTEN_AT_ONCE)
    gone = db.session.execute(delete(SignIn).where(SignIn.id.in_(some)).returning(SignIn.id))
    return len(gone.all())


def prove(sign_in_id: int, *, now: datetime) -> None:
    """Whoever sits at this browser just proved again who they are."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(proved_at=now))


def see(found: SignIn, *, now: datetime) -> None:
    """Remember that a browser was used, every few minutes; commits by itself, like a count."""
    if now - found.seen_at < SEEN_EVERY:
        return
    seen = update(SignIn).where(SignIn.id == found.id, SignIn.seen_at < now).values(seen_at=now)
    with beside() as connection:
        connection.execute(seen)


def challenge(sign_in_id: int, words: str | None) -> str | None:
    """What a passkey was to sign, taken away, and `words` in its place."""
    found = db.session.get(SignIn, sign_in_id, with_for_update=True, populate_existing=True)
    before = found.challenge if found else None
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(challenge=words))
    return before


def _ended(sign_in_id: int, *, now: datetime, user_id: int | None = None) -> SignIn:
    live = [SignIn.id == sign_in_id, SignIn.ended_at.is_(None)]
    live += [SignIn.user_id == user_id] if user_id else []
    ended = update(SignIn).where(*live).values(ended_at=now).returning(SignIn.id)
    if db.session.scalar(ended) is None:
        raise NoSuchSignIn
    return db.session.get_one(SignIn, sign_in_id, populate_existing=True)

"""`forum zones`: planned times are read anew from their walls when the zone data has changed."""

from dataclasses import dataclass, field
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from ..broadcast.models import Relay
from ..broadcast.models.relays import derive_call
from ..clock import ZONE_DATA
from ..db import db, writing
from ..forums.models import Banner, Forum
from ..forums.models.texts import derive_banner
from ..programme.models import Availability, Release, ReleasedSession, Session
from ..programme.models.sessions import derive_instants as derive_planned
from ..registration.models import Terms
from ..registration.models.delegates import derive_instants as derive_terms

BATCH = 50  # rows of a transaction


@dataclass
class Reading:
    """What came of it; `told` holds sentences for the operator, in the order they arose."""

    read: int = 0
    told: list[str] = field(default_factory=list)


@click.command()
@with_appcontext
def zones() -> None:
    """Work out the instants of all planned times anew, where they are of other zone data."""
    reading = read_zones_anew()
    for sentence in reading.told:
        click.echo(sentence)
    click.echo(f"{reading.read} planned times worked out; the zone data is {ZONE_DATA}.")


def read_zones_anew() -> Reading:
    """Derive the instants of all rows whose zone data is not the present. Commits.

    Walls stay as they are. Told are: a session that moved; one whose latest release, which never
    changes, shows another instant now; and a time that cannot be, which stays as it was.
    """
    reading = Reading()
    for ids in _batches(Session.id, Session.zone_data != ZONE_DATA):
        with writing():
            for id in ids:
                _read_session(db.session.get_one(Session, id), reading)
    for ids in _batches(Terms.forum_id, Terms.zone_data != ZONE_DATA):
        with writing():
            for id in ids:
                _read_terms(db.session.get_one(Terms, id), reading)
    for ids in _batches(Banner.id, Banner.zone_data != ZONE_DATA):
        with writing():
            for id in ids:
                _read_banner(db.session.get_one(Banner, id), reading)
    for ids in _batches(Availability.id, Availability.zone_data != ZONE_DATA):
        with writing():
            for id in ids:
                _read_hours(db.session.get_one(Availability, id), reading)
    for ids in _batches(Relay.id, Relay.zone_data != ZONE_DATA):
        with writing():
            for id in ids:
                _read_relay(db.session.get_one(Relay, id), reading)
    return reading


def _batches(key: InstrumentedAttribute[int], due: ColumnElement[bool]) -> list[list[int]]:
    ids = list(db.session.scalars(select(key).where(due).order_by(key)))
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]


def _read_session(session: Session, reading: Reading) -> None:
    what = f"{session.forum.slug} {session.code}"
    before = session.starts_at, session.ends_at
    try:
        derive_planned(None, None, session)
        if session.starts_at >= session.ends_at:
            raise ValueError("it would end before it begins")
    except ValueError as impossible:
        db.session.refresh(session)
        reading.told.append(f"{what} stays at its instants of old: {impossible}. Please move it.")
        return
    reading.read += 1
    after = session.starts_at, session.ends_at
    if after == before:
        return
    reading.told.append(f"{what} moved from {_said(before)} to {_said(after)}.")
    number = _release_showing(session, before)
    if number:
        reading.told.append(
            f"{what}: release {number} still shows {_said(before)}. Please release the programme."
        )


def _release_showing(session: Session, instants: tuple[datetime, datetime]) -> int | None:
    """The number of the forum's latest release if it shows `session` at these instants."""
    latest = db.session.scalars(
        select(Release.id)
        .where(Release.forum_id == session.forum_id)
        .order_by(Release.number.desc())
        .limit(1)
    ).one_or_none()
    return db.session.scalar(
        select(Release.number)
        .join(ReleasedSession, ReleasedSession.release_id == Release.id)
        .where(
            Release.id == latest,
            ReleasedSession.session_id == session.id,
            ReleasedSession.starts_at == instants[0],
            ReleasedSession.ends_at == instants[1],
        )
    )


def _read_terms(terms: Terms, reading: Reading) -> None:
    slug = db.session.get_one(Forum, terms.forum_id).slug
    before = terms.opens_at, terms.closes_at
    try:
        derive_terms(None, None, terms)
        if terms.opens_at and terms.closes_at and terms.opens_at >= terms.closes_at:
            raise ValueError("registration would close before it opens")
    except ValueError as impossible:
        db.session.refresh(terms)
        reading.told.append(
            f"{slug}: registration stays as it was: {impossible}. Please change it."
        )
        return
    reading.read += 1
    if (terms.opens_at, terms.closes_at) != before:
        reading.told.append(f"{slug}: registration opens or closes at another instant now.")


def _read_banner(banner: Banner, reading: Reading) -> None:
    try:
        derive_banner(None, None, banner)
    except ValueError as impossible:
        db.session.refresh(banner)
        reading.told.append(f"banner {banner.id} stays at its instants of old: {impossible}.")
        return
    reading.read += 1


def _read_hours(hours: Availability, reading: Reading) -> None:
    try:
        derive_planned(None, None, hours)
        if hours.starts_at >= hours.ends_at:
            raise ValueError("they would end before they begin")
    except ValueError as impossible:
        db.session.refresh(hours)
        reading.told.append(f"hours {hours.id} of a speaker stay as they were: {impossible}.")
        return
    reading.read += 1


def _read_relay(relay: Relay, reading: Reading) -> None:
    try:
        derive_call(None, None, relay)
    except ValueError as impossible:
        db.session.refresh(relay)
        reading.told.append(f"a call time of {relay.point.code} stays as it was: {impossible}.")
        return
    reading.read += 1


def _said(instants: tuple[datetime, datetime]) -> str:
    return "–".join(f"{instant:%Y-%m-%d %H:%M}" for instant in instants) + " UTC"

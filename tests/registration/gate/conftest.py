"""A session with its lines, and everybody who may come to its gate."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import update

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Person
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.registration.services import changes

from ...broadcast.lines import a_line
from ...builders import NOW, a_forum, a_person, a_point, a_session, a_user
from ...tools.kept import once
from ..applications import at_point, hall, online, registered
from .seen import CREW, GATE, GREEN, MEET, PHONE, STARTS, WATCH


@pytest.fixture
def house(app):
    """W1 with its lines, and the ids of users by what they are there."""
    return once(app, "gate", w1_and_who_comes)


def w1_and_who_comes(app):
    with app.app_context():
        forum, other = a_forum(slug="here"), a_forum(slug="there")
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        w1 = a_session(forum, code="W1", hall=9, online=9, points=[(sin, 9)])
        a_session(forum, code="P1", starts="14:00", ends="17:00", online=9)
        a_session(other, code="W1", online=9)
        users = {who: a_user() for who in ("hall", "online", "point", "speaker", "elsewhere")}
        users |= {who: a_user() for who in ("of P1", "withdrawn", "unconfirmed", "nobody")}
        users["organiser"] = a_user(forum=forum, role=Role.ORGANISER)
        speaker = a_person(forum, "Lim", user_id=users["speaker"].id)
        public = {"documented": False, "from_documented": False}
        let_appear(speaker, w1, AppearanceRole.SPEAKER, Way.ONLINE, now=NOW, **public)
        for one in (forum, other):
            release_programme(one, note=None, by=None, now=NOW)
        _register(forum, other, users)
        given = {"session": w1, "name": None}
        ids = SimpleNamespace(
            meet=a_line(forum, session=w1, secret=MEET).id,
            phone=a_line(
                forum, secret=PHONE, purpose="phone", transport="pstn", address="tel:+8424", **given
            ).id,
            green=a_line(
                forum, session=w1, secret=GREEN, purpose="green_room", audience="speakers"
            ).id,
            watch=a_line(forum, point=sin, secret=WATCH, purpose="watch", audience="point").id,
            crew=a_line(forum, session=w1, secret=CREW, audience="crew").id,
            users={who: user.id for who, user in users.items()},
        )
        db.session.commit()
        return ids


def _register(forum, other, users):
    wanted = {
        "hall": hall("W1"),
        "online": online("W1"),
        "point": at_point("W1", "SIN"),
        "of P1": online("P1"),
        "withdrawn": online("W1"),
        "unconfirmed": online("W1"),
    }
    for who, choice in wanted.items():
        delegate = registered(forum, choice, confirmed=who != "unconfirmed")
        _is_user(delegate, users[who])
        if who == "withdrawn":
            changes.withdraw(delegate, actor="tests", now=NOW)
    _is_user(registered(other, online("W1")), users["elsewhere"])


def _is_user(delegate, user):
    db.session.execute(
        update(Person).where(Person.id == delegate.person_id).values(user_id=user.id)
    )


@pytest.fixture
def at(browser, house):
    """at(who, minutes, …) -> the answer of the gate so long after W1 begins; `press` posts."""

    def come(who, minutes=0, *, press=False, path=GATE, **sent):
        with time_machine.travel(STARTS + timedelta(minutes=minutes), tick=False):
            one = browser(house.users[who] if who else None)
            if "/registration/" in path and "/join/" in path:
                path = one.get(path).location  # the way to the gate, which keeps the pass
            return one.post(path, sent) if press else one.get(path)

    return come

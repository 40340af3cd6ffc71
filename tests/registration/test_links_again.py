"""Whoever asks for their links again has one letter with all of them, over real SMTP."""

import re

import pytest

from forum_app import seal, worker
from forum_app.db import db
from forum_app.models import Delegate, Forum, Message
from forum_app.registration.services.persons import Contact

from ..builders import a_forum, a_session, release
from ..tools import relay as relays
from .applications import LATER, hall, registered

SECRETARY = Contact(name="Lê Thư Ký", email="thuky@example.org")


@pytest.fixture
def forum_id(app):
    with app.app_context():
        forum = a_forum(slug="summit")
        a_session(forum, code="W1", hall=90)
        release(forum)
        db.session.commit()
        return forum.id


@pytest.fixture
def asks(app, browser, forum_id):
    """asks("a@example.org") -> the letters that leave when that address is typed, parsed."""

    def ask(address, lang="en"):
        with app.app_context():
            db.session.query(Message).update({"state": "cancelled"})
            db.session.commit()
        answer = browser().post(f"/{lang}/summit/registration", {"email": address})
        assert answer.status_code == 200
        with relays.running() as relay:
            app.config["MAIL_URL"] = relay.url
            worker.run_once(app, LATER)
            return relay.letters

    return ask


@pytest.fixture
def registers(app, forum_id):
    """registers("Name", …) -> the secret link of each, for whom the secretary has all mail."""

    def register(*names, **given):
        with app.app_context():
            forum = db.session.get_one(Forum, forum_id)
            usual = {"email": None, "registered_by": SECRETARY} | given
            made = [registered(forum, hall("W1"), name=name, **usual) for name in names]
            db.session.commit()
            return [seal.opened(delegate.link_sealed) for delegate in made]

    return register


def secrets_in(letter, kind):
    text = letter.get_body((kind,)).get_content()
    return re.findall(r"/en/summit/registration/([\w-]+)", text)


def test_a_secretary_of_forty_has_one_letter_with_forty_links(registers, asks):
    names = [f"Đại biểu {chr(0x41 + n // 26)}{chr(0x61 + n % 26)}" for n in range(40)]
    secrets = registers(*names)

    (letter,) = asks(SECRETARY.email)

    assert letter["To"] == SECRETARY.email
    assert letter["Subject"] == "Your links to 40 registrations"
    assert secrets_in(letter, "plain") == secrets_in(letter, "html") == secrets
    plain = letter.get_body(("plain",)).get_content()
    assert all(name in plain for name in names)


def test_of_two_the_one_that_ended_is_left_out(app, registers, asks):
    _, second = registers("An", "Bình")
    with app.app_context():
        gone = db.session.query(Delegate).order_by(Delegate.id).first()
        gone.state, gone.withdrawn_at = "withdrawn", LATER
        db.session.commit()

    (letter,) = asks(SECRETARY.email)

    assert secrets_in(letter, "plain") == [second]
    assert letter["Subject"].startswith("Bình · Your registration link: ")


def test_an_address_that_opens_nothing_is_never_written_to(registers, asks):
    registers("An")

    assert asks("stranger@example.org") == []


def test_the_letter_is_in_the_language_of_the_page(registers, asks):
    registers("An", "Bình")

    (letter,) = asks(SECRETARY.email, lang="vi")

    assert letter["Subject"] == "Đường dẫn đến 2 đăng ký của bạn"

"""Signing in with a confirmed address: one's registrations of every forum stand on one's page."""

from types import SimpleNamespace

import pytest

from forum_app.accounts.services import password_hash_of
from forum_app.db import db
from forum_app.models import Delegate, Person

from ..accounts.letters import letters
from ..builders import a_forum, a_session, a_user, release
from .applications import online, registered

EMAIL = "delegate@example.org"


@pytest.fixture
def there(app):
    """A delegate of two forums, and a stranger's registration in the first."""
    with app.app_context():
        forums = [a_forum(), a_forum()]
        for forum in forums:
            a_session(forum, code="W1", online=9)
            release(forum)
        own = [registered(x, online("W1"), name="Lê An", email=EMAIL) for x in forums]
        other = registered(forums[0], online("W1"), name="Trần Lạ", email="other@example.org")
        db.session.commit()
        return SimpleNamespace(
            own=[f"/en/{f.slug}/registrations/{d.uuid}" for f, d in zip(forums, own, strict=True)],
            other=f"/en/{forums[0].slug}/registrations/{other.uuid}",
            slugs=[x.slug for x in forums],
        )


@pytest.fixture
def signed_in(app, browser, there):
    """Whoever reads the mail of EMAIL, signed in by it."""
    someone = browser()
    someone.post("/en/sign-in/link", {"email": EMAIL})
    someone.post(f"/en/links/{letters(app, EMAIL)[-1].secret}", {"name": "Lê An"})
    return someone


def test_ones_registrations_of_every_forum_are_there_and_nobody_elses(signed_in, there):
    page = signed_in.get("/en/account").text

    assert all(f'href="{path}"' in page for path in there.own)
    assert there.other not in page
    assert "Trần Lạ" not in page


def test_they_open_by_a_redirect_and_no_secret_stands_on_the_page(app, signed_in, there):
    page = signed_in.get("/en/account").text

    answer = signed_in.get(there.own[0])
    opened = signed_in.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Lê An" in opened.text
    assert answer.headers["Location"].rpartition("/")[2] not in page


def test_nobody_opens_what_is_not_theirs(browser, signed_in, there):
    assert signed_in.get(there.other).status_code == 404
    crossed = there.own[0].replace(there.slugs[0], there.slugs[1])
    assert signed_in.get(crossed).status_code == 404
    assert "/en/sign-in?next=" in browser().get(there.own[0]).headers["Location"]


def test_an_address_that_nobody_confirmed_claims_nothing(app, browser, there):
    with app.app_context():
        user = a_user()
        user.email, user.password_hash = EMAIL, password_hash_of("một mật khẩu đủ dài")
        db.session.commit()
    someone = browser()

    someone.post("/en/sign-in", {"email": EMAIL, "password": "một mật khẩu đủ dài"})

    page = someone.get("/en/account")
    assert page.status_code == 200
    assert there.own[0] not in page.text
    with app.app_context():
        assert db.session.query(Person).filter(Person.user_id.is_not(None)).count() == 0


def test_a_person_that_is_somebodys_stays_so(app, browser, there):
    with app.app_context():
        owner = a_user()
        delegate = db.session.query(Delegate).order_by(Delegate.id).first()
        db.session.get(Person, delegate.person_id).user_id = owner.id
        db.session.commit()
    someone = browser()
    someone.post("/en/sign-in/link", {"email": EMAIL})

    someone.post(f"/en/links/{letters(app, EMAIL)[-1].secret}", {"name": "Lê An"})

    page = someone.get("/en/account").text
    assert there.own[0] not in page
    assert there.own[1] in page

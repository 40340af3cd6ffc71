"""One's own name and language; and an admin signs somebody out on every device."""

from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.models import Entry, User

from ..builders import a_user


@pytest.fixture
def there(app):
    with app.app_context():
        user, admin = a_user("Lê An"), a_user(site_role="admin")
        db.session.commit()
        return SimpleNamespace(user=user.id, email=user.email, admin=admin.id)


def test_the_name_and_the_language_of_letters_are_ones_own_to_change(app, browser, there):
    mine = browser(there.user)
    assert 'value="Lê An"' in mine.get("/en/account/name").text

    answer = mine.post("/en/account/name", {"name": " Lê  Ân ", "locale": "en"})

    assert answer.status_code == 303
    assert "Lê Ân" in mine.get("/en/account").text
    with app.app_context():
        user = db.session.get_one(User, there.user)
        assert (user.name, user.locale) == ("Lê Ân", "en")
        assert [x.act for x in db.session.query(Entry)] == ["accounts.rename"]


@pytest.mark.parametrize("typed", [{"name": " "}, {"locale": "fr"}], ids=["no name", "no such"])
def test_a_name_is_needed_and_a_language_that_is_written(app, browser, there, typed):
    usual = {"name": "Somebody", "locale": "en"}

    assert browser(there.user).post("/en/account/name", usual | typed).status_code == 422

    with app.app_context():
        assert db.session.get_one(User, there.user).name == "Lê An"


def test_an_admin_signs_somebody_out_on_every_device_at_once(app, browser, there):
    first, second, admin = browser(there.user), browser(there.user), browser(there.admin)
    assert first.get("/en/account").status_code == 200

    answer = admin.post("/en/account/site/sign-outs", {"account": there.email.upper()})

    assert answer.status_code == 303
    assert [x.get("/en/account").status_code for x in (first, second)] == [302, 302]
    assert admin.get("/en/account/site").status_code == 200
    with app.app_context():
        [entry] = db.session.query(Entry).filter_by(act="accounts.sign_out")
        assert (entry.actor, entry.object_id) == (f"user {there.admin}", there.user)


def test_whom_nobody_knows_cannot_be_signed_out_and_is_told_so(browser, there):
    admin = browser(there.admin)

    answer = admin.post("/en/account/site/sign-outs", {"account": "nobody@example.org"})

    assert answer.status_code == 404
    assert "Nobody has an account with nobody@example.org." in answer.text

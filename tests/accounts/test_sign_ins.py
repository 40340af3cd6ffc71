"""Where somebody is signed in: each browser is a row, and ends when it is told to or in time."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from forum_app import clock
from forum_app.accounts.queries import sign_in_of
from forum_app.accounts.rules import ABSOLUTE, IDLE, device_said
from forum_app.accounts.services import sign_ins
from forum_app.accounts.tasks import forget
from forum_app.db import db
from forum_app.models import MailedLink, SignIn, User

from ..builders import NOW, a_user
from .test_sign_in import token_of

HOME = "/en/account"


def is_signed_in(browser):
    return browser.get(HOME).status_code == 200


def cookie_of(browser):
    return browser.client.get_cookie("session").value


def test_a_saved_cookie_opens_nothing_after_signing_out_here(browser, there, signs_in):
    someone, thief = browser(), browser()
    signs_in(someone)
    saved = cookie_of(someone)

    someone.post("/en/sign-out/here", {"csrf_token": token_of(someone)})
    thief.client.set_cookie("session", saved)

    assert not is_signed_in(someone)
    assert not is_signed_in(thief)


def test_signing_out_here_leaves_the_other_browser_signed_in(browser, there, signs_in):
    phone, desktop = browser(), browser()
    signs_in(phone), signs_in(desktop)

    told = phone.post("/en/sign-out/here", {"csrf_token": token_of(phone)})

    assert "signed out in this browser" in phone.get(told.headers["Location"]).text
    assert is_signed_in(desktop)


def test_a_cookie_from_before_signing_in_stays_a_strangers(browser, there, signs_in):
    someone, attacker = browser(), browser()
    fixed = cookie_of(someone)

    signs_in(someone)
    attacker.client.set_cookie("session", fixed)

    assert is_signed_in(someone)
    assert cookie_of(someone) != fixed
    assert not is_signed_in(attacker)


def test_one_browser_of_several_is_ended_and_then_all_but_this_one(app, browser, there):
    here, second, third = (browser(there.id) for _ in range(3))
    page = here.get("/en/account/sign-ins").text
    ids = ids_of(app, there.id)

    here.post(f"/en/account/sign-ins/{ids[1]}/end")
    assert [is_signed_in(x) for x in (here, second, third)] == [True, False, True]
    here.post("/en/account/sign-ins/others/end")

    assert page.count("Firefox, Windows") == 5  # three rows, two of them with a named button
    assert [is_signed_in(x) for x in (here, second, third)] == [True, False, False]


def test_nobody_ends_the_browser_of_somebody_else(app, browser, there, colleague_id):
    theirs = browser(colleague_id)
    (their_id,) = ids_of(app, colleague_id)

    assert browser(there.id).post(f"/en/account/sign-ins/{their_id}/end").status_code == 404
    assert is_signed_in(theirs)


@pytest.mark.parametrize(("limit", "step"), [(IDLE, IDLE), (ABSOLUTE, IDLE / 2)])
def test_an_idle_or_an_old_browser_signs_in_anew(browser, there, limit, step):
    someone, began = browser(there.id), clock.now()

    for times in range(1, int(limit / step)):
        with time_machine.travel(began + step * times, tick=False):
            assert is_signed_in(someone)
    with time_machine.travel(began + limit + timedelta(minutes=6), tick=False):
        assert not is_signed_in(someone)


def test_a_look_is_remembered_once_in_some_minutes(app, browser, there):
    someone, began = browser(there.id), clock.now()
    with time_machine.travel(began + timedelta(minutes=4), tick=False):
        someone.get(HOME)
    assert seen_at(app) - began < timedelta(minutes=1)

    with time_machine.travel(began + timedelta(minutes=6), tick=False):
        someone.get(HOME)

    assert seen_at(app) - began >= timedelta(minutes=6)


def test_the_cookie_names_nobody_and_the_database_does_not_hold_it(app, browser, there, signs_in):
    someone = browser()
    signs_in(someone)

    with someone.client.session_transaction() as held:
        secret = held["_user_id"]
        assert there.email not in str(dict(held))
    with app.app_context():
        rows = [str(vars(row)) for row in db.session.query(SignIn)]
    assert rows
    assert not any(secret in row for row in rows)


@pytest.mark.parametrize(
    ("calls_itself", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.1", "?"),
        ("", "?"),
    ],
)
def test_a_browser_is_said_in_words(calls_itself, words):
    assert device_said(calls_itself) == words


def test_what_is_over_is_forgotten_after_a_month(app, browser, there):
    here = browser(there.id)
    browser().post("/en/sign-in/link", {"email": there.email})
    with app.app_context():
        forget(clock.now())
        assert (db.session.query(SignIn).count(), db.session.query(MailedLink).count()) == (1, 1)
    assert here.get("/en/account").status_code == 200

    later = clock.now() + timedelta(days=31)
    with app.app_context(), time_machine.travel(later, tick=False):
        forget(later)
        assert (db.session.query(SignIn).count(), db.session.query(MailedLink).count()) == (0, 0)


def ids_of(app, user_id):
    with app.app_context():
        asked = db.select(SignIn.id).where(SignIn.user_id == user_id).order_by(SignIn.id)
        return list(db.session.scalars(asked))


def seen_at(app):
    with app.app_context():
        return db.session.query(SignIn).one().seen_at


def test_a_browser_that_was_signed_out_with_all_others_is_not_kept(room):
    user = a_user()
    begun = sign_ins.let_in(user, device="tests", now=NOW)
    keep = sign_in_of(begun.secret, now=NOW).id
    elsewhere = update(User).values(epoch=User.epoch + 1)
    db.session.execute(elsewhere.execution_options(synchronize_session=False))

    sign_ins.end_others(user, keep, actor="tests", now=NOW)

    assert user.epoch == 2
    assert sign_in_of(begun.secret, now=NOW) is None

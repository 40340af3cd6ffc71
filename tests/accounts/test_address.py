"""Another address: the password is asked, both addresses are told, the new one's button decides."""

from datetime import timedelta

import time_machine

from forum_app import clock

from .conftest import PASSWORD
from .letters import letters

NEW, MOVE = "new@example.org", "/en/account/email"


def test_the_new_address_counts_once_its_letter_was_answered(app, browser, there, signs_in):
    here, other = browser(there.id), browser(there.id)
    assert here.post(MOVE, {"email": NEW, "present": "wrong"}).status_code == 422
    here.post(MOVE, {"email": NEW, "present": PASSWORD})
    asked = [(x.to, x.template) for x in letters(app)]

    before = signs_in(browser(), NEW).status_code
    here.post(f"/en/links/{letters(app, NEW)[0].secret}")

    assert asked == [(NEW, "accounts.move"), (there.email, "accounts.moving")]
    assert before == 422
    assert NEW in here.get("/en/account").text
    assert other.get("/en/account").status_code == 302
    assert signs_in(browser(), NEW).status_code == 303
    told = [(x.to, x.template) for x in letters(app)][2:]
    assert told == [(there.email, "accounts.moved"), (NEW, "accounts.moved")]


def test_nobody_gives_their_address_to_the_account_of_somebody_else(
    app, browser, there, signs_in, colleague_id
):
    browser(there.id).post(MOVE, {"email": NEW, "present": PASSWORD})
    link = f"/en/links/{letters(app, NEW)[0].secret}"

    stranger, colleague = browser().get(link), browser(colleague_id).get(link)
    pressed = [browser(who).post(link).status_code for who in (None, colleague_id)]

    assert "/en/sign-in?next=" in stranger.headers["Location"]
    assert (colleague.status_code, "is for another account" in colleague.text) == (403, True)
    assert pressed == [401, 403]
    assert signs_in(browser(), NEW).status_code == 422


def test_an_address_of_another_account_is_asked_for_like_any_and_refused_behind_the_link(
    app, browser, there
):
    here, taken = browser(there.id), there.without_password

    asked = here.post(MOVE, {"email": taken, "present": PASSWORD})
    answer = here.post(f"/en/links/{letters(app, taken)[0].secret}")

    assert asked.status_code == 303
    assert (answer.status_code, "belongs to another account" in answer.text) == (400, True)
    assert there.email in here.get("/en/account").text


def test_without_a_password_an_older_session_signs_in_by_mail_first(app, browser, colleague_id):
    someone = browser(colleague_id)

    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        page, answer = someone.get(MOVE), someone.post(MOVE, {"email": NEW})

    assert "Please sign in by mail first" in page.text
    assert answer.status_code == 422
    assert letters(app) == []
    assert browser(colleague_id).post(MOVE, {"email": NEW}).status_code == 303

"""The second step: an app's codes, recovery codes, and where a forum or the site asks for one."""

import re
from datetime import timedelta

import pytest
import time_machine

from forum_app import clock, seal
from forum_app.db import db
from forum_app.models import CodeMaker, Forum, RecoveryCode, SignIn

from ..builders import a_user
from ..conftest import an_app
from ..pages import Browser
from .conftest import PASSWORD, SETTING_UP, set_up
from .letters import letters

SECOND = "/en/sign-in/second"


def at_second_step(browser, signs_in, **given):
    someone = browser()
    answer = signs_in(someone, **given)
    assert SECOND in answer.headers["Location"]
    return someone


def take(someone, code, next=""):
    token = re.search(r'name="csrf_token" value="([^"]+)"', someone.get(SECOND).text).group(1)
    return someone.post(SECOND, {"code": code, "next": next, "csrf_token": token})


def test_with_an_app_the_password_alone_lets_nobody_in(browser, there, signs_in, guarded):
    app, _ = guarded
    someone = at_second_step(browser, signs_in, next=there.desk)
    assert someone.get("/en/account").status_code == 302

    answer = take(someone, app.at(clock.now()), there.desk)

    assert (answer.status_code, answer.headers["Location"]) == (303, there.desk)
    assert someone.get(there.desk).status_code == 200


def test_the_page_that_asked_survives_mail_and_second_step(app, browser, there, guarded):
    someone = browser()
    someone.post("/en/sign-in/link", {"email": there.email, "next": there.desk})
    answer = someone.post(f"/en/links/{letters(app)[-1].secret}")

    page = someone.get(answer.headers["Location"]).text

    assert f'name="next" type="hidden" value="{there.desk}"' in page


def test_a_code_counts_once(browser, signs_in, guarded):
    app, _ = guarded
    with time_machine.travel(clock.now(), tick=False):
        code = app.at(clock.now())
        first, second = (at_second_step(browser, signs_in) for _ in range(2))

        assert take(first, code).status_code == 303
        again = take(second, code)

    assert (again.status_code, "This code was used already" in again.text) == (422, True)


def test_a_code_of_yesterday_or_of_nobody_lets_nobody_in(browser, signs_in, guarded):
    app, _ = guarded
    someone = at_second_step(browser, signs_in)

    for code in (app.at(clock.now() - timedelta(minutes=5)), "", "١٢٣٤٥٦", "abc", "9" * 40):
        refused = take(someone, code)
        assert (refused.status_code, "used already" in refused.text) == (422, False)


def test_ten_wrong_codes_are_enough(browser, signs_in, guarded):
    someone = at_second_step(browser, signs_in)
    tries = [take(someone, f"{number:06}").status_code for number in range(10)]

    stopped = take(at_second_step(browser, signs_in), guarded[0].at(clock.now()))

    assert tries == [422] * 10
    assert stopped.status_code == 429


def test_a_recovery_code_lets_in_once_and_is_kept_as_a_hash(app, browser, signs_in, guarded):
    _, codes = guarded
    assert len(set(codes)) == 10
    first, second = (at_second_step(browser, signs_in) for _ in range(2))

    assert take(first, codes[0].lower()).status_code == 303
    for code in (codes[0], "A" * 16):
        refused = take(second, code)
        assert (refused.status_code, "not one of your recovery" in refused.text) == (422, True)
    assert "9 recovery codes are left." in first.get("/en/account/second-step").text
    with app.app_context():
        kept = {row.fingerprint for row in db.session.query(RecoveryCode)}
    assert not kept & {x for code in codes for x in (code, seal.fingerprint(code))}


def test_a_new_password_by_mail_does_not_drop_the_second_step(app, browser, there, guarded):
    someone = browser()
    someone.post("/en/password", {"email": there.email})

    secret = letters(app)[-1].secret
    answer = someone.post(f"/en/password/{secret}", {"password": "một mật khẩu khác hẳn"})

    assert SECOND in answer.headers["Location"]
    assert someone.get("/en/account").status_code == 302


def test_setting_it_up_signs_every_other_browser_out_and_is_told_by_mail(app, browser, there):
    here, other = browser(there.id), browser(there.id)

    set_up(here)

    assert here.get("/en/account").status_code == 200
    assert other.get("/en/account").status_code == 302
    assert [x.template for x in letters(app, there.email)] == ["accounts.second_step"]


def test_the_secret_of_the_app_is_sealed(app, browser, there):
    totp, _ = set_up(browser(there.id))

    with app.app_context():
        kept = db.session.get(CodeMaker, there.id).sealed_secret
        assert totp.secret not in kept
        assert seal.opened(kept) == totp.secret


def test_an_older_session_proves_itself_before_it_changes_the_second_step(browser, there):
    someone = browser(there.id)

    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        asked = someone.get(SETTING_UP)
        wrong = someone.post("/en/account/again", {"present": "wrong", "next": SETTING_UP})
        right = someone.post("/en/account/again", {"present": PASSWORD, "next": SETTING_UP})
        assert f"/en/account/again?next={SETTING_UP}" in asked.headers["Location"]
        assert (wrong.status_code, right.headers["Location"]) == (422, SETTING_UP)
        assert someone.get(SETTING_UP).status_code == 200


def test_without_a_second_step_recovery_codes_go_too(app, browser, there, signs_in):
    someone = browser(there.id)
    set_up(someone)

    someone.post(f"{SETTING_UP}/removal")

    assert signs_in(browser()).headers["Location"] == "/en/account"
    with app.app_context():
        assert db.session.query(RecoveryCode).count() == 0


def test_a_half_sign_in_ends_in_ten_minutes_and_is_used_once(app, browser, signs_in, guarded):
    late, someone = (at_second_step(browser, signs_in) for _ in range(2))
    copied = someone.client.get_cookie("session").value
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert late.get(SECOND).status_code == 302
    take(someone, guarded[0].at(clock.now()))

    thief = browser()
    thief.client.set_cookie("session", copied)

    assert thief.get(SECOND).status_code == 302
    assert thief.get("/en/account").status_code == 302
    with app.app_context():
        assert db.session.query(SignIn).filter_by(half=False, ended_at=None).count() == 2


@pytest.fixture
def asking(app, there):
    """The forum asks a second step of whoever organises it."""
    with app.app_context():
        db.session.scalars(db.select(Forum)).one().second_step = True
        db.session.commit()


def test_where_the_forum_asks_an_organiser_without_one_sets_it_up_first(browser, there, asking):
    someone = browser(there.id)

    led = someone.get(there.desk)

    assert f"/en/account/second-step?next={there.desk}" in led.headers["Location"]
    assert "needs a second step" in someone.get(led.headers["Location"]).text
    assert someone.post(f"{there.desk}people/second-step").status_code == 403
    set_up(someone)
    assert someone.get(there.desk).status_code == 200


def test_whoever_had_to_set_one_up_goes_on_to_the_page_that_wanted_it(browser, there, asking):
    someone = browser(there.id)
    page = someone.get(someone.get(there.desk).headers["Location"]).text
    setting_up = f"{SETTING_UP}?next={there.desk}"
    assert f'href="{setting_up}"' in page
    assert f'name="next" value="{there.desk}"' in page  # with the passkey

    assert f'name="next" type="hidden" value="{there.desk}"' in someone.get(setting_up).text
    codes = set_up(someone, there.desk, said=True)
    elsewhere = set_up(browser(there.id), "//evil.example", said=True)

    assert f'href="{there.desk}">I have kept them' in codes
    assert "evil" not in elsewhere


def test_where_the_site_asks_so_does_every_desk(app, database_url, tmp_path, there):
    with app.app_context():
        admin = a_user(site_role="admin").id
        db.session.commit()
    strict = an_app(database_url, tmp_path, SECOND_STEP=True)
    demo = an_app(database_url, tmp_path, SECOND_STEP=True, FORUM_DEMO=True)

    found = [
        Browser(app, who).get(page).status_code
        for app in (strict, demo)
        for who, page in ((there.id, there.desk), (admin, there.desk), (admin, "/en/account/site"))
    ]

    for app in (strict, demo):
        with app.app_context():
            db.engine.dispose()
    assert found == [302] * 3 + [200] * 3


def test_passkeys_say_calmly_where_they_cannot_work(browser, there):
    someone, page = browser(there.id), "/en/account/second-step"

    at_a_name = someone.get(page).text
    someone.client.set_cookie(
        "session", someone.client.get_cookie("session").value, domain="127.0.0.1"
    )
    at_a_number = someone.get(page, base_url="http://127.0.0.1:8000").text

    assert "Add a passkey" in at_a_name
    assert "Add a passkey" not in at_a_number
    assert f'href="http://localhost:8000{page}"' in at_a_number


def test_a_passkey_that_answers_something_else_is_refused(browser, there):
    someone = browser(there.id)
    assert someone.post("/en/account/passkeys/options").json["rp"]["id"] == "localhost"

    for answer in ("", "{}", "[]", '{"id": "x", "response": {}}', "x" * 9000, "[" * 100_000):
        refused = someone.post("/en/account/passkeys", {"answer": answer})
        assert refused.status_code == 422
        assert "could not be checked" in refused.text

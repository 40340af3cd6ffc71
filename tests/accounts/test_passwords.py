"""Which passwords are taken, and setting one's own."""

import pytest

from forum_app.accounts.rules.passwords import (
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    check_password,
)

from .conftest import PASSWORD
from .letters import letters

EMAIL, WORDS = "ngoc.anh@vnpt-media.vn", ["Hội nghị Đô thị thông minh ASEAN", "ascf-2020"]
NEW = "một mật khẩu khác hẳn"


@pytest.mark.parametrize(
    "password",
    [
        "tám chữ!",
        "x9k2 vb7",
        "một hai ba bốn",
        "sáu mươi bốn ký tự " * 3 + "và hết",
        "đ" * 64 + "w" * 64,
        "        x y z w ",
        "correct horse battery staple",
    ],
)
def test_long_enough_is_enough(password):
    assert 8 <= len(password) <= 128
    check_password(password, email=EMAIL, words=WORDS)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("bảy chữ", PasswordTooShort),
        ("x" * 60 + "yz" * 35, PasswordTooLong),
        ("12345678", PasswordTooCommon),
        ("password1", PasswordTooCommon),
        ("P@ssw0rd!", PasswordTooCommon),
        ("matkhau123", PasswordTooCommon),
        ("Mật khẩu 2026", PasswordTooCommon),
        ("qwertyuiop", PasswordTooCommon),
        ("abababab", PasswordTooCommon),
        ("xxxxxxxxxx", PasswordTooCommon),
        ("--------", PasswordTooCommon),
        ("ascf2020", PasswordTooCommon),
        ("Hội nghị 2020", PasswordTooCommon),
        ("dothithongminh2026", PasswordTooCommon),
        ("ngoc.anh@vnpt-media.vn", PasswordTooCommon),
        ("ngocanh1990", PasswordTooCommon),
        ("vnptmedia!", PasswordTooCommon),
    ],
)
def test_what_is_tried_first_is_refused(password, why):
    with pytest.raises(why):
        check_password(password, email=EMAIL, words=WORDS)


def test_a_change_of_password_asks_for_the_present_one_and_keeps_this_browser_alone(
    app, browser, there, signs_in
):
    here, other = browser(there.id), browser(there.id)
    path = "/en/account/password"

    wrong = here.post(path, {"present": "wrong", "password": NEW})
    common = here.post(path, {"present": PASSWORD, "password": "forum 2030"})
    done = here.post(path, {"present": PASSWORD, "password": NEW})

    assert (wrong.status_code, common.status_code, done.status_code) == (422, 422, 303)
    assert "not the password of this account" in wrong.text
    assert "one of the first" in common.text
    assert here.get("/en/account").status_code == 200
    assert other.get("/en/account").status_code == 302
    assert signs_in(browser(), password=NEW).status_code == 303
    assert [x.template for x in letters(app, there.email)] == ["accounts.password_changed"]


@pytest.mark.parametrize("password", ["một mật khẩu đủ dàI", "một mật khẩu đủ dà"])
def test_no_password_is_cut_or_folded(browser, there, signs_in, password):
    assert signs_in(browser(), password=password).status_code == 422


def test_guessing_the_present_password_at_an_open_browser_ends(browser, there):
    here = browser(there.id)
    tries = [
        here.post("/en/account/again", {"present": f"wrong {n}"}).status_code for n in range(11)
    ]

    assert tries == [422] * 10 + [429]

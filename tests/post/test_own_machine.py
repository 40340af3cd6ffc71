"""The demo's page of letters: for the people at its own machine, and for nobody else."""

import base64
import hashlib
import re

import pytest

from forum_app.db import db, writing
from forum_app.post.models import Message, MessageState
from forum_app.post.tasks import deliver_due

from ..builders import NOW
from .conftest import lay_letter

ELSEWHERE = [
    {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
    {"environ_base": {"REMOTE_ADDR": "::ffff:127.0.0.1"}},
    {"headers": {"X-Forwarded-For": "192.0.2.7"}},
    {"headers": {"X-Forwarded-For": "127.0.0.1"}},
    {"headers": {"Forwarded": "for=192.0.2.7"}},
    {"headers": {"X-Real-IP": "192.0.2.7"}},
]


@pytest.fixture
def letter(app, writers):
    """The uuid of a letter with a stranger's name in it, in an application that is a demo."""
    app.config["FORUM_DEMO"] = True
    return lay_letter(app, "anh@example.org", name="Ánh <b>http://evil.com</b>")


def doors(uuid):
    yield from (("GET", "/mail"), ("GET", f"/mail/{uuid}"), ("GET", f"/mail/{uuid}/html"))
    yield ("POST", f"/mail/{uuid}/again")


@pytest.mark.parametrize("how", ELSEWHERE)
def test_letters_are_closed_to_whoever_comes_from_elsewhere(browser, letter, how):
    answers = [browser().open(url, method=method, **how) for method, url in doors(letter)]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert all("anh@example.org" not in answer.text for answer in answers)


def test_letters_are_closed_outside_a_demo(app, browser, letter):
    app.config["FORUM_DEMO"] = False

    answers = [browser().open(url, method=method) for method, url in doors(letter)]

    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_outbox_shows_who_was_written_what(browser, letter, lang):
    answer = browser().get(f"/mail?lang={lang}")

    assert answer.status_code == 200
    assert "anh@example.org" in answer.text
    assert "Đã nhận đăng ký Ánh &lt;b&gt;http: //evil. com&lt;/b&gt;" in answer.text
    assert f'href="/mail/{letter}"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_an_outbox_without_letters_says_so(app, browser):
    app.config["FORUM_DEMO"] = True

    assert "No letter has been written yet." in browser().get("/mail?lang=en").text


def test_a_letter_is_shown_as_text_and_as_a_page(browser, letter):
    shown = browser().get(f"/mail/{letter}")

    assert "http://localhost/vi/ascf-2020/registration/s3cret" in shown.text
    assert f'src="/mail/{letter}/html"' in shown.text
    assert "<b>http" not in shown.text


def test_the_page_of_a_letter_may_use_its_own_style_block_and_nothing_else(browser, letter):
    page = browser().get(f"/mail/{letter}/html")

    [style] = re.findall("<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "sandbox" in policy
    assert "unsafe" not in policy
    assert "allow-scripts" not in policy


def test_a_letter_given_up_is_sent_again_by_a_button(app, browser, letter):
    with app.app_context(), writing():
        db.session.query(Message).update({"state": MessageState.DEAD, "last_error": "550 no"})
    assert "550 no" in browser().get(f"/mail/{letter}").text

    answer = browser().post(f"/mail/{letter}/again")

    assert (answer.status_code, answer.location) == (303, f"/mail/{letter}")
    with app.app_context():
        assert deliver_due(NOW.replace(year=2040)) == 1
        assert db.session.query(Message.state).scalar() is MessageState.SENT


def test_a_letter_on_its_way_is_not_sent_again(browser, letter):
    answer = browser().post(f"/mail/{letter}/again", headers={"Accept-Language": "en"})

    assert answer.status_code == 409
    assert "still on its way" in answer.text


def test_a_letter_that_nobody_can_write_any_more_is_shown_without_words(browser, letter, writers):
    writers({})

    assert "test.received" in browser().get("/mail").text
    assert "cannot be written" in browser().get(f"/mail/{letter}?lang=en").text
    assert browser().get(f"/mail/{letter}/html").status_code == 404


def test_there_is_no_letter_behind_another_address(browser, letter):
    urls = ["/mail/x", "/mail/x/html", "/mail/%00"]

    assert [browser().get(url).status_code for url in urls] == [404] * 3
    assert browser().post("/mail/x/again").status_code == 404

"""What every answer of the house keeps to, whoever asks and however badly."""

import pytest

from forum_app.db import db

from ..builders import a_forum, a_session, release

pytestmark = pytest.mark.same_rows

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ALWAYS = ["Referrer-Policy", "Permissions-Policy", "Content-Security-Policy"]


@pytest.fixture
def slug(app):
    with app.app_context():
        forum = a_forum()
        a_session(forum, code="W1", hall=3)
        release(forum)
        db.session.commit()
        return forum.slug


def paths(slug):
    return [
        "/",
        f"/vi/{slug}/",
        f"/en/{slug}/schedule",
        f"/en/{slug}/sessions/W1",
        f"/en/{slug}/points",
        f"/en/{slug}/speakers",
        f"/en/{slug}/exhibition",
        f"/vi/{slug}/register",
        f"/vi/{slug}/register/sent",
        f"/vi/{slug}/registration",
        "/vi/sign-in",
        "/en/sign-in/link",
        "/vi/sign-in/sent",
        "/en/sign-up",
        "/vi/password",
        "/en/links/nothing",
        "/vi/password/nothing",
        "/healthz",
        "/readyz",
        "/metrics",
        "/nothing/here",
        "/api/v1/forums",
        "/api/v1/nothing",
        "/ticket-worker.js",
    ]


def test_every_answer_says_what_browsers_may_do_with_it(app, browser, slug):
    for path in paths(slug):
        answer = browser().get(path)

        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
        assert [name for name in ALWAYS if not answer.headers.get(name)] == [], path
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy


def test_no_page_holds_script_style_or_handlers_of_its_own_or_asks_anybody_else(browser, slug):
    for path in paths(slug):
        page = browser().get(path)
        if page.mimetype == "text/html":
            assert " style=" not in page.text, path
            assert "<style" not in page.text, path
            assert " onclick" not in page.text, path
            assert 'src="http' not in page.text, path
            for script in page.text.split("<script")[1:]:
                assert " src=" in script.partition(">")[0], path


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "[::1", "127.0.0.1.nip"]
)
def test_an_unknown_host_is_refused(browser, slug, host):
    for path in (f"/vi/{slug}/", "/api/v1/forums", "/static/manifest.json"):
        assert browser().client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.0.0.1:8000"])
def test_the_known_hosts_are_served(browser, slug, host):
    assert browser().client.get(f"/vi/{slug}/", headers={"Host": host}).status_code == 200


def test_a_request_of_today_that_names_no_host_is_refused_and_an_old_one_is_not(browser, slug):
    for protocol, status in (("HTTP/1.1", 400), ("HTTP/1.0", 200)):
        unnamed = {"SERVER_PROTOCOL": protocol, "HTTP_HOST": ""}

        answer = browser().client.get(f"/vi/{slug}/", environ_overrides=unnamed)

        assert answer.status_code == status


def test_a_forwarded_host_is_not_believed(browser, slug):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9"}

    page = browser().get(f"/vi/{slug}/register", headers=headers).text

    assert "evil.example" not in page


def test_twenty_megabytes_are_too_much_and_said_so(browser, slug):
    body = b"x" * 20_000_000

    form = browser().client.post(f"/vi/{slug}/register", data={"name": "x" * 20_000_000})
    text = browser().client.post(f"/vi/{slug}/register", data=body, content_type="text/plain")

    assert form.status_code == 413
    assert "quá lớn" in form.text
    assert text.status_code in (413, 422)


@pytest.mark.parametrize("kind", ["application/json", "text/xml", "multipart/form-data", ""])
def test_a_form_of_the_wrong_kind_is_told_what_is_missing(browser, slug, kind):
    answer = browser().client.post(f"/en/{slug}/register", data=b"{[", content_type=kind)

    assert answer.status_code == 422
    assert "Please write the full name." in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/vi/\x00/",
        "/vi/%00/register",
        "/vi/%FF%FE/",
        f"/vi/{'x' * 5000}/",
        "/vi/{slug}/sessions/%00",
        "/vi/{slug}/sessions/W1%E2%80%AE",
        "/vi/{slug}/points/-1",
        "/vi/{slug}/speakers/..%2F..%2Fetc",
        "/vi/{slug}/registration/%00",
        "/vi/{slug}/registration/" + "9" * 3000,
        "/fr/{slug}/",
        "/static/../config.py",
        "/static/%2e%2e/config.py",
    ],
)
def test_an_address_that_cannot_be_is_nothing_here(browser, slug, path):
    assert browser().get(path.replace("{slug}", slug)).status_code in (400, 404)


@pytest.mark.parametrize(
    "query",
    ["zone=%00", "zone=Mars/Base", "q=" + "x" * 9000, "q=%F0%9F%98%80", "hall=%27", "lang=xx"],
)
def test_a_query_that_means_nothing_changes_nothing(browser, slug, query):
    for page in ("schedule", "sessions/W1", "points", ""):
        assert browser().get(f"/en/{slug}/{page}?{query}").status_code == 200


def test_a_method_that_is_not_there_says_which_are(browser, slug):
    answer = browser().client.delete(f"/vi/{slug}/schedule")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_fault_is_told_calmly_and_shows_nothing_of_the_inside(app, browser, slug, monkeypatch):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "programme.show_home", lambda **_: 1 / 0)

    answer = browser().get(f"/en/{slug}/")

    assert answer.status_code == 500
    assert "Nothing was changed. Please try again." in answer.text
    assert "ZeroDivisionError" not in answer.text

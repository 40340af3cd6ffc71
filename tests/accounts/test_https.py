"""Over https the cookie is kept to it, and browsers are told so; behind a proxy guesses count by
whoever sits before it, and nobody chooses an address by a header."""

import pytest

from config import from_environment
from forum_app.db import db
from forum_app.throttle.rules import GUESSES_FROM_ONE_PLACE

from ..conftest import an_app
from ..pages import Browser
from .conftest import PASSWORD

FEW = GUESSES_FROM_ONE_PLACE.hits


@pytest.fixture
def served(database_url, tmp_path, there):
    """served(BASE_URL=…) -> an application with the settings that such an environment gives."""
    made = []

    def serve(**environment):
        given = {"FORUM_DATA": str(tmp_path), "SECRET_KEY": "a key of the tests", **environment}
        settings = from_environment(given)
        names = ["BASE_URL", "TRUSTED_PROXIES", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE"]
        chosen = {name: settings[name] for name in names}
        made.append(an_app(database_url, tmp_path, **chosen))
        return made[-1]

    yield serve
    for app in made:
        with app.app_context():
            db.engine.dispose()


def test_over_https_the_cookie_is_of_this_host_alone(served, there):
    someone, where = (
        Browser(served(BASE_URL="https://localhost")),
        {"base_url": "https://localhost"},
    )

    typed = {"email": there.email, "password": PASSWORD}
    answer = someone.post("/en/sign-in", typed, **where)
    said = next(x for x in answer.headers.getlist("Set-Cookie") if "session" in x)

    assert said.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; "))
    assert "Domain" not in said
    assert someone.get("/en/account", **where).status_code == 200


@pytest.mark.parametrize(("base_url", "told"), [("https://localhost", True), ("", False)])
def test_browsers_are_told_to_stay_with_https_where_there_is_https(served, there, base_url, told):
    page = Browser(served(BASE_URL=base_url)).get(there.home, base_url=base_url or None)

    assert ("Strict-Transport-Security" in page.headers) == told


def guess(app, email, forwarded, peer="192.0.2.1"):
    typed = {"email": email, "password": "wrong"}
    headers, where = {"X-Forwarded-For": forwarded}, {"REMOTE_ADDR": peer}
    return Browser(app).post("/en/sign-in", typed, headers=headers, environ_base=where).status_code


def test_without_a_proxy_nobody_guesses_on_by_naming_another_address(served, there):
    app = served()

    found = [guess(app, there.email, f"198.51.100.{n}") for n in range(FEW + 1)]

    assert found == [422] * FEW + [429]


def test_behind_a_proxy_each_guesses_for_themselves_and_not_for_what_they_say(served, there):
    app = served(TRUSTED_PROXIES="1")
    one = [guess(app, there.email, f"10.0.0.{n}, 198.51.100.1") for n in range(FEW + 1)]

    other = guess(app, there.email, "198.51.100.2")

    assert one == [422] * FEW + [429]
    assert other == 422

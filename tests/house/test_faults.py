"""What goes wrong is told calmly to people, with its place to operators, and betrays nobody."""

import logging
import sqlite3
from datetime import timedelta

import pytest
from flask import request
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError, TimeoutError

from forum_app import access, log
from forum_app.accounts.views import entering as sign_in
from forum_app.beside import engine_beside
from forum_app.db import db
from forum_app.forums.models import Person
from forum_app.registration.views import blueprint as own_pages
from forum_app.registration.views import register as link_request
from forum_app.throttle import rules

from ..builders import NOW, a_forum, a_person
from ..conftest import an_app

SECRET = "s3cret-s3cret-s3cret_X"
ADDRESS = "planted@example.org"


def locked():
    fault = sqlite3.OperationalError("database is locked")
    fault.sqlite_errorname = "SQLITE_BUSY_SNAPSHOT"
    return OperationalError("UPDATE persons", {}, fault)


@pytest.fixture
def breaks(app, monkeypatch):
    """breaks(endpoint, view) puts a view in the place of another, as if it were at fault."""
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def put(endpoint, view):
        monkeypatch.setitem(app.view_functions, endpoint, access.anyone(view))

    return put


@pytest.fixture
def forum_id(app):
    with app.app_context():
        forum = a_forum(slug="here")
        a_person(forum, email=ADDRESS)
        db.session.commit()
        return forum.id


def raising(fault):
    def view(**_):
        raise fault

    return view


@pytest.mark.parametrize("fault", [locked(), TimeoutError("QueuePool limit reached")])
def test_a_page_whose_database_is_busy_says_when_to_try_again(browser, forum_id, breaks, fault):
    breaks("programme.show_home", raising(fault))

    answer = browser().get("/en/here/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "Too busy at the moment" in answer.text
    assert "persons" not in answer.text


def test_a_page_that_is_at_fault_itself_does_not_promise_anything(browser, forum_id, breaks):
    breaks("programme.show_home", raising(ZeroDivisionError()))

    answer = browser().get("/en/here/")

    assert (answer.status_code, "Retry-After" in answer.headers) == (500, False)


TOO_OFTEN = {  # limit -> (the module that keeps to it, the press that is one too many)
    "WRONG_SIGN_INS_PER_IP": (sign_in, "POST", "/en/sign-in", {"email": ADDRESS, "password": "x"}),
    "LINKS_PER_IP": (link_request, "POST", "/en/here/registration", {"email": ADDRESS}),
    "MISSED_LINKS": (own_pages, "GET", f"/en/here/registration/{SECRET}", None),
}


@pytest.mark.parametrize("limit", TOO_OFTEN)
def test_who_tries_too_often_is_told_how_long_to_wait(browser, forum_id, monkeypatch, limit):
    module, method, path, typed = TOO_OFTEN[limit]
    monkeypatch.setattr(module, limit, rules.Limit(1, timedelta(hours=9)))

    first, second = (browser().open(path, method, data=typed) for _ in range(2))

    assert (first.status_code, second.status_code) in ((200, 429), (404, 429), (422, 429))
    assert 0 < int(second.headers["Retry-After"]) <= 9 * 3600


def quoting_the_request(forum_id):
    raise ValueError(f"{ADDRESS} at {request.url}") from KeyError(ADDRESS)


def writing_a_row_that_is_there(forum_id):
    row = {"forum_id": forum_id, "email": ADDRESS, "name": SECRET, "uuid": "x"}
    row |= {"name_folded": SECRET, "name_sort": SECRET, "created_at": NOW}
    db.session.execute(insert(Person).values(**row))


def writing_half_a_row(forum_id):
    row = {"forum_id": forum_id, "email": f"another.{ADDRESS}", "uuid": "x", "created_at": NOW}
    db.session.execute(insert(Person).values(name=None, name_folded=SECRET, name_sort="", **row))


@pytest.mark.parametrize(
    "fault", [quoting_the_request, writing_a_row_that_is_there, writing_half_a_row]
)
def test_the_log_tells_where_a_fault_was_and_neither_secret_nor_address(
    browser, forum_id, breaks, caplog, fault
):
    breaks("registration.show_registration", lambda **_: fault(forum_id))

    answer = browser().get(f"/en/here/registration/{SECRET}")

    assert answer.status_code == 500
    assert "/<forum_slug>/registration/<secret>" in caplog.text
    assert f"in {fault.__name__}" in caplog.text
    assert SECRET not in caplog.text
    assert ADDRESS not in caplog.text


def test_a_busy_database_is_told_to_operators_without_the_address(browser, breaks, caplog):
    breaks("registration.show_registration", raising(locked()))

    browser().get(f"/en/here/registration/{SECRET}")

    assert "database is locked" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("engine", ["main", "beside"])
def test_a_statement_is_told_without_its_values(app, engine):
    with app.app_context():
        engine = db.engine if engine == "main" else engine_beside()
        assert engine.hide_parameters


def test_what_libraries_quote_is_left_out_and_the_rest_stays():
    said = log.without_persons(
        f"GET https://x.org/vi/here/registration/{SECRET}/ticket?lang=vi by <{ADDRESS}>"
    )

    assert said == "GET https://x.org/vi/here/registration/…/ticket?lang=vi by <…>"
    for mailed in ("links", "password"):
        assert log.without_persons(f"POST /en/{mailed}/{SECRET}") == f"POST /en/{mailed}/…"


def test_whoever_logs_through_the_application_is_discreet(tmp_path, caplog):
    app = an_app(f"sqlite:///{tmp_path}/forum.db", tmp_path)

    with caplog.at_level(logging.INFO):
        app.logger.warning("%s is away", ADDRESS)

    assert caplog.messages == ["… is away"]

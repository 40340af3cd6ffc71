"""Who may enter: a token of this forum with the scope, within its writes a second; no cookie."""

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as Full

from forum_app import problems
from forum_app.db import db
from forum_app.models import ApiToken, Count

from ..builders import NOW, a_forum, a_token, a_user
from ..conftest import an_app
from ..pages import Browser
from .machine import Machine, a_registration, checked, fields, problem

CLOSED = [
    ("GET", "/registrations"),
    ("POST", "/registrations"),
    ("GET", "/registrations/7K4M-2Q9D"),
    ("DELETE", "/registrations/7K4M-2Q9D"),
]
OPEN = ["", "/sessions", "/points", "/api/v1/forums", "/api/v1/openapi.json"]


def token_changed(app, forum, **given):
    with app.app_context():
        token = db.session.get(ApiToken, forum.token_id)
        for name, value in given.items():
            setattr(token, name, value)
        db.session.commit()


def all_closed(machine):
    """What each closed door answers."""
    return {problem(machine.open(method, path, json={})) for method, path in CLOSED}


def test_what_is_public_is_open_to_everybody(stranger):
    assert {stranger.get(path).status_code for path in OPEN} == {200}


def test_without_a_token_the_rest_is_closed(stranger):
    assert all_closed(stranger) == {(401, "no_token")}
    assert stranger.post().headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_token_that_nobody_made_opens_nothing(stranger):
    for shown in ("Bearer wrong", "Bearer", "Bearer a=b, c=d", "bearer \x80\xff"):
        stranger.headers["Authorization"] = shown

        assert all_closed(stranger) == {(401, "invalid_token")}


def test_what_is_no_token_opens_nothing(stranger):
    for shown in ("", "Basic YTpi", "nonsense", "the token of the tests"):
        stranger.headers["Authorization"] = shown

        assert all_closed(stranger) == {(401, "no_token")}


@pytest.mark.parametrize("ended", [{"revoked_at": NOW}, {"ends_at": NOW}])
def test_a_token_that_was_revoked_or_has_ended_opens_nothing(app, forum, machine, ended):
    token_changed(app, forum, **ended)

    with time_machine.travel(NOW, tick=False):
        assert all_closed(machine) == {(401, "invalid_token")}
        assert 'error="invalid_token"' in machine.post().headers["WWW-Authenticate"]


def test_a_token_works_until_it_ends(app, forum, machine):
    token_changed(app, forum, ends_at=NOW + timedelta(seconds=1))

    with time_machine.travel(NOW, tick=False):
        assert machine.get("/registrations").status_code == 200


def test_a_token_of_another_forum_opens_nothing_here(app, forum, machine):
    with app.app_context():
        a_token(a_forum(slug="other"), "of the other")
        db.session.commit()

    assert all_closed(Machine(app, forum.url, "of the other")) == {(403, "token_of_another_forum")}


def test_a_token_without_the_scope_opens_nothing(app, forum, machine):
    token_changed(app, forum, scopes=["bookings"])

    assert all_closed(machine) == {(403, "scope_missing")}


def test_a_signed_in_organiser_can_do_nothing_here_without_a_token(app, forum):
    with app.app_context():
        user = a_user(site_role="admin").id
        db.session.commit()
    browser = Browser(app, user)

    for method, path in CLOSED:
        given = {"json": a_registration("P1")} if method == "POST" else {}
        answer = browser.client.open(forum.url + path, method=method, **given)
        assert problem(checked(answer)) == (401, "no_token")


def test_a_token_needs_no_cookie_and_is_given_none(machine):
    answer = machine.registers("P1")

    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers


def test_a_token_writes_so_many_times_a_second_and_reads_as_it_likes(app, forum, machine):
    token_changed(app, forum, writes_per_second=2)

    with time_machine.travel(NOW, tick=False):
        told = [machine.registers("P1").status_code for _ in range(3)]
        reads = {machine.get("/registrations").status_code for _ in range(5)}
        late = machine.delete("/registrations/7K4M-2Q9D")
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        told.append(machine.registers("P1").status_code)

    assert (told, reads) == ([201, 201, 429, 201], {200})
    assert problem(late) == (429, "too_many_requests")
    assert late.headers["Retry-After"] == "1"


def test_reading_is_not_counted(app, machine):
    machine.get("/sessions")
    machine.get("/registrations")

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Count)) == 0


def test_what_an_address_cannot_do_is_told_with_what_it_can(machine):
    for method in ("PUT", "PATCH", "TRACE", "PURGE"):
        answer = machine.open(method, "/registrations")

        assert problem(answer) == (405, "method_not_allowed")
        assert {"GET", "POST"} <= {name.strip() for name in answer.headers["Allow"].split(",")}


def test_every_address_answers_a_wrong_method_as_a_machine_expects(app, machine):
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            address = rule.rule.replace("<forum_slug>", "ascf").replace("<reference>", "X")
            assert machine.open("PATCH", address).status_code == 405


def test_there_is_no_page_under_api(machine):
    for path in ("/api/", "/api/v1", "/api/v1/nothing", "/api/v2/forums"):
        for method in ("GET", "POST"):
            assert problem(machine.open(method, path)) == (404, "not_found")


def test_a_key_that_is_none_is_refused(machine):
    for key in ("", " ", "x" * 201, "Ánh", "a\tb"):
        answer = machine.registers("P1", headers={"Idempotency-Key": key.encode().decode("latin1")})

        assert fields(answer) == ["Idempotency-Key"]


def test_elsewhere_errors_stay_pages(app):
    browser = Browser(app)

    for answer in (browser.get("/nothing/at/all/here"), browser.client.post("/no/api/v1/forums")):
        assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_a_fault_of_ours_is_told_without_its_inside(tmp_path, caplog):
    app = an_app(f"sqlite:///{tmp_path}/without-tables.db", tmp_path, TESTING=False)

    with caplog.at_level(logging.CRITICAL):
        headers = {"Authorization": "Bearer t"}
        answer = app.test_client().post("/api/v1/forums/ascf/registrations", headers=headers)

    assert problem(answer) == (500, "fault")
    assert "api_tokens" not in answer.text
    with app.app_context():
        db.engine.dispose()


class Locked(Exception):
    sqlite_errorname = "SQLITE_BUSY"


def test_when_the_database_is_too_busy_a_machine_is_told_to_send_again(app):
    for fault in (OperationalError("", {}, Locked()), OperationalError("", {}, ERROR), Full()):
        with app.test_request_context("/api/v1/forums"):
            answer = problems.of_fault(fault)

        assert problem(answer) == (503, "busy")
        assert answer.headers["Retry-After"] == "1"


ERROR = Exception("the server closed the connection")

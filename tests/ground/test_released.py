"""Pages held before the framework: the same bytes, and never older than a committed change.

The clocks stand still, so that only what is tested can end a held page. `other` is a second
application on the same database, as another process is.
"""

from datetime import timedelta
from time import monotonic

import pytest
import time_machine
from flask import Response, request, session
from sqlalchemy import select

from forum_app import access
from forum_app.db import db, writing
from forum_app.forums.services import edits, pages, texts
from forum_app.models import Forum, InfoPage, Session, Terms
from forum_app.programme.services.releases import release_programme
from forum_app.released import held

from ..builders import NOW, a_forum, a_page, a_session, words
from ..conftest import an_app
from ..registration.applications import hall, registered

BY = {"actor": "user 1", "now": NOW}
SEEN = "/en/summit/schedule"


@pytest.fixture(autouse=True)
def stands_still(frozen, monkeypatch):
    """The second never ends, and no answer about changes is believed for longer than its page."""
    monkeypatch.setattr("forum_app.released.BELIEVED", {"sqlite": 0.0, "postgresql": 0.0})


@pytest.fixture
def site(app):
    with app.app_context(), writing():
        forum = a_forum(slug="summit")
        a_session(forum, code="W1", hall=3, online=9)
        a_page(forum, "gates", body="Gate 1")
        release_programme(forum, note=None, by=None, now=NOW)


@pytest.fixture
def made(app, site):
    """The addresses that the application itself answered, as it is asked."""
    asked = []
    app.before_request_funcs.setdefault(None, []).append(lambda: asked.append(_path()))
    return asked


@pytest.fixture
def other(database_url, tmp_path):
    other = an_app(database_url, tmp_path)
    yield other
    with other.app_context():
        db.engine.dispose()


def _path():
    return request.path


def seen(app, path=SEEN, *, cookie=False, **given):
    """What somebody sees who comes for the first time, or with a cookie."""
    client = app.test_client()
    if cookie:
        client.set_cookie("session", "x")
    return client.open(path, **given)


def test_whoever_comes_next_is_answered_without_the_application(app, made):
    first, second = seen(app), seen(app)

    assert made == [SEEN]
    assert (second.status, second.data) == (first.status, first.data)
    assert second.headers == first.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("again", [False, True], ids=["new", "had it"])
def test_a_held_page_is_byte_for_byte_what_the_application_says(app, made, method, again):
    tag = {"If-None-Match": seen(app).headers["ETag"]} if again else {}
    seen(app)
    held = seen(app, method=method, headers=tag)
    assert made == [SEEN]
    itself = seen(app, method=method, headers=tag, cookie=True)

    assert made == [SEEN] * 2
    assert held.status_code == (304 if again else 200)
    assert (held.status, held.data) == (itself.status, itself.data)
    assert sorted(held.headers) == sorted(itself.headers)


def banner(forum):
    wanted = {"sentence": words("Gate 2 is open"), "kind": "info"}
    rest = dict.fromkeys(("shows_wall", "ends_wall"))
    texts.put_up_banner(forum, wanted | rest, **BY)


def edited_forum(forum):
    names = ("first_day", "last_day", "zone", *edits.ON_RECORD)
    wanted = {name: getattr(forum, name) for name in names} | {"name": words("Another name")}
    edits.edit_forum(forum, wanted, seen=forum.version, **BY)


def edited_page(forum):
    page = db.session.scalars(select(InfoPage).filter_by(slug="gates")).one()
    text = pages.PageText(
        title=words("Gates"), body=words("Gate 9"), place=page.place, position=page.position
    )
    pages.write_page(page, text, seen=page.version, by=None, **BY)
    pages.publish_page(page, seen=page.version, **BY)


def release(forum):
    db.session.scalars(select(Session)).one().title = words("Another title")
    release_programme(forum, note=None, by=None, now=NOW)


def seat(forum):
    registered(forum, hall("W1"))


def opening(forum):
    terms = db.session.scalars(select(Terms)).one()
    terms.opens_wall = NOW.replace(tzinfo=None) + timedelta(days=2)


CHANGES = {
    "a banner": (banner, SEEN, "Gate 2 is open"),
    "the forum": (edited_forum, SEEN, "Another name"),
    "a page": (edited_page, "/en/summit/pages/gates", "Gate 9"),
    "a release": (release, "/en/summit/sessions/W1", "Another title"),
    "a seat": (seat, SEEN, "2 seats left"),
    "the opening of registration": (opening, "/en/summit/", "Registration opens"),
}


@pytest.mark.parametrize(("change", "path", "shown"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_another_process_is_seen_at_once(app, made, other, change, path, shown):
    before = [seen(app, path).text, seen(app, path).text]
    with other.app_context(), writing():
        change(db.session.scalars(select(Forum)).one())
        during = seen(app, path).text if db.engine.dialect.name == "sqlite" else before[0]

    assert shown not in before[0] + before[1] + during
    assert shown in seen(app, path).text


def test_an_answer_about_changes_is_believed_for_its_while_and_no_longer(
    app, made, other, monkeypatch
):
    monkeypatch.setattr("forum_app.released.BELIEVED", {"sqlite": 9.0, "postgresql": 9.0})
    seen(app)
    with other.app_context(), writing():
        banner(db.session.scalars(select(Forum)).one())

    assert "Gate 2 is open" not in seen(app).text
    monkeypatch.setattr("forum_app.released.monotonic", lambda: monotonic() + 10)
    assert "Gate 2 is open" in seen(app).text


def test_a_draft_stays_unseen(app, made, other):
    seen(app)
    with other.app_context(), writing():
        db.session.scalars(select(Session)).one().title = words("A draft")

    assert "A draft" not in seen(app).text
    assert seen(app, "/en/summit/pages/none").status_code == 404


def test_whoever_has_a_cookie_or_a_key_is_answered_by_the_application(app, made):
    seen(app)
    seen(app, cookie=True)
    for headers in ({"Authorization": "Bearer x"}, {"Range": "bytes=0-"}):
        seen(app, headers=headers)

    assert made == [SEEN] * 4


def test_a_page_that_gives_a_cookie_or_is_not_to_be_kept_is_made_for_each(app, made):
    def strange():
        if "cookie" in request.args:
            session["own"] = 1
        told = {"Cache-Control": "no-store"} if "private" in request.args else {}
        return Response("for you", headers=told)

    app.add_url_rule("/en/strange", "strange", access.anyone(held(strange)))
    for query in ("cookie=y", "private=y", "") * 2:
        seen(app, f"/en/strange?{query}")

    assert len(made) == 5


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_held(app, made):
    held = seen(app)
    strange = [seen(app, headers={"Host": "evil.example"}).status_code for _ in range(2)]

    assert (held.status_code, strange) == (200, [400, 400])


def test_another_address_is_another_page(app, made):
    paths = [SEEN, SEEN.replace("/en/", "/vi/"), f"{SEEN}?q=x", f"{SEEN}?q=y"]
    texts_seen = {seen(app, path).text for path in paths * 2}

    assert (len(texts_seen), len(made)) == (4, 4)


def test_a_page_is_kept_within_its_five_seconds_alone(app, made):
    seen(app)
    with time_machine.travel(NOW + timedelta(seconds=5), tick=False):
        seen(app)

    assert made == [SEEN] * 2


def test_where_the_database_cannot_be_asked_the_application_answers(app, made, monkeypatch):
    seen(app)
    monkeypatch.setattr("forum_app.released._ASKED", {})
    with app.app_context():
        db.engine.dispose()  # as when the connection is lost

    assert [seen(app).status_code for _ in range(2)] == [200, 200]
    assert made == [SEEN] * 3

"""The stream: what the versions are, then each change, in every process."""

import json
import threading

import pytest

from forum_app.beside import engine_beside
from forum_app.db import db, writing
from forum_app.live import feeds, views
from forum_app.live.queries import own_connection, versions
from forum_app.live.services import touch

from ..builders import a_forum, a_session, release
from ..conftest import an_app
from ..registration.pages import filled


@pytest.fixture(autouse=True)
def serving(app):
    """Streams, and the look at the versions, end with the test and before its database."""
    state = {"on": True}
    feeds.go_on_while(lambda: state["on"])
    yield state
    state["on"] = False
    for thread in [x for x in threading.enumerate() if x.name == "live"]:
        thread.join(5)
    feeds.go_on_while(lambda: True)


@pytest.fixture
def listening(app, serving):
    """A stream of the topics, past its greeting."""
    opened = []

    def listen(*topics):
        with app.app_context():
            stream = feeds.watch_of(engine_beside(), streams=9).stream(list(topics))
        opened.append(stream)
        assert next(stream).startswith("retry:")
        return stream

    yield listen
    for stream in opened:
        stream.close()


def told(stream):
    return json.loads(next(stream).removeprefix("data: "))


def change(app, topic):
    with app.app_context(), writing():
        touch(topic)


def test_a_stream_tells_the_versions_and_then_each_change_of_its_topics(app, listening):
    change(app, "seats.1")
    stream = listening("booths.1", "seats.1")

    first = told(stream)
    change(app, "door.1")
    change(app, "seats.1")

    assert first == {"booths.1": 0, "seats.1": 1}
    assert told(stream) == {"seats.1": 2}


def test_a_change_in_another_process_is_told_too(app, database_url, tmp_path, listening):
    other = an_app(database_url, tmp_path)
    stream = listening("seats.1")
    told(stream)

    change(other, "seats.1")

    assert told(stream) == {"seats.1": 1}
    with other.app_context():
        db.engine.dispose()


def test_silence_is_broken_so_that_a_lost_line_is_noticed(app, listening, monkeypatch):
    monkeypatch.setattr(feeds, "HEARTBEAT", 0.01)
    stream = listening("seats.1")
    told(stream)

    assert next(stream).startswith(": ")


def test_all_streams_end_when_the_process_is_about_to(app, listening, serving):
    stream = listening("seats.1")
    told(stream)

    serving["on"] = False

    assert [piece for piece in stream if "data" in piece] == []


def test_a_registration_is_heard_of_on_the_page_that_shows_its_seats(app, browser):
    with app.app_context():
        forum = a_forum()
        a_session(forum, code="W1", hall=2)
        release(forum)
        db.session.commit()
        slug, topic = forum.slug, f"seats.{forum.id}"
    page = browser().get(f"/en/{slug}/register")

    browser().post(f"/en/{slug}/register", filled(email="one@example.org"))

    with app.app_context(), own_connection(engine_beside()) as connection:
        assert versions(connection)[topic] > 0
    with app.test_request_context():
        assert views.live_url(topic).replace("&", "&amp;") in page.text


def test_nobody_listens_to_what_no_page_gave_away(browser):
    for asked in ("", "?t=seats.1", "?t=seats.1~AAAAAAAAAAAAAAAA", "?t=%00", "?t=" + "x" * 9999):
        assert browser().get(f"/live{asked}").status_code == 404


def test_where_no_more_streams_fit_the_page_is_told_to_ask_by_itself(app, browser):
    app.config["LIVE_STREAMS"] = 1
    with app.test_request_context():
        url = views.live_url("seats.1")
    first = browser().client.get(url)

    full = browser().get(url)
    first.close()
    again = browser().client.get(url)

    assert (first.status_code, full.status_code, again.status_code) == (200, 503, 200)
    assert full.headers["Retry-After"] == "60"
    assert first.mimetype == "text/event-stream"
    again.close()

"""What everybody may read: forums, sessions and points, as they were released."""

from datetime import UTC, date, datetime

import pytest

from forum_app.db import db
from forum_app.i18n import Words
from forum_app.models import Forum, SeatCount, Session
from forum_app.programme.services.releases import release_programme

from ..broadcast.lines import a_line
from ..builders import a_forum, a_person, a_session, release
from ..programme.channels import a_channel, interprets
from .machine import fields

RELEASED = datetime(2030, 4, 1, tzinfo=UTC)
CANCELLED = datetime(2030, 5, 1, tzinfo=UTC)


def test_a_forum_tells_its_days_and_its_clocks(stranger):
    told = stranger.get().json

    assert told == {
        "slug": "ascf",
        "name": {"vi": "Diễn đàn", "en": "Forum"},
        "theme": None,
        "venue": {"vi": "Trung tâm Hội nghị", "en": "Convention Center"},
        "city": {"vi": "Hà Nội", "en": "Hà Nội"},
        "timezone": "Asia/Ho_Chi_Minh",
        "first_day": "2030-06-01",
        "last_day": "2030-06-02",
    }
    assert stranger.get("/api/v1/forums").json == [told]


def test_a_session_tells_when_where_and_how_many_seats_are_taken(app, stranger, machine):
    machine.registers("W1")

    told = stranger.get("/sessions").json

    assert [session["code"] for session in told] == ["W1", "W2", "P1"]
    assert told[0].keys() == {
        *("code", "kind", "title", "starts_at", "ends_at", "hall", "seats"),
        *("languages", "spoken", "channels"),
    }
    assert told[0]["kind"] == "workshop"
    assert told[0]["title"] == {"vi": "Phiên", "en": "Session"}
    assert (told[0]["starts_at"], told[0]["ends_at"]) == (
        *("2030-06-01T01:30:00Z", "2030-06-01T04:00:00Z"),
    )
    assert told[0]["seats"] == {
        "hall": {"total": 1, "taken": 1},
        "online": {"total": 9, "taken": 0},
    }
    assert told[1]["seats"]["online"] is None


def test_a_session_tells_in_which_languages_one_can_follow_as_it_is_released(app, stranger):
    before = stranger.get("/sessions").json[0]
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        session.languages, session.spoken = ["vi", "en", "fil"], ["vi"]
        english = a_channel(session)
        a_channel(session, "vi", "sign")
        interprets(english, session, a_person(session.forum, "Kei Ito"), way="online")
        owner = {"session": session, "purpose": "interpretation", "language": "en"}
        a_line(session.forum, secret="v01ce", channel_kind="audio", **owner)
        release_programme(session.forum, note=None, by=None, now=RELEASED)
        a_channel(session, "ja")  # planned, and not released
        db.session.commit()

    answer = stranger.get("/sessions")
    told, other = answer.json[0], answer.json[1]
    assert (before["languages"], before["spoken"], before["channels"]) == ([], [], [])
    assert (told["languages"], told["spoken"]) == (["vi", "en", "fil"], ["vi"])
    assert told["channels"] == [
        {"language": "en", "kind": "audio"},
        {"language": "vi", "kind": "sign"},
    ]
    assert (other["languages"], other["spoken"], other["channels"]) == ([], [], [])
    assert not any(word in answer.text for word in ("Kei", "v01ce", "meet.example.org"))


def test_a_point_tells_where_it_is_and_its_seats_in_each_session(stranger, machine):
    machine.registers("W1", way="point", point="SIN")

    assert stranger.get("/points").json == [
        {
            "code": "SIN",
            "name": {"vi": "Singapore", "en": "Singapore"},
            "city": "Singapore",
            "country": "SG",
            "timezone": "Asia/Singapore",
            "seats": [{"session": "W1", "total": 2, "taken": 1}],
        }
    ]


def test_what_is_not_released_or_was_cancelled_is_not_told(app, stranger, forum):
    with app.app_context():
        there = db.session.get(Forum, forum.id)
        a_session(there, code="W8", hall=5)
        gone = db.session.query(Session).filter_by(code="W1").one()
        gone.cancelled_at = CANCELLED
        db.session.flush()
        sessions = db.session.query(Session).filter(Session.code != "W8").all()
        release(there, number=2, sessions=sessions)
        db.session.commit()

    assert [session["code"] for session in stranger.get("/sessions").json] == ["W2", "P1"]
    assert stranger.get("/points").json[0]["seats"] == []


def test_where_seats_were_cut_no_more_are_taken_than_there_are(app, stranger, machine):
    machine.registers("W1")
    with app.app_context():
        count = db.session.query(SeatCount).filter_by(way="hall", seats=1).one()
        count.seats, count.over = 0, count.taken
        db.session.commit()

    assert stranger.get("/sessions").json[0]["seats"]["hall"] == {"total": 0, "taken": 0}


def test_a_title_in_one_language_is_told_in_both(app, stranger, forum):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        session.title = Words({"vi": "Đô thị thông minh"})
        release(db.session.get(Forum, forum.id), number=2)
        db.session.commit()

    told = stranger.get("/sessions").json[0]["title"]
    assert told == {"vi": "Đô thị thông minh", "en": "Đô thị thông minh"}


@pytest.mark.parametrize("limit", [1, 3])
def test_a_list_is_read_page_by_page_without_gap_or_twin(stranger, limit):
    seen, address, pages = [], f"/sessions?limit={limit}", 0
    while address and pages < 9:
        answer, pages = stranger.get(address), pages + 1
        seen += [session["code"] for session in answer.json]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")

    assert seen == ["W1", "W2", "P1"]
    assert pages == -(-3 // limit)


def test_the_next_page_is_an_address_that_can_be_asked_as_it_stands(stranger):
    link = stranger.get("/sessions?limit=1").headers["Link"]

    assert link == '<http://localhost/api/v1/forums/ascf/sessions?limit=1&after=W1>; rel="next"'


def test_lists_of_the_forums_go_on_too(app, stranger):
    with app.app_context():
        a_forum(slug="later", first_day=FIRST, last_day=LAST)
        db.session.commit()

    first = stranger.get("/api/v1/forums?limit=1")
    second = stranger.get("/api/v1/forums?limit=1&after=later")

    assert [forum["slug"] for forum in first.json + second.json] == ["later", "ascf"]
    assert fields(stranger.get("/api/v1/forums?after=none")) == ["after"]


FIRST, LAST = date(2031, 1, 1), date(2031, 1, 2)


def test_what_did_not_change_is_not_sent_again(stranger, machine):
    for path in ("", "/sessions", "/points", "/api/v1/forums", "/api/v1/openapi.json"):
        tag = stranger.get(path).headers["ETag"]

        again = stranger.get(path, headers={"If-None-Match": tag})

        assert (again.status_code, again.data) == (304, b"")


def test_a_seat_that_was_taken_is_told_at_once(stranger, machine):
    tag = stranger.get("/sessions").headers["ETag"]
    machine.registers("W1")

    assert stranger.get("/sessions", headers={"If-None-Match": tag}).status_code == 200

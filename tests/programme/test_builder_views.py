"""The agenda builder's page, what its script is told, and each act as it is answered."""

import gzip
import json
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from forum_app.db import db
from forum_app.models import Appearance, Session
from forum_app.programme.services.sessions import let_appear

from ..builders import NOW, a_forum, a_person, a_point, a_session, a_user
from ..desk.forms import as_shown

BUILDER = "/en/summit/desk/programme/builder"


@pytest.fixture
def desk(app, browser):
    """An organiser's browser; A is in R1 at 08:30, B lies in the tray, R2 is free."""
    with app.app_context():
        forum = a_forum(slug="summit")
        point = a_point(forum, code="SIN", zone="Asia/Singapore")
        session = a_session(forum, code="A", starts="08:30", ends="09:30")
        session.hall.code = "R1"
        tray = a_session(forum, code="B", starts="08:30", ends="09:00")
        tray.hall.code = "R2"
        tray.unscheduled_at, tray.hall_id = NOW, session.hall_id
        how = {"documented": False, "from_documented": False, "now": NOW}
        one = let_appear(a_person(forum, "Lim"), session, "speaker", "hall", **how)
        one.from_way, one.point_id = "point", point.id
        user, stranger = a_user(forum=forum, role="organiser"), a_user()
        db.session.commit()
        ids = user.id, stranger.id
    page = browser(ids[0])
    return SimpleNamespace(page=page, other=browser(ids[0]), stranger=browser(ids[1]))


def board(desk, **given):
    return desk.page.get(f"{BUILDER}/board", **given)


def act(page, path, **fields):
    answer = page.post(f"{BUILDER}/{path}", fields)
    return answer.status_code, answer.json


def place(page, code="A", hall="R2", starts="2030-06-01T09:00", minutes=60, seen=1, **more):
    fields = {"hall": hall, "starts": starts, "minutes": minutes, "seen": seen} | more
    return act(page, "place", code=code, **fields)


def test_without_a_script_the_page_is_a_list_by_hall_that_leads_to_the_forms(desk):
    page = desk.page.get(BUILDER).text

    listed = page.partition('id="list"')[2]
    assert "Hà Nội time (UTC+7)" in page
    assert '08:30–09:30 <a href="/en/summit/desk/programme/A">' in listed
    assert '30 min <a href="/en/summit/desk/programme/B">' in listed


def test_each_day_has_a_board_of_its_own(desk):
    second, nonsense = (desk.page.get(f"{BUILDER}?day={x}").text for x in ("2030-06-02", "x"))

    assert 'aria-current="page">Sun 2 Jun' in second
    assert "08:30–09:30" not in second.partition('id="list"')[2]
    assert "08:30–09:30" in nonsense


def test_the_script_is_told_the_day_as_plain_facts_with_names_and_nothing_else_of_people(desk):
    told = board(desk).json

    by_code = {card["code"]: card for card in told["cards"]}
    assert by_code["A"]["wall"] - told["day"] == 8 * 60 + 30
    assert (by_code["A"]["minutes"], by_code["A"]["version"]) == (60, 1)
    assert by_code["A"]["people"] == [[0, "point", "SIN"]]
    assert by_code["B"]["tray"]
    assert [point[0][1] for point in told["points"].values()] == [8 * 60]
    assert told["people"] == ["Lim"]
    assert told["says"]["hall_twice"][0] is True
    assert told["says"]["hall_twice"][1].startswith("%(one)s and %(other)s are in hall %(hall)s")
    assert "@" not in board(desk).text


def test_what_is_told_is_compressed_for_whoever_can_read_that(desk):
    zipped = board(desk, headers={"Accept-Encoding": "gzip"})

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(zipped.data)) == board(desk).json


def test_nothing_is_told_twice_until_somebody_plans(desk):
    tag = {"If-None-Match": board(desk).headers["ETag"]}

    before = board(desk, headers=tag).status_code
    place(desk.other)

    assert (before, board(desk, headers=tag).status_code) == (304, 200)


def test_a_move_is_answered_with_where_it_stands_and_what_it_clashes_with(desk):
    place(desk.page, "B", hall="R2", minutes=30)

    status, told = place(desk.page, "A", hall="R2")

    assert status == 200
    assert [(x["code"], x["hall"], x["version"]) for x in told["cards"]] == [("A", "R2", 2)]
    facts = {"one": "A", "other": "B", "hall": "R2"}
    assert told["clashes"] == [{"names": ["A", "B"], "rule": "hall_twice", "facts": facts}]


def test_the_answer_knows_whether_somebody_planned_in_between(desk):
    tag = board(desk).json["tag"]

    alone = place(desk.page)[1]
    place(desk.other, "B")
    not_alone = place(desk.page, starts="2030-06-01T15:00", seen=2)[1]

    assert alone["before"] == tag
    assert not_alone["before"] != alone["tag"]


def test_the_later_of_two_organisers_is_shown_both_places(desk):
    place(desk.other, starts="2030-06-01T14:00")

    status, told = place(desk.page, starts="2030-06-01T15:00")

    assert (status, told["reason"]) == (409, "moved_meanwhile")
    assert "Somebody changed A after you saw it." in told["says"]
    assert [(x["version"], x["hall"]) for x in told["theirs"]] == [(2, "R2")]
    assert place(desk.page, starts="2030-06-01T15:00", seen=2)[0] == 200


def test_into_the_tray_and_out_again(desk):
    status, shelved = act(desk.page, "shelve", code="A", seen=1)
    back = place(desk.page, hall="R1", seen=2)[1]

    assert (status, shelved["cards"][0]["tray"]) == (200, True)
    assert "tray" not in back["cards"][0]


def test_what_cannot_be_is_said_in_a_sentence(app, desk):
    for fields, status, said in (
        ({"hall": "gone"}, 409, "There is no hall gone any more."),
        ({"code": "Z"}, 404, "There is no session Z any more."),
        ({"code": "\0"}, 404, "There is no session"),
        ({"minutes": "-5"}, 422, "A session lasts from 5 minutes to 1440."),
        ({"minutes": "9" * 30}, 422, "A session lasts from 5 minutes to 1440."),
        ({"starts": "never"}, 422, "This place could not be read."),
        ({"starts": "2030-06-01T09:00+07:00"}, 422, "This place could not be read."),
        ({"starts": "0001-01-01T00:00"}, 422, "This place could not be read."),
        ({"fold": "7"}, 422, "This place could not be read."),
        ({"hall": ""}, 422, "This place could not be read."),
    ):
        answered, told = place(desk.page, **fields)
        assert (answered, told["says"][: len(said)]) == (status, said), fields
    with app.app_context():
        assert {x.version for x in db.session.query(Session)} == {1}


def test_copies_are_told_one_by_one_and_taken_back_by_their_versions(app, desk):
    with app.app_context():
        db.session.query(Appearance).delete()
        db.session.query(Session).filter_by(code="A").update({"kind": "break"})
        db.session.commit()

    made = act(desk.page, "copies", code="A")[1]
    status, told = act(desk.page, "copies/removal", copies="A-R2:1")

    assert [(x["code"], x["hall"]) for x in made["cards"]] == [("A-R2", "R2")]
    assert (status, told["cards"], told["gone"]) == (200, [], ["A-R2"])
    for typed in ("", "A-R2", "A-R2:1", "\0:1", "Z:1", "A-R2:1 " * 300):
        assert act(desk.page, "copies/removal", copies=typed)[0] in (404, 409, 422), typed


def test_who_does_not_organise_moves_nothing(app, desk):
    assert desk.stranger.post(f"{BUILDER}/place", {"code": "A"}).status_code == 403
    assert desk.page.client.post(f"{BUILDER}/shelve", data={"code": "A"}).status_code == 400
    with app.app_context():
        assert {x.version for x in db.session.query(Session)} == {1}


def test_a_save_asks_no_more_where_the_programme_is_longer(app, desk):
    place(desk.page)
    few = asked_by_a_save(app, desk, seen=2)
    with app.app_context():
        forum = db.session.query(Session).first().forum
        for number in range(8):
            a_session(forum, code=f"S{number}", starts="08:00", ends="10:00", hall=3)
        db.session.commit()

    assert asked_by_a_save(app, desk, seen=3) == few


def asked_by_a_save(app, desk, *, seen):
    asked = []

    def hear(_connection, _cursor, statement, *_):
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    place(desk.page, starts=f"2030-06-01T1{seen}:00", seen=seen)
    event.remove(engine, "before_cursor_execute", hear)
    return len(asked)


def test_by_its_form_a_session_is_put_into_the_tray_and_taken_out(app, desk):
    there = "/en/summit/desk/programme/A"

    def in_tray():
        with app.app_context():
            return db.session.query(Session).filter_by(code="A").one().unscheduled_at is not None

    desk.page.post(there, as_shown(desk.page.get(there)) | {"unscheduled": "y"})
    put, shown = in_tray(), desk.page.get(BUILDER).text.partition('id="list"')[2]
    typed = as_shown(desk.page.get(there))
    del typed["unscheduled"]
    desk.page.post(there, typed)

    assert (put, in_tray()) == (True, False)
    assert "60 min" in shown

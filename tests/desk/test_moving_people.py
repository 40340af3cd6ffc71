"""The organiser moves the people of a lost point, and tells those of one that changed."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum_app import clock, worker
from forum_app.db import db
from forum_app.models import Point, PointMailing, Session
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.sessions import let_appear
from forum_app.registration.rules import bulk as rules
from forum_app.registration.tasks import points as point_tasks

from ..builders import NOW, a_person, a_point, seats_of
from ..registration.applications import at_point, hall
from .forms import edits
from .many import holds, letters_of, of, sent_from

MOVING = "/points/SIN/moving"


@pytest.fixture
def seated(registers):
    """Two who sit at SIN in W1, one of them reads Vietnamese; references."""
    who = (("Tan", "en"), ("Ánh", "vi"))
    given = {"now": clock.now() - timedelta(hours=1)}
    return [registers(at_point("W1", "SIN"), name=name, lang=lang, **given) for name, lang in who]


def moves(desk, query="online=1", **given):
    page = desk.get(f"{MOVING}?{query}")
    sent = {name: values[0] for name, values in sent_from(page).items()}
    answer = desk.post(MOVING, sent | given)
    return answer, answer.location and answer.location.partition("/desk")[2]


def test_the_organiser_sees_whom_it_concerns_before_anything_is_done(app, desk, seated):
    with app.app_context():
        speaks(of(seated[0]).forum)

    page = desk.get(MOVING)

    assert "Withdraw the point and move 2 people" in page.text
    assert "Where the point is lost" in desk.get("/points/SIN").text
    assert "Free: Online" in page.text
    assert "2 move" in page.text
    assert "Lim Speaks" in page.text
    assert [holds(app, x)[1] for x in seated] == [{"W1": "point"}] * 2


def speaks(forum):
    """Somebody speaks in W1 from SIN."""
    how = {"documented": False, "from_documented": False, "now": NOW}
    person = a_person(forum, "Lim Speaks")
    one = let_appear(person, session_of(forum), AppearanceRole.SPEAKER, Way.ONLINE, **how)
    sin = db.session.scalars(select(Point).filter_by(forum_id=forum.id, code="SIN")).one()
    one.from_way, one.point_id = Way.POINT, sin.id
    db.session.commit()


def session_of(forum):
    return db.session.scalars(select(Session).filter_by(forum_id=forum.id, code="W1")).one()


def test_one_press_moves_all_and_one_more_puts_them_back(app, desk, seated):
    answer, there = moves(desk)

    assert answer.status_code == 303
    assert [holds(app, x)[1] for x in seated] == [{"W1": "online"}] * 2
    assert '<dt>Done</dt><dd class="figures">2</dd>' in desk.get(there).text
    assert [letters_of(app, x) for x in seated] == [[("relocated", "waiting")]] * 2

    desk.post(f"{there}/undo")
    assert [holds(app, x)[1] for x in seated] == [{"W1": "point"}] * 2
    assert [letters_of(app, x) for x in seated] == [[("relocated", "cancelled")]] * 2
    assert "takes part no more" not in desk.get("/points").text


def test_more_people_are_moved_behind_the_page_and_at_once(app, desk, seated, monkeypatch):
    monkeypatch.setattr(rules, "MOVED_AT_ONCE", 1)
    assert "worked on in the background" in desk.get(MOVING).text
    _, there = moves(desk)
    assert "of 2 are settled" in desk.get(there).text

    worker.run_once(app, clock.now())

    assert [holds(app, x)[1] for x in seated] == [{"W1": "online"}] * 2


def test_the_same_press_sent_twice_is_one_act(app, desk, seated):
    page = desk.get(MOVING)
    sent = {name: values[0] for name, values in sent_from(page).items()}

    there = {desk.post(MOVING, sent).location for _ in range(2)}

    assert len(there) == 1
    assert desk.get("/acts").text.count("Move the people of a point") == 1


def test_whoever_came_since_the_look_is_said_before_anything_is_done(app, desk, seated, registers):
    page = desk.get(MOVING)
    sent = {name: values[0] for name, values in sent_from(page).items()}
    late = registers(at_point("W1", "SIN"))

    answer = desk.post(MOVING, sent)

    assert answer.status_code == 409
    assert "finds 3 people now, and found 2" in answer.text
    assert holds(app, late)[1] == {"W1": "point"}
    assert "takes part no more" not in desk.get("/points").text


def test_who_finds_no_seat_stands_in_a_list_by_name(app, desk, seated):
    with app.app_context():
        forum = of(seated[0]).forum
        jkt = a_point(forum, code="JKT", name="Jakarta", zone="Asia/Jakarta")
        seats_of(session_of(forum), "point", 1, jkt)
        db.session.commit()
    looked = desk.get(f"{MOVING}?to=JKT")
    assert "1 without a seat" in looked.text

    _, there = moves(desk, "to=JKT", online="")

    for page, heading in ((desk.get(there), "found no seat"), (desk.get(MOVING), "still there")):
        assert "Ánh" in page.text.partition(f"{heading}</h2>")[2]
        assert "Tan" not in page.text
    moves(desk)
    assert "found no seat" not in desk.get(there).text
    assert "a place there" not in desk.get("/points").text


def test_the_look_says_that_whoever_decides_at_the_other_point_is_written_to(app, desk, seated):
    with app.app_context():
        forum = of(seated[0]).forum
        jkt = a_point(forum, code="JKT", name="Jakarta", seating="approval")
        seats_of(session_of(forum), "point", 2, jkt)
        db.session.commit()
    told = "Whoever coordinates it gets one letter about all of them."

    assert told in desk.get(f"{MOVING}?to=JKT").text
    assert told not in desk.get(MOVING).text


def test_lists_of_points_say_who_is_at_a_lost_one_still(app, desk, seated):
    edits(desk, "/points/SIN", withdrawn="1")

    for path in ("/points", "/readiness"):
        assert "2 people still have a place there" in desk.get(path).text


def test_the_letter_says_in_the_language_of_its_reader_where_they_are_now(app, desk, seated, mail):
    mail()
    moves(desk, at_once="1")

    sent = {x["subject"]: x.get_body(("plain",)).get_content() for x in mail()}

    assert set(sent) == {
        "Singapore (SIN) takes part no more: your places now",
        "Singapore (SIN) không còn tham gia: chỗ của bạn hiện nay",
    }
    english = next(text for subject, text in sent.items() if "takes part" in subject)
    assert "How you attend now: Online" in english
    assert "Hà Nội, UTC+7" in english
    assert "Local time in Singapore: 09:30" in english


def test_the_letter_waits_as_long_as_it_can_be_taken_back_and_raises_the_calendar(
    app, desk, seated, mail
):
    [first] = [x for x in mail() if f"{seated[0]} received" in x["subject"]]
    moves(desk)
    assert mail() == []

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        [told] = [x for x in mail() if "takes part no more" in x["subject"]]

    assert sequence_of(told) > sequence_of(first)
    assert "LOCATION:Online" in calendar_of(told)


def calendar_of(letter):
    return next(x for x in letter.iter_attachments()).get_content()


def sequence_of(letter):
    content = calendar_of(letter)
    content = content.decode() if isinstance(content, bytes) else content
    return int(re.search(r"SEQUENCE:(\d+)", content)[1])


def test_edits_of_a_point_are_one_letter_and_only_when_somebody_wants_it(app, desk, seated, mail):
    mail()
    for city in ("Johor", "Batam"):
        edits(desk, "/points/SIN", city_en=city, city_vi=city)
    edits(desk, "/points/SIN", address_en="Pier 1")
    page = desk.get("/points/SIN")

    assert "Write to 2 people" in page.text
    assert "Singapore → Batam" in page.text
    assert "Johor" not in page.text.partition('id="people"')[2]
    assert "whose people were not told" in desk.get("/points").text
    assert mail() == []
    desk.post("/points/SIN/letters")
    desk.post("/points/SIN/letters")
    sent = [*mail(), *mail()]  # the job, then what it laid in
    assert sorted(x["subject"] for x in sent) == [
        "Your point has changed: Singapore (SIN)",
        "Điểm cầu của bạn thay đổi: Singapore (SIN)",
    ]
    text = next(x for x in sent if "Your" in x["subject"]).get_body(("plain",)).get_content()
    assert "City: Singapore → Batam" in text
    assert "Local time in Batam: 09:30" in text
    assert "whose people were not told" not in desk.get("/points").text


def test_many_are_written_to_some_at_a_time_and_each_once(desk, seated, mail, monkeypatch):
    mail()
    monkeypatch.setattr(point_tasks, "AT_ONCE", 1)
    edits(desk, "/points/SIN", city_en="Johor", city_vi="Johor")

    desk.post("/points/SIN/letters")

    assert len([x for _ in range(5) for x in mail()]) == 2


def test_what_was_changed_back_and_what_nobody_knew_is_not_told(app, desk, seated, registers):
    edits(desk, "/points/SIN", city_en="Johor", city_vi="Johor")
    edits(desk, "/points/SIN", city_en="Singapore", city_vi="Singapore")
    assert "Write to" not in desk.get("/points/SIN").text

    edits(desk, "/points/SIN", seats="31")
    assert "Write to" not in desk.get("/points/SIN").text
    with app.app_context():
        assert db.session.scalars(select(PointMailing)).all() == []


def test_an_organiser_may_let_it_be(desk, seated, mail):
    mail()
    edits(desk, "/points/SIN", city_en="Johor", city_vi="Johor")

    desk.post("/points/SIN/letters/none")

    assert "Write to" not in desk.get("/points/SIN").text
    assert mail() == []


def test_whoever_came_after_the_change_goes_by_what_they_saw(app, desk, seated, registers):
    edits(desk, "/points/SIN", city_en="Johor", city_vi="Johor")
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        registers(at_point("W1", "SIN"), now=clock.now())

    assert "Write to 2 people" in desk.get("/points/SIN").text


def test_a_point_without_people_is_not_to_be_moved(app, desk):
    page = desk.get(MOVING)

    assert "Nobody to move" in page.text
    assert desk.post(MOVING, {"online": "1", "counted": "0"}).status_code == 409
    assert "takes part no more" not in desk.get("/points").text


def test_a_seat_in_the_hall_is_nobodys_business_here(app, desk, seated, registers):
    other = registers(hall("W1", wait=True))

    moves(desk)

    assert holds(app, other)[1] == {"W1": "waits for hall"}

"""What is tested on a line is what that line carries; the rest is left out, and said so."""

import html
import re

import pytest

from forum_app.broadcast.models import CheckItem, Purpose, Transport
from forum_app.broadcast.queries.readiness import readiness_at
from forum_app.broadcast.queries.sheets import call_sheets_of
from forum_app.broadcast.rules.carrying import Carries, carried_by
from forum_app.broadcast.rules.checklist import USUAL
from forum_app.broadcast.rules.left_out import Because, left_out_at
from forum_app.broadcast.rules.readiness import (
    About,
    Finding,
    Item,
    Line,
    PointFacts,
    Preparation,
    Result,
    Why,
    readiness_of,
)
from forum_app.broadcast.rules.refusals import NoSuchItem, OnlyOfLines
from forum_app.broadcast.services.checks import edit_item, make_item, start_list
from forum_app.db import db
from forum_app.forums.models import Forum, Point

from ..builders import NOW, words
from .conftest import BY, a_line
from .test_checks import finds

SRT, SIP, WEB, PSTN = Transport.SRT, Transport.SIP, Transport.WEB, Transport.PSTN


@pytest.mark.parametrize(
    ("purpose", "transport", "watches", "carried"),
    [
        (Purpose.MEET, WEB, False, Carries.BOTH_WAYS),
        (Purpose.BACKUP, SIP, False, Carries.BOTH_WAYS),
        (Purpose.BACKUP, Transport.H323, False, Carries.BOTH_WAYS),
        (Purpose.MEET, Transport.WEBRTC, False, Carries.BOTH_WAYS),
        (Purpose.BACKUP, SRT, False, Carries.TO_HALL),
        (Purpose.BACKUP, Transport.RTMP, False, Carries.TO_HALL),
        (Purpose.BACKUP, Transport.HLS, False, Carries.FROM_HALL),
        (Purpose.CONTRIBUTE, WEB, False, Carries.TO_HALL),
        (Purpose.CONTRIBUTE, SRT, False, Carries.TO_HALL),
        (Purpose.RETURN, SRT, False, Carries.FROM_HALL),
        (Purpose.RETURN, WEB, False, Carries.FROM_HALL),
        (Purpose.PHONE, PSTN, False, Carries.SOUND),
        (Purpose.PHONE, SIP, False, Carries.SOUND),
        (Purpose.BACKUP, PSTN, False, Carries.SOUND),
        (Purpose.MEET, WEB, True, Carries.FROM_HALL),
        (Purpose.BACKUP, SRT, True, Carries.FROM_HALL),
        (Purpose.PHONE, PSTN, True, Carries.SOUND),
    ],
)
def test_what_a_line_carries_follows_from_its_use_its_way_and_the_point(
    purpose, transport, watches, carried
):
    assert carried_by(purpose, transport, only_watches=watches) is carried


PICTURE = Item("picture", About.LINE, hours=24, applies_to=frozenset({"both_ways"}))
SOUND = Item("sound", About.LINE, hours=24, applies_to=frozenset({"both_ways", "sound"}))
ROOM, ANYTHING = Item("room", About.POINT, hours=24), Item("any", About.LINE, hours=24)
MEETING = Line(1, 1, "meet", Carries.BOTH_WAYS)
PHONE, RETURN = Line(2, 1, "phone", Carries.SOUND), Line(3, 1, "return", Carries.FROM_HALL)


def a_place(*lines, **given):
    return PointFacts(**{"kind": "regional", "revision": 1, "lines": lines} | given)


def missing(point, *items):
    found = readiness_of(point, items, now=NOW).missing
    return [(x.item, x.line and x.line.id, x.why) for x in found]


def test_an_item_is_missing_only_on_lines_that_it_applies_to():
    found = missing(a_place(MEETING, PHONE, RETURN), PICTURE, SOUND, ANYTHING)

    assert [(item, line) for item, line, _ in found] == [
        *(("picture", 1), ("sound", 1), ("sound", 2)),
        *(("any", 1), ("any", 2), ("any", 3)),
    ]


def test_a_point_with_no_such_line_is_ready_without_it():
    tested = (Finding("sound", 2, 1, Result.PASS, NOW),)

    found = readiness_of(a_place(PHONE, tested=tested), (PICTURE, SOUND), now=NOW)

    assert found.state is Preparation.READY


def test_a_failure_on_a_line_of_which_it_is_not_asked_any_more_counts_no_more():
    tested = (Finding("picture", 2, 1, Result.FAIL, NOW),)

    assert missing(a_place(PHONE, tested=tested), PICTURE) == []


def test_a_point_without_a_line_waits_for_one_where_such_a_line_could_be_there():
    assert missing(a_place(), PICTURE) == [("picture", None, Why.NO_LINE)]
    assert missing(a_place(only_watches=True), PICTURE) == []
    assert missing(a_place(only_watches=True), SOUND) == [("sound", None, Why.NO_LINE)]


def left_out(point, *items):
    return [(x.item.code, x.because, [y.id for y in x.lines]) for x in left_out_at(point, items)]


def test_what_is_left_out_is_told_with_why():
    lights = Item("lights", About.POINT, hours=1, kinds=frozenset({"studio"}))
    items = (PICTURE, SOUND, ROOM, ANYTHING, lights)

    assert left_out(a_place(MEETING, PHONE), *items) == [
        ("picture", Because.OF_OTHER_LINES, [2]),
        ("lights", Because.OF_OTHER_KINDS, []),
    ]
    assert left_out(a_place(PHONE), *items)[0] == ("picture", Because.NO_SUCH_LINE, [2])
    watching = left_out(a_place(RETURN, only_watches=True), *items)
    assert watching[0] == ("picture", Because.ONLY_WATCHES, [3])
    assert left_out(a_place(), *items) == [("lights", Because.OF_OTHER_KINDS, [])]


def test_the_usual_list_asks_something_of_whatever_a_line_carries_and_no_picture_of_a_telephone():
    asked = {
        carried: {x.code for x in USUAL if x.about is About.LINE and carried in x.applies_to}
        for carried in Carries
    }

    assert asked == {
        Carries.BOTH_WAYS: {"picture", "sound", "delay"},
        Carries.TO_HALL: {"one-way", "delay"},
        Carries.FROM_HALL: {"one-way"},
        Carries.SOUND: {"sound"},
    }


def test_a_line_that_becomes_another_is_asked_other_things(tests):
    line = a_line(tests.sin)
    before = readiness_at(tests.forum, tests.sin, now=NOW)

    line.purpose, line.transport = Purpose.PHONE, PSTN
    db.session.flush()

    after = readiness_at(tests.forum, tests.sin, now=NOW)
    of_line = [{x.item for x in found.missing if x.line} for found in (before, after)]
    assert of_line == [{"picture", "sound", "delay"}, {"sound"}]


def test_an_item_that_was_made_without_saying_applies_to_every_line(tests):
    wanted = {"title": words("Nhãn"), "about": About.LINE, "kinds": []}
    wanted |= {"is_needed": True, "hours": 9}
    item = make_item(tests.forum, "label", wanted | {"position": 9}, **BY)
    phone = a_line(tests.sin, Purpose.PHONE, PSTN)

    assert item.applies_to == []
    assert finds(tests.sin, item, phone)


def test_a_picture_is_not_written_down_of_a_telephone(tests):
    phone = a_line(tests.sin, Purpose.PHONE, PSTN)

    with pytest.raises(NoSuchItem):
        finds(tests.sin, tests.items["picture"], phone)
    assert finds(tests.sin, tests.items["sound"], phone)


def test_what_is_tested_on_no_line_says_nothing_of_lines(tests):
    with pytest.raises(OnlyOfLines):
        edit_item(tests.items["room"], {"applies_to": ["sound"]}, seen=1, **BY)
    with pytest.raises(OnlyOfLines):
        edit_item(tests.items["picture"], {"about": About.POINT}, seen=1, **BY)


# ---- the pages ----


@pytest.fixture
def tested(app, there):
    """SIN meets by the web and has a telephone; BRU only watches. The list is the usual one."""
    with app.app_context():
        start_list(db.session.get_one(Forum, there.forum), **BY)
        sin, bru = (db.session.get_one(Point, id_) for id_ in (there.sin, there.bru))
        a_line(sin), a_line(sin, Purpose.PHONE, PSTN, address="tel:+1202555000")
        a_line(bru, Purpose.RETURN, SRT, address="srt://10.0.0.1:9000")
        db.session.commit()
    return there


def asked_on(page):
    """(item, which line of the page's) for each form that takes a result."""
    sent = r'name="item" value="([\w-]+)"><input type="hidden" name="line" value="(\d+)"'
    return [item for item, line in re.findall(sent, page) if line != "0"]


def told(page):
    (said,) = re.findall(r'<details class="left-out">(.*?)</details>', page, re.DOTALL)
    return html.unescape(re.sub(r"(<[^>]+>|\s)+", " ", said))


def test_the_page_of_a_point_asks_what_applies_and_says_what_was_left_out(browser, tested):
    mine, organiser = browser(tested.coordinator), browser(tested.organiser)
    pages = [
        mine.get(f"{tested.desk}/tests").text,
        browser().get(f"{tested.url}/at-point/{tested.key}/tests").text,
        organiser.get(f"{tested.url}/desk/readiness/SIN").text,
    ]

    for page in pages:
        assert asked_on(page) == ["picture", "sound", "sound", "delay"]
        assert (
            "Picture both ways, clear and steady : on lines with picture both ways; so not on"
            in (said := told(page))
        )
        assert "one way, clear and steady : on lines with picture to the hall alone or" in said
        assert "this point has none" in said


def test_of_a_point_that_only_watches_nothing_both_ways_is_asked(browser, tested):
    page = browser(tested.organiser).get(f"{tested.url}/desk/readiness/BRU").text

    assert asked_on(page) == ["one-way"]
    assert "on lines with picture both ways; this point only watches" in told(page)


def test_an_organiser_says_to_which_lines_an_item_applies(app, browser, tested):
    organiser, item = browser(tested.organiser), f"{tested.url}/desk/checklist/picture"
    page = organiser.get(item).text
    ticks = re.findall(r'<input[^>]* name="on_\w+"[^>]*>', page)
    ticked = [re.search(r'name="on_(\w+)"', x)[1] for x in ticks if "checked" in x]
    sent = {"title_vi": "Hình", "title_en": "Picture", "about": "line", "hours": "72"}
    sent |= {"is_needed": "y", "position": "1", "seen": "1", "on_to_hall": "y", "on_sound": "y"}

    assert organiser.post(item, sent).status_code == 303

    assert ticked == ["both_ways"]
    with app.app_context():
        picture = db.session.query(CheckItem).filter_by(code="picture").one()
        assert picture.applies_to == ["to_hall", "sound"]
    listed = organiser.get(f"{tested.url}/desk/checklist").text
    assert "on lines with picture to the hall alone or with sound alone" in listed


def test_an_item_of_the_room_with_a_line_ticked_is_refused_by_name(browser, tested):
    sent = {"code": "lights", "title_vi": "Đèn", "title_en": "Lights", "about": "point"}
    sent |= {"hours": "72", "position": "9"}

    answer = browser(tested.organiser).post(
        f"{tested.url}/desk/checklist/new", sent | {"on_sound": "y"}
    )

    assert answer.status_code == 422
    assert "What a line carries matters only" in answer.text


def test_a_call_sheet_lists_what_is_tested_at_its_point(app, tested):
    with app.app_context():
        forum, bru = db.session.get_one(Forum, tested.forum), db.session.get_one(Point, tested.bru)
        (sheet,) = call_sheets_of(forum, [bru])
        listed = [item.code for item in sheet.items]

    assert listed == ["one-way", "room", "power", "people", "devices"]

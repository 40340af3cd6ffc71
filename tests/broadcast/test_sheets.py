"""Call sheets on paper: read back from the PDF, page by page."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from forum_app import typesetting
from forum_app.broadcast.models import Audience, Purpose, Transport
from forum_app.broadcast.queries.relays import remote_points
from forum_app.broadcast.queries.sheets import call_sheets_of
from forum_app.broadcast.rules import sheets as rules
from forum_app.broadcast.services import relays
from forum_app.broadcast.services.checks import start_list
from forum_app.broadcast.sheets.calls import facts_of
from forum_app.broadcast.views import sheets as views
from forum_app.db import db
from forum_app.forums.models import Forum, Point
from forum_app.models import Entry, PointContact, Session
from forum_app.typesetting import FacesMissing, typeset

from ..builders import NOW, a_point, a_session, words
from ..printed import pages_of
from .conftest import BY
from .lines import a_line

pytestmark = pytest.mark.same_rows

ADDRESS = {"address": "https://meet.example.org/sin", "audience": Audience.POINT}
BURMESE = "ရန်ကုန်မြို့တော်စည်ပင်သာယာရေးကော်မတီ"


@pytest.fixture
def called(app, there):
    """SIN speaks in P1, from 15:00 there and 14:00 at the venue, NYC on the day before in W1."""
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum)
        sin, w1, p1 = (
            db.session.get_one(*of)
            for of in ((Point, there.sin), (Session, there.w1), (Session, there.p1))
        )
        nyc = a_point(forum, code="NYC", name="New York", zone="America/New_York")
        speaks, follows = {"role": "speak", "expected": 12}, {"role": "listen", "expected": None}
        parts = [relays.Wanted(p1, sin, 0, speaks), relays.Wanted(w1, nyc, 0, follows)]
        relays.set_parts(forum, parts, by=there.organiser, now=NOW)
        start_list(forum, **BY)
        phone = {"transport": Transport.PSTN, "address": "tel:+6561234567", "room": "700020"}
        a_line(forum, point=sin, secret="planted-secret", **ADDRESS)
        a_line(forum, point=sin, purpose=Purpose.PHONE, audience=Audience.CREW, **phone)
        db.session.commit()
        return there


def told(answer):
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return pages_of(answer.data)


def printed(app, *codes):
    """The page of each of these points, set in one file."""
    with app.app_context():
        return pages_of(typeset("call.typ", facts(*codes)))


def facts(*codes):
    points = [db.session.scalars(db.select(Point).filter_by(code=x)).one() for x in codes]
    forum = db.session.get_one(Forum, points[0].forum_id)
    return facts_of(forum, call_sheets_of(forum, points), lang="", now=NOW)


def change(app, kind, given, **of):
    with app.app_context():
        row = db.session.scalars(db.select(kind).filter_by(**of)).first()
        for name, value in given.items():
            setattr(row, name, value)
        db.session.commit()


def test_the_sheet_says_when_by_both_clocks_as_what_by_which_lines_and_with_whom(browser, called):
    (page,) = told(browser(called.coordinator).get(f"{called.desk}/sheet.pdf"))

    assert "Singapore: Asia/Singapore · Hà Nội: Asia/Ho_Chi_Minh" in page
    assert "Speaks 12 people" in page
    assert "15:00 Singapore 14:00 Hà Nội 18:00 Singapore 17:00 Hà Nội" in page
    assert "Line to the hall Web meeting https://meet.example.org/sin" in page
    assert "Phone, if all else fails +6561234567 Meeting number: 700020" in page
    assert "Lan Coordinator +84 24 0000 0000" in page
    assert "Picture both ways, clear and steady" in page
    assert page.index("SIN · Call sheet") < page.index("SIN · As of")


def test_a_session_that_is_yesterday_there_says_so(app, called):
    (page,) = printed(app, "NYC")

    assert "21:30 −1 day New York 08:30 Hà Nội" in page
    assert "UTC−4" in page


def test_a_sheet_is_said_in_the_first_language_of_the_point_that_we_have(app, browser, called):
    change(app, Point, {"languages": ["th", "vi", "en"]}, code="SIN")
    mine, pdf = browser(called.coordinator), f"{called.desk}/sheet.pdf"

    assert "Phiếu gọi điểm cầu" in told(mine.get(pdf))[0]
    assert "Call sheet" in told(mine.get(f"{pdf}?lang=en"))[0]
    assert "Phiếu gọi điểm cầu" in told(mine.get(f"{pdf}?lang=th"))[0]


def test_the_sheet_is_there_behind_the_secret_page_and_at_no_other_desk(browser, called):
    by_key = told(browser().get(f"{called.url}/at-point/{called.key}/sheet.pdf"))
    elsewhere = f"{called.url}/points/TYO/desk/sheet.pdf"

    assert "SIN · Call sheet" in by_key[0]
    assert browser(called.coordinator).get(elsewhere).status_code == 404
    organisers = f"{called.url}/desk/call-sheets/SIN.pdf"
    assert browser(called.coordinator).get(organisers).status_code == 403
    assert "SIN · Call sheet" in told(browser(called.organiser).get(organisers))[0]


def test_no_passcode_is_on_a_sheet_not_even_while_its_line_is_open(app, browser, called):
    with app.app_context():
        opens = db.session.get_one(Session, called.p1).starts_at + timedelta(minutes=1)

    with time_machine.travel(opens, tick=True):
        page = browser(called.coordinator).get(f"{called.desk}/sheet").text
        (paper,) = told(browser(called.coordinator).get(f"{called.desk}/sheet.pdf"))

    for said in (page, paper):
        assert "planted-secret" not in said
        assert "https://meet.example.org/sin" in said
        assert "Passcodes are not printed" in said


def test_a_line_of_a_session_stands_on_the_sheets_of_its_points_alone(app, called):
    with app.app_context():
        forum, p1 = db.session.get_one(Forum, called.forum), db.session.get_one(Session, called.p1)
        shared = {"audience": Audience.POINT, "address": "https://watch.example.org/p1"}
        a_line(forum, session=p1, purpose=Purpose.WATCH, **shared)
        gone = {"audience": Audience.POINT, "address": "https://meet.example.org/gone"}
        a_line(forum, session=p1, **gone).revoked_at = NOW
        db.session.commit()

    sin, nyc = printed(app, "SIN", "NYC")

    assert "To watch · P1 Web meeting https://watch.example.org/p1" in sin
    assert "watch.example.org" not in nyc
    assert "/gone" not in sin


MARKUP = '#set page(width: 1cm) $x^2$ @a \\ `raw` *b* _i_ <a> [x] // c /* d "q" #eval("1") = h'


def test_what_people_typed_is_text_and_never_markup(app, called):
    typed = {"name": words(MARKUP), "screen_label": MARKUP}
    change(app, Point, typed, code="SIN")
    change(app, PointContact, {"name": MARKUP}, id=called.contacts[0])

    (page,) = printed(app, "SIN")

    assert page.replace(" ", "").count(MARKUP.replace(" ", "")) == 3


NAMES = {
    "one long word": ("A" * 200, "A" * 200),
    "many words": ("Điểm cầu Huyện " * 13, "Điểm cầu Huyện " * 13),
    "Thai": ("กระทรวงมหาดไทย", "กระทรวงมหาดไทย"),
    "Lao": ("ລາວ" * 40, "ລາວລາວ"),
    "Khmer": ("ភាសា" * 30, "ភាសា"),
    "Burmese": (BURMESE, "ရန်ကုန်"),
    "Hebrew": ("שלום " * 20, "םולש"),  # in the order of the paper
    "emoji": ("Anna 😀 👩‍👩‍👧", "Anna � �"),
    "Chinese": ("東京会場", "����"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_whatever_a_name_is_written_in_the_sheet_is_one_page_that_says_it(app, called, kind):
    name, said = NAMES[kind]
    change(app, Point, {"name": words(name), "city": words(name[:60])}, code="SIN")
    change(app, PointContact, {"name": name}, id=called.contacts[0])

    (page,) = printed(app, "SIN")

    assert said.replace(" ", "") in page.replace(" ", "")
    assert ("no typeface" in page) == ("�" in said)
    assert "15:00" in page


def test_a_point_in_many_sessions_still_has_one_page_and_leaves_the_check_list_out(app, called):
    with app.app_context():
        forum, point = (
            db.session.get_one(Forum, called.forum),
            db.session.get_one(Point, called.sin),
        )
        for n in range(12):
            session = a_session(forum, code=f"S{n}", day=1 + n, hall=5)
            row = relays.Wanted(session, point, 0, {"role": "listen"})
            relays.set_parts(forum, [row], by=called.organiser, now=NOW)
        db.session.commit()

    (page,) = printed(app, "SIN")

    assert "S11" in page
    assert "Check list" not in page


def test_all_points_come_in_one_file_in_their_order_and_the_trail_says_who_took_it(
    app, browser, called
):
    organiser = browser(called.organiser)
    assert "All points in one file" in organiser.get(f"{called.url}/desk/call-sheets").text

    pages = told(organiser.post(f"{called.url}/desk/call-sheets/files/1", {"lang": "vi"}))

    with app.app_context():
        codes = [point.code for point in remote_points(db.session.get_one(Forum, called.forum))]
        (entry,) = db.session.query(Entry).filter_by(act="broadcast.print_sheets")
        assert (entry.actor, entry.facts) == (f"user {called.organiser}", {"points": len(codes)})
    assert [page.split(" · ")[0] for page in pages] == codes
    assert all("Phiếu gọi điểm cầu" in page for page in pages)
    assert organiser.post(f"{called.url}/desk/call-sheets/files/2").status_code == 404
    assert organiser.post(f"{called.url}/desk/call-sheets/files/0").status_code == 404


def test_many_points_are_offered_in_several_files_each_bounded(app, browser, called, monkeypatch):
    monkeypatch.setattr(rules, "MOST_IN_A_FILE", 2)
    organiser = browser(called.organiser)

    shown = organiser.get(f"{called.url}/desk/call-sheets").text

    assert "SIN to TYO" in shown
    assert len(told(organiser.post(f"{called.url}/desk/call-sheets/files/1"))) == 2
    assert len(told(organiser.post(f"{called.url}/desk/call-sheets/files/2"))) == 2


def test_the_sheets_of_all_points_ask_as_little_as_that_of_one(app, called):
    with app.app_context():
        forum = db.session.get_one(Forum, called.forum)
        points = remote_points(forum)
        asked = [_asked(lambda x=x: call_sheets_of(forum, x)) for x in (points[:1], points)]

    assert asked == [5, 5]


def _asked(work):
    sent = []

    def note(*given):
        sent.append(given[2])

    db.event.listen(db.engine, "before_cursor_execute", note)
    work()
    db.event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_nothing_is_read_while_a_sheet_is_set(browser, called, monkeypatch):
    seen = SimpleNamespace(reading=None)

    def set_and_look(template, facts):
        seen.reading = db.session().in_transaction()
        return typeset(template, facts)

    monkeypatch.setattr(views, "typeset", set_and_look)
    told(browser(called.coordinator).get(f"{called.desk}/sheet.pdf"))

    assert seen.reading is False


def test_without_its_typefaces_the_server_says_what_to_do(browser, called, monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "FACES", tmp_path)
    mine = browser(called.coordinator)

    answer = mine.get(f"{called.desk}/sheet.pdf")

    assert answer.status_code == FacesMissing.status == 503
    assert "no typefaces to print sheets with" in answer.text
    assert mine.get(f"{called.desk}/sheet").status_code == 200


def test_whoever_comes_while_another_sheet_is_set_is_told_to_come_again(
    browser, called, monkeypatch
):
    monkeypatch.setattr(typesetting, "PATIENCE", 0)

    with typesetting._one_at_a_time:
        answer = browser(called.coordinator).get(f"{called.desk}/sheet.pdf")

    assert answer.status_code == 503
    assert "Other sheets are being made" in answer.text
    assert "Retry-After" in answer.headers

"""The organiser sets the forum up from the desk, and nothing that was typed is ever lost."""

import re

import pytest
from sqlalchemy import event

from forum_app.db import db
from forum_app.models import Banner, Forum, Hall, LiveVersion, Point

from ..programme.test_public_pages import words_of
from .forms import acts, as_shown, edits, edits_release, row

pytestmark = pytest.mark.same_rows


def test_the_forum_gets_another_name_place_and_hosts(app, desk, there):
    hosts = {"hosts_vi": "Bộ A\nBộ B", "hosts_en": "Ministry A"}
    answer = edits(desk, "/forum/facts", name_en="Summit", latitude="21,5", **hosts)

    forum = row(app, Forum, id=there.forum_id)
    assert (answer.status_code, forum.name.said_in("en"), forum.latitude) == (303, "Summit", 21.5)
    assert forum.hosts == [{"vi": "Bộ A", "en": "Ministry A"}, {"vi": "Bộ B"}]
    assert forum.version == 2
    assert "Bộ A" in desk.get("/forum/facts").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"zone": "Asia/Nowhere"}, "There is no time zone"),
        ({"last_day": "2020-01-01"}, "is before the first"),
        ({"first_day": "soon"}, "Please write a day"),
        ({"name_vi": "", "name_en": " "}, "This field is required."),
        ({"name_en": "a\0b"}, "cannot be shown"),
        ({"name_en": "x" * 300}, "Please keep this to 200 characters."),
        ({"latitude": "91"}, "Please write a number from -90 to 90."),
        ({"latitude": "nan"}, "Please write a number from -90 to 90."),
        ({"contact_email": "nobody"}, "Please write the whole address"),
    ],
)
def test_what_cannot_be_is_told_and_kept_on_the_page(app, desk, there, typed, told):
    answer = edits(desk, "/forum/facts", venue_en="A new place", **typed)

    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="A new place"' in answer.text
    assert row(app, Forum, id=there.forum_id).version == 1


def test_of_two_organisers_the_later_sees_both_versions_and_decides(app, desk, hall_code):
    seen = as_shown(desk.get(f"/halls/{hall_code}"))
    first = desk.post(f"/halls/{hall_code}", seen | {"name_en": "Lotus", "seats": "90"})
    late = desk.post(f"/halls/{hall_code}", seen | {"name_en": "Orchid", "seats": "80"})

    assert (first.status_code, late.status_code) == (303, 409)
    both = words_of(re.search(r'<table class="dense beside">.*?</table>', late.text, re.S)[0])
    assert "Seats 90 80" in both
    assert "en: Lotus" in both
    assert "en: Orchid" in both
    assert row(app, Hall, code=hall_code).seats == 90

    again = desk.post(f"/halls/{hall_code}", as_shown(late))

    assert again.status_code == 303
    assert row(app, Hall, code=hall_code).name.said_in("en") == "Orchid"


def test_a_page_that_says_nonsense_for_its_version_is_told_too(desk, hall_code):
    for seen in ("", "x", "-1", "9" * 400, "²"):
        assert edits(desk, f"/halls/{hall_code}", seen=seen, seats="7").status_code == 409


def test_saving_what_is_there_already_changes_nothing(app, desk, hall_code):
    assert edits(desk, f"/halls/{hall_code}").status_code == 303
    assert row(app, Hall, code=hall_code).version == 1
    assert "The hall was changed" not in desk.get(f"/halls/{hall_code}/happened").text


def test_a_hall_and_a_point_are_added_and_their_codes_are_nobody_elses(app, desk, there):
    hall = edits(desk, "/halls/new", code="H9", name_vi="Phòng 9")
    point = edits(
        desk, "/points/new", code="BKK", name_vi="Băng Cốc", city_vi="Băng Cốc",
        zone="Asia/Bangkok", latitude="13.7", longitude="100.5", country="TH",
    )  # fmt: skip
    twice = edits(desk, "/halls/new", code="H9", name_vi="Phòng khác")

    assert (hall.status_code, point.status_code, twice.status_code) == (303, 303, 409)
    assert "There is “H9” already." in twice.text
    made = row(app, Point, code="BKK")
    assert (made.name_folded, made.zone, made.forum_id) == (
        "bang coc",
        "Asia/Bangkok",
        there.forum_id,
    )


def test_there_is_one_central_point(desk):
    first = edits(desk, "/points/SIN", kind="central")
    second = edits(
        desk, "/points/new", code="HAN", name_vi="Hà Nội", city_vi="Hà Nội", kind="central",
        latitude="21", longitude="105",
    )  # fmt: skip

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Only one point can be the central one" in second.text


def test_what_happened_tells_who_changed_what(desk, hall_code):
    edits(desk, f"/halls/{hall_code}", seats="7")

    told = words_of(desk.get(f"/halls/{hall_code}/happened").text)

    assert "The hall was changed" in told
    assert "Ngọc Ánh" in told
    assert "Seats 100 → 7" in told


def test_what_happened_is_told_in_words_of_the_page(browser, desk, there, hall_code):
    edits(desk, "/registration", opens="2026-01-01T08:00", closes="", confirm_hours="30")
    edits(desk, "/points/SIN", kind="embassy", country="TH")
    edits(desk, "/programme/W1", kind="ceremony", starts_wall="2030-06-01T08:45")
    edits(desk, "/pages/new", slug="gates", title_vi="Cổng", body_vi="Cổng 1", publish="y")
    desk.post("/people/second-step", {"wanted": ""})
    desk.post("/exports/delegates?state=pending", {"format": "csv"})
    desk.post("/hosts", {"email": "nobody@example.org", "session": "W1"})
    things = ("forum", "points/SIN", "programme/W1", "pages/gates")
    mine, at = browser(there.organiser), f"/vi/{there.slug}/desk"

    told = [words_of(mine.get(f"{at}/{thing}/happened").text) for thing in things]

    forum, point, session, page = told
    assert "Mở đăng ký: 08:00 Thứ Năm, 01/01/2026 Hà Nội · Đóng đăng ký: – · Thời hạn xác" in forum
    assert "Bảng: Đại biểu · Định dạng tệp: CSV" in forum
    assert "→ Thái Lan" in point
    assert "Loại Điểm cầu khu vực → Đại sứ quán" in point
    assert "Bắt đầu 08:30 Thứ Bảy, 01/06/2030 Hà Nội → 08:45 Thứ Bảy" in session
    assert "Mời người chủ trì" in session
    assert "Địa chỉ trang: gates" in page
    codes = re.compile(
        r"[a-z]+_[a-z]+|(forums|programme|registration|desk)\.|\b(None|True|False)\b"
    )
    main = [text[text.index("Nhật ký") :] for text in told]
    assert [codes.search(text) for text in main] == [None] * 4


def test_a_banner_stands_on_every_page_until_it_is_taken_down(app, browser, desk, there):
    edits(desk, "/banners/new", sentence_en="Gate 2 is open", kind="attention")
    public = f"/en/{there.slug}"

    assert "Attention Gate 2 is open" in words_of(browser().get(f"{public}/points").text)
    assert "Gate 2 is open" in browser().get(f"{public}/banner").text
    desk.post(f"/banners/{row(app, Banner, kind='attention').id}/down")
    assert "Gate 2 is open" not in browser().get(f"{public}/points").text
    assert acts(app, "banner") == ["forums.put_up_banner", "forums.take_down_banner"]


def test_a_banner_waits_for_its_hour_and_must_begin_before_it_ends(browser, desk, there):
    backwards = {"shows_wall": "2099-01-01T10:00", "ends_wall": "2099-01-01T09:00"}
    refused = edits(desk, "/banners/new", sentence_en="Later", **backwards)
    made = edits(desk, "/banners/new", sentence_en="Later", shows_wall="2099-01-01T10:00")

    assert (refused.status_code, made.status_code) == (422, 303)
    assert "Later" not in browser().get(f"/en/{there.slug}/banner").text


def test_a_banner_is_worded_anew_by_whoever_saw_its_latest_words(app, desk):
    edits(desk, "/banners/new", sentence_en="Gate 2")
    banner = row(app, Banner)
    seen = as_shown(desk.get(f"/banners/{banner.id}"))

    first = desk.post(f"/banners/{banner.id}/words", seen | {"sentence_en": "Gate 3"})
    late = desk.post(f"/banners/{banner.id}/words", seen | {"sentence_en": "Gate 4"})

    assert (first.status_code, late.status_code) == (303, 409)
    assert "en: Gate 3" in late.text
    assert row(app, Banner).sentence.said_in("en") == "Gate 3"


def test_what_was_changed_of_a_forum_is_no_longer_on_record(app, desk, there):
    with app.app_context():
        db.session.get_one(Forum, there.forum_id).documented = True
        db.session.commit()

    edits(desk, "/forum/facts", contact_email="hello@example.org")
    before = row(app, Forum, id=there.forum_id).documented
    edits(desk, "/forum/facts", venue_en="Elsewhere")

    assert (before, row(app, Forum, id=there.forum_id).documented) == (True, False)


def test_open_pages_hear_of_a_banner_and_of_a_release(app, desk, there):
    heard = []
    for act in (
        lambda: edits(desk, "/banners/new", sentence_en="Gate 2"),
        lambda: desk.post(f"/banners/{row(app, Banner).id}/down"),
        lambda: edits_release(desk),
    ):
        act()
        heard.append(row(app, LiveVersion, topic=f"banner.{there.forum_id}").version)

    assert heard == [1, 2, 3]


def test_a_page_of_the_desk_asks_once_which_forum_it_is_of(app, desk, asked):
    assert desk.get("/forum/facts").status_code == 200

    assert sum("FROM forums LEFT OUTER JOIN" in statement for statement in asked) == 1


@pytest.fixture
def asked(app):
    """The statements that the application sends, as they are sent."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)

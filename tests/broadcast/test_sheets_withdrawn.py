"""The sheet of a point that takes part no more says so at its top; so does each of its lines."""

import csv

import pytest

from forum_app.db import db
from forum_app.forums.models import Forum
from forum_app.models import Point, Session

from ..builders import NOW
from ..printed import pages_of
from .lines import a_line

pytestmark = pytest.mark.same_rows

OUT = "This point takes part no more"


@pytest.fixture
def withdrawn(app, there):
    """SIN takes part no more, TYO still does; both have a line, and P1 one for all points."""
    with app.app_context():
        forum, sin = db.session.get_one(Forum, there.forum), db.session.get_one(Point, there.sin)
        a_line(forum, point=sin, address="https://meet.example.org/sin")
        tyo = db.session.get_one(Point, there.tyo)
        a_line(forum, point=tyo, address="https://meet.example.org/tyo")
        p1 = db.session.get_one(Session, there.p1)
        a_line(forum, session=p1, address="https://meet.example.org/p1")
        sin.withdrawn_at = NOW
        db.session.commit()
    return there


def printed(answer):
    assert answer.status_code == 200
    return pages_of(answer.data)[0]


@pytest.mark.parametrize(
    ("lang", "sentence", "first"),
    [("en", OUT, "When"), ("vi", "Điểm cầu này không còn tham gia", "Thời gian")],
    ids=["en", "vi"],
)
def test_the_sheet_of_a_withdrawn_point_says_so_at_its_top(
    browser, withdrawn, lang, sentence, first
):
    reader = browser(withdrawn.organiser)
    desk = withdrawn.desk.replace("/en/", f"/{lang}/")

    page, paper = (
        reader.get(f"{desk}/sheet").text,
        printed(reader.get(f"{desk}/sheet.pdf?lang={lang}")),
    )

    assert sentence in page.partition('<h2 id="when">')[0]
    above, _, below = paper.partition(f" {first} ")
    assert sentence in above
    assert "https://meet.example.org/sin" in below


def test_the_sheet_of_a_point_that_takes_part_says_nothing_of_it(browser, withdrawn):
    reader, desk = browser(withdrawn.organiser), withdrawn.desk.replace("SIN", "TYO")

    assert OUT not in reader.get(f"{desk}/sheet").text
    assert OUT not in printed(reader.get(f"{desk}/sheet.pdf"))


def test_the_list_for_the_technical_partner_marks_the_lines_of_a_withdrawn_point(
    browser, withdrawn
):
    path = f"{withdrawn.url}/desk/exports/point-lines"

    told = browser(withdrawn.organiser).post(path, {"format": "csv"}).data.decode("utf-8-sig")

    rows = list(csv.DictReader(told.splitlines()))
    remarks = {row["Address"].rpartition("/")[2]: row["Remark"] for row in rows}
    assert remarks == {"sin": OUT, "tyo": "", "p1": ""}


def test_the_list_for_the_technical_partner_says_in_words_what_each_line_is(browser, withdrawn):
    path = f"{withdrawn.url}/desk/exports/point-lines".replace("/en/", "/vi/")

    told = browser(withdrawn.organiser).post(path, {"format": "csv"}).data.decode("utf-8-sig")

    rows = list(csv.DictReader(told.splitlines()))
    assert {row["Phương thức truyền"] for row in rows} == {"Họp qua trình duyệt"}
    assert "Mã cuộc họp" in rows[0]
    assert not {row["Mục đích"] for row in rows} & {"meet", "watch"}

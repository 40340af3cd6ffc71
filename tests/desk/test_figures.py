"""Numbers at a glance: drawn from zero, the same as tables, and to be saved."""

import csv
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from forum_app.db import db
from forum_app.desk.queries import FIGURES
from forum_app.desk.rules.figures import (
    MARGIN,
    WIDTH,
    Bar,
    cumulated,
    draw_bars,
    draw_line,
    ticks_for,
)
from forum_app.forums.models import Role

from ..builders import a_forum, a_user
from ..registration.applications import hall

pytestmark = pytest.mark.same_rows

FIRST = date(2030, 5, 1)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (20, [0, 5, 10, 15, 20]),
        (21, [0, 10, 20, 30]),
        (1960, [0, 500, 1000, 1500, 2000]),
        (20_001, [0, 10_000, 20_000, 30_000]),
    ],
)
def test_every_axis_begins_at_zero_and_has_few_round_numbers(most, ticks):
    assert ticks_for(most) == ticks


def test_bars_are_as_long_as_their_numbers_and_none_leaves_the_drawing():
    bars = [Bar(label="a", value=50, of=100), Bar(label="b", value=100, of=100, more=60)]

    drawn = draw_bars(bars)

    a, b = drawn.bars
    assert b.width == pytest.approx(2 * a.width)
    assert a.of_width == b.of_width == b.width
    assert MARGIN + b.width + b.more_width <= WIDTH - MARGIN
    assert drawn.ticks[0].value == 0
    assert drawn.ticks[0].at == MARGIN


def test_a_day_on_which_nobody_came_has_the_number_of_the_day_before():
    days = [(FIRST, 2), (FIRST + timedelta(days=3), 1)]

    assert [count for _, count in cumulated(days)] == [2, 2, 2, 3]


def test_the_line_begins_at_zero_and_ends_at_the_last_number():
    drawn = draw_line([(FIRST + timedelta(days=n), n + 1) for n in range(4)])

    assert drawn.ticks[0].at == drawn.height
    assert drawn.ticks[-1].at == drawn.last[1]
    assert drawn.path.startswith(f"M44 {drawn.height}V")
    assert [anchor for *_, anchor in drawn.days] == ["start", "middle", "end"]


def test_each_figure_has_its_numbers_as_words_and_as_a_table(desk, there):
    page = desk.get("/numbers").text

    for code in FIGURES:
        assert f'id="{code}"' in page
    drawn = re.findall(r'<svg class="figure".*?</svg>', page, re.S)
    assert len(drawn) == len(FIGURES) - 1  # nobody came in yet
    assert page.count("<table") == len(drawn)
    assert "2 / 2 · 3 waiting" in page
    assert "Nothing to count yet." in page


@pytest.mark.parametrize("code", FIGURES)
def test_each_figure_can_be_saved_as_a_drawing_and_as_numbers(desk, there, code):
    drawing, numbers = desk.get(f"/numbers/{code}.svg"), desk.get(f"/numbers/{code}.csv")

    assert drawing.mimetype == "image/svg+xml"
    assert f"{there.slug}-{code}-" in drawing.headers["Content-Disposition"]
    root = ElementTree.fromstring(drawing.data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in drawing.text
    small = re.findall(r'<text class="small"[^>]*>([^<]*)<', drawing.text)
    assert max(map(len, small)) <= 52  # what is longer would leave the drawing
    assert numbers.status_code == 200
    assert next(csv.reader(numbers.data.decode("utf-8-sig").splitlines()))


def test_the_numbers_are_true(desk, registers):
    registers(hall("W1", wait=True), country="SG")
    said = {
        code: dict(
            line[:2]
            for line in csv.reader(
                desk.get(f"/numbers/{code}.csv").data.decode("utf-8-sig").splitlines()
            )
        )
        for code in ("ways", "states", "countries", "sessions")
    }

    assert said["ways"] == {
        "Way": "Seats held",
        "In the hall": "2",
        "At a point": "0",
        "Online": "1",
    }
    assert (said["states"]["Confirmed"], said["states"]["Withdrawn"]) == ("6", "0")
    assert (said["countries"]["Singapore"], said["countries"]["Not said"]) == ("1", "5")
    assert said["sessions"]["W1 In the hall"] == "2"


@pytest.mark.parametrize("code", ["nothing", "%00", "x" * 3000, "..%2Fdays"])
def test_there_is_no_other_figure(desk, code):
    for kind in ("svg", "csv"):
        assert desk.get(f"/numbers/{code}.{kind}").status_code == 404


def test_a_forum_in_which_nothing_happened_has_nothing_to_draw(browser, app):
    with app.app_context():
        forum = a_forum()
        user, slug = a_user(forum=forum, role=Role.ORGANISER).id, forum.slug
        db.session.commit()
    mine = browser(user)

    assert mine.get(f"/en/{slug}/desk/numbers").text.count("Nothing to count yet.") == len(FIGURES)
    for code in FIGURES:
        assert mine.get(f"/vi/{slug}/desk/numbers/{code}.svg").status_code == 200

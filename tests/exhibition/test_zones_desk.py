"""The organiser's page of a zone, and the plans of the halls: published, unless floor is sold."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.exhibition.services import founding
from forum_app.models import Cell, FloorPlan, Hall, Zone

from ..desk.forms import acts, as_shown, row
from .floors import books, real_now


@pytest.fixture
def desk(browser, expo):
    return browser(expo.organiser)


@pytest.fixture
def zone(desk, expo):
    """zone(hold_minutes="5", …) -> the answer to saving the form of zone B with that typed."""
    there = f"{expo.desk}/zones/B"

    def saves(**typed):
        return desk.post(there, as_shown(desk.get(there)) | typed)

    return saves


@pytest.fixture
def draft(inside):
    """draft("c1", "c2") -> the id of a draft without these cells."""

    def drawn(*without):
        def draw(forum):
            hall = db.session.scalars(select(Hall).filter_by(forum_id=forum.id, code="EX")).one()
            cells = db.session.scalars(select(Cell).where(Cell.code.not_in(without))).all()
            drawing = founding.PlanDrawing(width_cm=3000, depth_cm=900, cells=cells)
            return founding.draw_plan(hall, drawing).id

        return inside(draw)

    return drawn


def test_a_zone_opens_and_closes_when_the_organiser_says(app, browser, expo, zone):
    answer = zone(
        opens="2099-01-01T08:00", closes="2099-02-01T08:00", mode="apply", hold_minutes="45"
    )

    assert answer.status_code == 303
    kept = row(app, Zone, code="B")
    assert (kept.mode.value, kept.hold_minutes, kept.version) == ("apply", 45, 2)
    assert kept.opens_at.isoformat() == "2099-01-01T01:00:00+00:00"
    public = browser().get(expo.public).text
    assert "Booking opens at 08:00 Thursday, 1 January 2099 (UTC+7)." in public
    assert acts(app, "zone") == ["exhibition.edit_zone"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"opens": "2099-01-02T08:00", "closes": "2099-01-02T08:00"}, "open before it closes"),
        ({"hold_minutes": "0"}, "at least one minute"),
        ({"offer_minutes": "0"}, "at least one minute"),
        ({"most_booths": "0"}, "at least one booth"),
        ({"hold_minutes": "99999999"}, "whole number from 0 to 86400"),
        ({"mode": "raffle"}, "Not a valid choice"),
        ({"name_vi": "", "name_en": ""}, "required"),
        ({"opens": "tomorrow"}, "day and hour"),
    ],
)
def test_what_a_zone_cannot_be_is_said_and_nothing_changes(app, zone, typed, told):
    answer = zone(**typed)

    assert (answer.status_code, told in answer.text) == (422, True), answer.text
    assert row(app, Zone, code="B").version == 1


def test_who_saves_a_zone_too_late_sees_both_versions(app, zone):
    zone(hold_minutes="30")
    late = zone(hold_minutes="40", seen="1")

    assert late.status_code == 409
    assert "<td>30</td><td>40</td>" in late.text
    assert row(app, Zone, code="B").hold_minutes == 30


def test_a_draft_is_published_in_place_of_the_plan_before(app, desk, expo, draft, facts):
    plan = draft("c6")
    assert "A6" in facts.states()

    answer = desk.post(f"{expo.desk}/plans/{plan}/publication")

    assert answer.status_code == 303
    assert "this is what people see now" in desk.get(f"{expo.desk}/plans").text
    assert row(app, FloorPlan, id=plan).state.value == "published"
    assert "A6" not in desk.get(expo.public).text


def test_a_plan_without_sold_floor_is_refused_by_the_names_of_its_booths(
    app, desk, expo, inside, draft
):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    plan = draft("c3", "c6")

    answer = desk.post(f"{expo.desk}/plans/{plan}/publication")

    assert answer.status_code == 409
    assert "leaves out floor of booths that are held or booked: A3." in answer.text
    assert row(app, FloorPlan, id=plan).state.value == "draft"


def test_a_plan_is_published_once(desk, expo, draft):
    there = f"{expo.desk}/plans/{draft()}/publication"
    desk.post(there)

    again = desk.post(there)

    assert again.status_code == 409
    assert "no draft any more" in desk.post(there).text

"""The organiser merges people who are there twice, having seen both."""

import html
import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Delegate, Entry, MergedPerson, Person

from ..builders import a_forum, a_person
from ..registration.applications import hall, online

TWO = {"name": "Trần Văn Bình", "organisation": "Bộ Xây dựng"}


@pytest.fixture
def twins(app, registers):
    """Two registrations of one person: the references, and the address of both side by side."""
    first = registers(online("W1"), **TWO, email="binh@example.org")
    second = registers(hall("W1", wait=True), **TWO, email="b@example.org")
    with app.app_context():
        people = [
            db.session.scalars(select(Delegate).filter_by(reference=x)).one().person.uuid
            for x in (first, second)
        ]
    path = f"/doubles/{people[0]}/{people[1]}"
    return SimpleNamespace(first=first, second=second, people=people, path=path)


def seen(page):
    return re.search(r'name="seen" value="([^"]+)"', page.text)[1]


def merges(desk, path, **chosen):
    chosen = {"seen": seen(desk.get(path)), "stays": "one", "joins": "yes"} | chosen
    return desk.post(path, chosen)


def states(app, *references):
    with app.app_context():
        asked = select(Delegate.reference, Delegate.state).where(Delegate.reference.in_(references))
        found = {reference: state.value for reference, state in db.session.execute(asked)}
        return [found[reference] for reference in references]


def test_who_looks_like_somebody_else_is_shown_with_the_reason(desk, twins):
    page = desk.get("/doubles").text

    for said in (twins.first, twins.second, "Same name, same organisation", twins.path):
        assert said in page


def test_both_stand_side_by_side_and_nothing_changed_by_looking(app, desk, twins):
    page = desk.get(twins.path).text

    for said in (twins.first, twins.second, "binh@example.org", "b@example.org", "W1"):
        assert said in page
    assert states(app, twins.first, twins.second) == ["confirmed", "confirmed"]


def test_of_two_one_is_left_with_what_was_chosen(app, desk, there, twins):
    answer = merges(desk, twins.path, value_email="other")

    assert answer.status_code == 303
    assert "Trần Văn Bình is one person now." in desk.get("/doubles").text
    assert states(app, twins.first, twins.second) == ["confirmed", "withdrawn"]
    with app.app_context():
        [person] = db.session.scalars(select(Person).filter_by(email="b@example.org"))
        assert person.uuid == twins.people[0]
        entry = db.session.scalars(select(Entry).filter_by(act="forums.merge_persons")).one()
        assert entry.actor == f"user {there.organiser}"


def test_the_link_of_the_one_that_goes_leads_to_a_sentence_and_to_the_other_link(
    app, desk, browser, there, twins
):
    merges(desk, twins.path)

    with app.app_context():
        goes = db.session.scalars(select(Delegate).filter_by(reference=twins.second)).one()
        secret = seal.opened(goes.link_sealed)
    page = browser().get(f"/en/{there.slug}/registration/{secret}")
    assert page.status_code == 200
    assert "made one registration of both" in page.text
    assert "Have the link sent again" in page.text
    assert twins.first not in page.text


def test_who_is_told_apart_is_asked_about_no_more(desk, twins):
    assert desk.post(f"{twins.path}/apart").status_code == 303

    assert twins.path not in desk.get("/doubles").text
    assert desk.post(f"{twins.path}/apart").status_code == 303


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"seen": "old"}, "One of the two was changed meanwhile."),
        ({"seen": ""}, "One of the two was changed meanwhile."),
        ({"stays": ""}, "Please choose which registration stays."),
        ({"stays": "x" * 10_000}, "Please choose which registration stays."),
    ],
)
def test_what_was_not_seen_or_not_chosen_is_not_done(app, desk, twins, chosen, sentence):
    answer = merges(desk, twins.path, **{"value_email": "other", **chosen})

    assert answer.status_code in (409, 422)
    assert sentence in html.unescape(answer.text)
    ours = re.search(r'name="value_email" value="other"( checked)?', answer.text)
    assert ours[1]
    assert states(app, twins.first, twins.second) == ["confirmed", "confirmed"]


def test_whoever_is_changed_while_the_page_is_open_is_looked_at_again(app, desk, twins):
    page = desk.get(twins.path)
    with app.app_context():
        db.session.query(Person).filter_by(uuid=twins.people[1]).update({"organisation": "Khác"})
        db.session.commit()

    answer = desk.post(twins.path, {"seen": seen(page), "stays": "one"})

    assert answer.status_code == 409
    assert "Khác" in answer.text
    assert seen(answer) != seen(page)


def test_who_was_merged_is_one_person_and_says_so(app, desk, twins):
    merges(desk, twins.path)

    for answer in (desk.get(twins.path), desk.post(twins.path, {"seen": "x", "stays": "one"})):
        assert "This is one person" in answer.text
    assert desk.post(f"{twins.path}/apart").status_code == 409
    with app.app_context():
        assert db.session.query(MergedPerson).count() == 1


def test_nobody_is_merged_with_themself(desk, twins):
    path = f"/doubles/{twins.people[0]}/{twins.people[0]}"

    assert "This is one person" in desk.get(path).text
    for act in ("", "/apart"):
        assert desk.post(path + act, {"seen": "x"}).status_code == 422


def test_nobody_of_another_forum_is_merged(app, desk, twins):
    with app.app_context():
        elsewhere = a_person(a_forum(), **TWO).uuid
        db.session.commit()

    for one, other in ((twins.people[0], elsewhere), (elsewhere, twins.people[0])):
        for path in (f"/doubles/{one}/{other}", f"/doubles/{one}/{uuid4()}"):
            assert desk.get(path).status_code == 404
            assert desk.post(path, {"seen": "x", "stays": "one"}).status_code == 404


def test_two_are_looked_up_by_their_references(desk, twins):
    found = desk.get(f"/doubles?one={twins.first.lower()}&other={twins.second}")
    assert found.headers["Location"].endswith(twins.path)

    for typed in ("ZZZZ-ZZZZ", "%00", "x" * 5000, "'\"<b>"):
        answer = desk.get("/doubles", query={"one": typed, "other": twins.second})
        assert answer.status_code == 200
        assert "Please check both." in answer.text

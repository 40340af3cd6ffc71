"""What organisers do to many delegates at once, and how they take it back."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from forum_app import clock, worker
from forum_app.db import db
from forum_app.models import (
    BulkAct,
    BulkItem,
    ForumRole,
    Message,
)
from forum_app.registration.rules import bulk as rules
from forum_app.registration.services import bulk

from .many import acts, asking, of, sent_from, states


def test_what_will_be_done_to_how_many_is_said_before_it_is(app, desk, press, registers):
    other = registers(name="Decided Already")

    page = asking(desk, "approve", [*press[:2], other])

    asked = '<b class="figures">3</b> people. Of them <b class="figures">2</b> wait for a decision'
    assert asked in page.text
    assert "Decided Already" in page.text
    assert set(states(app, press)) == {"pending"}


def test_those_chosen_are_approved_and_the_others_stay(app, desk, press, registers):
    other = registers(name="Decided Already")

    _, there = acts(desk, "approve", [*press[:2], other])

    page = desk.get(there).text
    assert states(app, press) == ["confirmed", "confirmed", "pending", "pending"]
    assert '<dt>Done</dt><dd class="figures">2</dd>' in page
    assert "It did not wait for a decision." in page
    assert "Take it back" in page


def test_all_that_a_filter_finds_are_meant_only_where_that_is_pressed(app, desk, press):
    _, there = acts(desk, "decline", all="1", given={"reason": "Full."}, q="press")

    assert set(states(app, press)) == {"declined"}
    assert "“Full.”" in desk.get(there).text
    with app.app_context():
        assert {of(reference).reason for reference in press} == {"Full."}


def test_who_joins_those_found_meanwhile_is_counted_before_anything_is_done(
    app, desk, press, registers
):
    page = asking(desk, "approve", all="1", state="pending")
    registers(name="Press 9", category="press")

    late = desk.post("/acts", sent_from(page))

    assert late.status_code == 409
    assert "finds 5 people now, and found 4" in late.text
    assert set(states(app, press)) == {"pending"}
    assert desk.post("/acts", sent_from(late)).status_code == 303
    assert set(states(app, press)) == {"confirmed"}


def test_the_same_press_is_one_act(app, desk, press):
    sent = sent_from(asking(desk, "resend", press))

    first, second = desk.post("/acts", sent), desk.post("/acts", sent)

    assert first.location == second.location
    with app.app_context():
        assert db.session.query(BulkAct).count() == 1


def test_nobody_is_declined_without_a_reason(app, desk, press):
    answer, _ = acts(desk, "decline", press)

    assert answer.status_code == 422
    assert "Please give a reason: the people are told." in answer.text
    assert set(states(app, press)) == {"pending"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("verb=approve", "Nobody is chosen."),
        ("verb=erase&d=x", "This cannot be done to many at once."),
        ("verb=approve&d=ZZZZ-ZZZZ", "Nobody is chosen."),
        ("verb=approve&d=%00", "Nobody is chosen."),
        ("verb=approve&all=1&session=W9", "cannot be narrowed by"),
        ("verb=approve&all=1&state=gone", "cannot be narrowed by"),
        ("verb=approve&all=1&q=" + "x" * 10_000, "at most 100 characters"),
        ("verb=approve&all=1&q=zzzzzz", "Nobody is chosen."),
    ],
)
def test_what_means_nobody_or_nothing_is_told(desk, press, asked, said):
    page = desk.get(f"/acts/new?{asked}")
    sent = dict(pair.split("=") for pair in asked.split("&"))
    posted = desk.post("/acts", sent | {"press": str(uuid4()), "counted": "4"})

    for answer in (page, posted):
        assert answer.status_code == 422
        assert said in answer.text


def test_a_filter_that_means_nothing_never_means_everybody(app, desk, press):
    sent = {"verb": "approve", "all": "1", "category": "none", "counted": "9", "press": "x"}

    assert desk.post("/acts", sent).status_code == 422
    assert set(states(app, press)) == {"pending"}


def test_letters_of_decisions_wait_as_long_as_they_may_be_taken_back(app, desk, press):
    acts(desk, "approve", press[:1])

    with app.app_context():
        asked = select(Message).where(Message.template == "registration.decided")
        (letter,) = db.session.scalars(asked)
        assert letter.next_at - letter.written_at == rules.UNDO_FOR


def test_a_category_must_be_chosen(desk, press):
    for to in ("", "none"):
        answer, _ = acts(desk, "categorise", press, given={"to": to})
        assert answer.status_code == 422
        assert "Please choose the category." in answer.text


def test_many_are_worked_on_in_the_background(app, desk, press, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 1)
    _, there = acts(desk, "approve", press)
    waiting = desk.get(there).text
    early = desk.post(f"{there}/undo")

    worker.run_once(app, clock.now() + rules.PATIENCE)

    assert '<b class="figures">0</b> of 4 are settled.' in waiting
    assert "data-live" in waiting
    assert early.status_code == 409
    assert "still under way" in early.text
    assert set(states(app, press)) == {"confirmed"}
    assert "Take it back" in desk.get(there).text


def test_a_page_that_dies_midway_leaves_the_rest_to_the_worker(app, desk, press, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    acts(desk, "approve", press)
    with app.app_context():
        act_id = db.session.query(BulkAct).one().id
        bulk.settle_next(act_id, now=clock.now())
        db.session.commit()
    half = states(app, press)

    for _ in range(2):  # the same job again changes nothing
        worker.run_once(app, clock.now() + rules.PATIENCE)

    assert half == ["confirmed", "pending", "pending", "pending"]
    assert set(states(app, press)) == {"confirmed"}
    with app.app_context():
        assert {x.state.value for x in db.session.query(BulkItem)} == {"done"}


def test_the_fragment_renews_how_far_it_is(desk, press):
    _, there = acts(desk, "approve", press)

    answer = desk.get(f"{there}/progress")

    assert "<!doctype" not in answer.text
    assert '<dd class="figures">4</dd>' in answer.text
    assert f'{there}/undo"' in answer.text
    same = desk.get(f"{there}/progress", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304  # a button that somebody is about to press stays where it is
    desk.post(f"{there}/undo")
    assert "Taken back by" in desk.get(f"{there}/progress").text


def test_what_was_done_to_many_is_listed_with_who_did_it(desk, press):
    acts(desk, "approve", press[:2])
    _, there = acts(desk, "resend", press)
    desk.post(f"{there}/undo")

    page = desk.get("/acts").text

    assert page.count("Ngọc Ánh") >= 2
    assert page.index("Send the link again") < page.index(">Approve<")
    assert "Taken back" in page


def test_who_organises_no_more_does_nothing_from_a_page_still_open(app, desk, press):
    _, there = acts(desk, "approve", press[:1])
    sent = sent_from(asking(desk, "approve", press))
    with app.app_context():
        db.session.query(ForumRole).delete()
        db.session.commit()

    refused = [desk.post("/acts", sent), desk.post(f"{there}/undo"), desk.get(there)]

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert states(app, press) == ["confirmed", "pending", "pending", "pending"]


@pytest.mark.parametrize("uuid", ["x", "00000000-0000-4000-8000-000000000000", "%00"])
def test_an_act_that_is_not_there_has_no_page(desk, uuid):
    assert desk.get(f"/acts/{uuid}").status_code == 404
    assert desk.post(f"/acts/{uuid}/undo").status_code == 404

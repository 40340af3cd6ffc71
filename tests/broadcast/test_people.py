"""Who is at a point, who coordinates it, and what its secret page opens."""

import re
from datetime import UTC, datetime

from forum_app import clock
from forum_app.db import db
from forum_app.forums.models import Forum
from forum_app.models import EntryPersonal, Place, Point, PointContact, PointCoordinator, PointKey
from forum_app.registration.queries import at_point as at_points

from ..accounts.letters import letters, said
from ..builders import a_user, release
from ..registration.applications import at_point, registered

NEW = "new-coordinator@example.org"


def test_a_coordinator_of_one_point_finds_no_other(browser, there):
    mine = browser(there.coordinator)

    assert mine.get(there.desk).status_code == 200
    assert mine.get(there.desk.replace("SIN", "TYO")).status_code == 404
    assert mine.get(there.desk.replace("SIN", "nowhere")).status_code == 404
    assert mine.get(there.relays).status_code == 403


def test_whoever_is_invited_coordinates_the_point_once_the_address_is_theirs(app, browser, there):
    browser(there.organiser).post(f"{there.people}/coordinators", {"email": NEW})
    someone, (letter,) = browser(), letters(app, NEW)

    landed = someone.post(f"/en/links/{letter.secret}", {"name": "Trần Mới"})

    assert landed.headers["Location"].endswith(there.desk)
    assert someone.get(there.desk).status_code == 200


def test_whoever_has_an_account_is_led_to_the_desk_in_the_language_of_the_letter(
    app, browser, there
):
    with app.app_context():
        user = a_user()
        user.locale = "vi"
        email = user.email
        db.session.commit()

    browser(there.organiser).post(f"{there.people}/coordinators", {"email": email})

    assert f"/vi/{there.desk.removeprefix('/en/')}" in said(app)


def test_a_point_taken_away_is_out_of_reach_at_once(app, browser, there):
    taken = f"{there.people}/coordinators/{there.coordinator}/removal"
    mine = browser(there.coordinator)
    mine.get(there.desk)

    browser(there.organiser).post(taken)

    assert mine.get(there.desk).status_code == 403
    with app.app_context():
        assert db.session.query(PointCoordinator).count() == 0


def test_the_secret_page_opens_the_desk_and_is_told_to_no_other_site(browser, there):
    answer = browser().get(f"{there.url}/at-point/{there.key}")

    assert "Singapore" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_leaked_page_is_renewed_in_one_press_and_the_old_opens_nothing(app, browser, there):
    organiser, old = browser(there.organiser), f"{there.url}/at-point/{there.key}"
    assert there.key not in organiser.get(there.people).text

    organiser.post(f"{there.people}/key")

    shown = organiser.post(f"{there.people}/key/address").text
    new = re.search(r"/at-point/([\w-]+)", shown)[1]
    assert browser().get(old).status_code == 404
    assert browser().get(f"{there.url}/at-point/{new}").status_code == 200
    with app.app_context():
        key = db.session.query(PointKey).one()
        assert new not in (key.key_hash, key.key_sealed)


def test_who_guesses_secret_pages_is_slowed_down(browser, there, frozen):
    stranger = browser()
    found = [stranger.get(f"{there.url}/at-point/guess{n}").status_code for n in range(61)]

    assert (found[0], found[-1]) == (404, 429)


def test_the_deputy_takes_over_from_the_secret_page(app, browser, there):
    _, technician, deputy = there.contacts
    key = f"{there.url}/at-point/{there.key}/contacts"

    answer = browser().post(f"{key}/{deputy}/coordination")

    assert answer.status_code == 303
    with app.app_context():
        found = {x.name: str(x.part) for x in db.session.query(PointContact)}
        assert found == {"Lan": "deputy", "Tân": "technician", "Dũng": "coordinator"}
    assert browser().post(f"{key}/{technician}/coordination").status_code == 409


def test_how_to_reach_somebody_is_changed_at_the_point_and_a_late_save_sees_both(
    app, browser, there
):
    mine, words = browser(there.coordinator), f"{there.desk}/contacts/{there.contacts[0]}/words"
    sent = {"seen": "1", "phone": "+65 1", "hours": "8:00-20:00"}
    assert mine.post(words, sent | {"second_channel": "Zalo 1"}).status_code == 303

    late = mine.post(words, sent | {"second_channel": "Signal 2"})

    assert late.status_code == 409
    assert "Zalo 1" in late.text
    assert "Signal 2" in late.text
    with app.app_context():
        contact = db.session.get_one(PointContact, there.contacts[0])
        assert (contact.second_channel, contact.reachable_from) == ("Zalo 1", "08:00")
        kept_apart = [x.before_after for x in db.session.query(EntryPersonal)]
        assert any("Zalo 1" in str(values) for values in kept_apart)


def test_a_second_coordinator_among_the_contacts_is_refused_by_name(browser, there):
    words = {"name": "Ba", "part": "coordinator", "phone": "1", "languages": "vi"}
    answer = browser(there.organiser).post(f"{there.people}/contacts/new", words)

    assert answer.status_code == 409
    assert "SIN has a coordinator already" in answer.text


def by_approval(app, there, *names):
    """Ids of the places of people who hold seats in W1 at SIN, which are to be approved."""
    with app.app_context():
        point = db.session.get_one(Point, there.sin)
        point.seating = "approval"
        forum = db.session.get_one(Forum, there.forum)
        release(forum)
        for name in names:
            registered(forum, at_point("W1", "SIN"), name=name)
        db.session.commit()
        return list(db.session.scalars(db.select(Place.id).order_by(Place.id)))


def test_who_sits_at_a_point_is_decided_there_and_told_by_mail(app, browser, there):
    one, other = by_approval(app, there, "Minister An", "Guest Bo")
    mine = browser(there.coordinator)
    assert mine.get(there.desk).text.count("To decide") == 2

    mine.post(f"{there.desk}/places/{one}/approval")
    browser().post(f"{there.url}/at-point/{there.key}/places/{other}/decline")

    shown = mine.get(there.desk).text
    assert "Minister An" in shown
    assert "Guest Bo" not in shown
    assert "Approved" in shown
    assert mine.post(f"{there.desk}/places/{other}/approval").status_code == 409
    with app.app_context():
        states = [str(db.session.get_one(Place, id_).state) for id_ in (one, other)]
        assert states == ["confirmed", "released"]


def test_of_very_many_those_to_be_decided_are_shown_first_and_the_rest_is_counted(
    app, browser, there, monkeypatch
):
    one, *_ = by_approval(app, there, "An", "Bo", "Chi")
    mine = browser(there.coordinator)
    monkeypatch.setattr(at_points, "MOST", 2)
    whole = mine.get(there.desk).text

    mine.post(f"{there.desk}/places/{one}/approval")

    shown = mine.get(there.desk).text
    assert "1 more person holds a seat here; the organisers have the whole list." in whole
    assert ("<b>An</b>" in whole, "<b>Chi</b>" in whole) == (True, False)
    assert ("<b>An</b>" in shown, "<b>Chi</b>" in shown) == (False, True)


def test_nobody_is_sent_away_from_a_point_that_takes_whoever_registers(app, browser, there):
    (one,) = by_approval(app, there, "Guest Bo")
    with app.app_context():
        db.session.get_one(Point, there.sin).seating = "open"
        db.session.commit()

    answer = browser().post(f"{there.url}/at-point/{there.key}/places/{one}/decline")

    assert answer.status_code == 409
    with app.app_context():
        assert str(db.session.get_one(Place, one).state) == "confirmed"


def test_a_secret_page_that_was_sealed_with_a_lost_key_is_to_be_made_anew(app, browser, there):
    with app.app_context():
        db.session.execute(db.update(PointKey).values(key_sealed="lost"))
        db.session.commit()

    answer = browser(there.organiser).post(f"{there.people}/key/address")

    assert answer.status_code == 409
    assert "Please make one first" in answer.text


def test_the_desk_says_the_hour_of_the_forums_own_clock(browser, there):
    clock.start_forum_clock_at(datetime(2030, 6, 1, 6, 50, tzinfo=UTC))
    try:
        page = browser(there.coordinator).get(there.desk).text
    finally:
        clock.start_forum_clock_at(None)

    said = re.sub(r"(<[^>]+>|\s)+", " ", page)
    assert "14:50 Singapore · 13:50 Hà Nội now, when this page was made" in said


def test_a_secret_page_that_was_renewed_says_whom_to_ask(browser, there):
    stranger, key = browser(), f"{there.url}/at-point/{there.key}"
    browser(there.organiser).post(f"{there.people}/key")
    for address in (key, f"{key}/tests", f"{there.url}/at-point/guessed"):
        gone = stranger.get(address)
        assert gone.status_code == 404
        assert "This address opens the desk of no point (any more)" in gone.text
        assert "ask the organisers for its present address" in gone.text
        assert "Singapore" not in gone.text
    assert stranger.post(f"{key}/results", {}).status_code == 404

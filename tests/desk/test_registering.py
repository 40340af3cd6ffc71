"""The organiser registers somebody: by the same rules, once, and known by the trail."""

import re

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Category, Consent, Delegate, Entry, Message, Person, Terms

from ..builders import NOW

NEW = "/delegates/new"


@pytest.fixture
def form(desk):
    """What the page sends once somebody filled it in."""
    key = re.search(r'name="key" value="([^"]+)"', desk.get(NEW).text)[1]
    filled = {"key": key, "name": "Trần Thị Bưởi", "country": "VN", "lang": "vi", "writes": "y"}
    return filled | {"way_W1": "online", "consent_processing": "y", "email": "buoi@example.org"}


def delegates(app, name="Trần Thị Bưởi"):
    """(reference, state, address, category) of everybody of this name."""
    with app.app_context():
        found = select(Delegate).join(Delegate.person).where(Person.name == name)
        return [
            (x.reference, x.state.value, x.person.email, x.category.code)
            for x in db.session.scalars(found)
        ]


def letters_to(app, address):
    with app.app_context():
        return [x.template for x in db.session.query(Message).filter_by(address=address)]


def test_who_is_registered_at_the_desk_is_confirmed_and_has_the_letter(app, desk, there, form):
    answer = desk.post(NEW, form)

    [(reference, state, email, category)] = delegates(app)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/delegates/{reference}")
    assert (state, email, category) == ("confirmed", "buoi@example.org", "delegate")
    assert letters_to(app, email) == ["registration.received"]
    assert f"{reference} is registered." in desk.get("/registrations").text


def test_trail_and_consent_say_which_organiser_wrote_it_down(app, desk, there, form):
    desk.post(NEW, form)

    with app.app_context():
        delegate = db.session.scalars(select(Delegate).order_by(Delegate.id.desc())).first()
        entry = db.session.scalars(select(Entry).filter_by(object_id=delegate.id, kind="delegate"))
        consent = db.session.scalars(select(Consent).filter_by(delegate_id=delegate.id)).one()
        assert [one.actor for one in entry] == [f"user {there.organiser}"]
        assert consent.recorded_by == f"user {there.organiser}"


def test_who_registers_themself_wrote_their_consent_down_themself(app, browser, there, form):
    public = {**form, "key": "x"}
    assert browser().post(f"/en/{there.slug}/register", public).status_code == 303

    with app.app_context():
        recorded = select(Consent.recorded_by).join(Delegate, Delegate.id == Consent.delegate_id)
        assert db.session.scalars(recorded.where(Delegate.lang == "vi")).all() == [None]


def test_nobody_needs_an_address_and_the_organiser_may_keep_silent(app, desk, form):
    assert desk.post(NEW, form | {"email": ""}).status_code == 303
    silent = form | {"key": "2", "email": "silent@example.org", "name": "Silent"}
    silent.pop("writes")
    assert desk.post(NEW, silent).status_code == 303

    assert [email for _, _, email, _ in delegates(app)] == [None]
    assert letters_to(app, "silent@example.org") == []


def test_one_press_is_one_registration_however_often_it_is_sent(app, desk, form):
    first, second = desk.post(NEW, form | {"email": ""}), desk.post(NEW, form | {"email": ""})

    assert len(delegates(app)) == 1
    assert first.headers["Location"] == second.headers["Location"]


def test_after_going_back_and_correcting_the_same_page_registers_somebody_else(app, desk, form):
    desk.post(NEW, form)
    desk.post(NEW, form | {"name": "Another", "email": "another@example.org"})

    assert (len(delegates(app)), len(delegates(app, "Another"))) == (1, 1)


def test_every_category_is_offered_also_one_that_is_not_public(app, desk, there, form):
    with app.app_context():
        db.session.query(Category).filter_by(code="press").update({"is_public": False})
        db.session.commit()

    assert 'value="press"' in desk.get(NEW).text
    desk.post(NEW, form | {"category": "press"})
    assert delegates(app)[0][1:] == ("pending", "buoi@example.org", "press")


@pytest.mark.parametrize(
    ("column", "said"), [("opens_wall", "Registration opens at"), ("closes_wall", "closed at")]
)
def test_outside_the_times_it_is_allowed_and_said(app, desk, there, form, column, said):
    with app.app_context():
        at = NOW.replace(tzinfo=None, year=2090 if column == "opens_wall" else 2020)
        setattr(db.session.get_one(Terms, there.forum_id), column, at)
        db.session.commit()

    page = desk.get(NEW).text
    assert said in page
    assert "You can register people all the same." in page
    assert desk.post(NEW, form).status_code == 303
    assert len(delegates(app)) == 1


def test_a_known_address_leads_to_whoever_has_it(app, desk, registers, form):
    known = registers(name="Known Already", email="known@example.org")

    answer = desk.post(NEW, form | {"email": "known@example.org"})

    assert answer.status_code == 409
    assert f"/delegates/{known}" in answer.text
    assert "Known Already" in answer.text
    assert 'value="Trần Thị Bưởi"' in answer.text
    assert delegates(app) == []


def test_a_full_hall_offers_its_line(app, desk, form):
    assert 'value="hall-wait"' in desk.get(NEW).text

    refused = desk.post(NEW, form | {"way_W1": "hall"})
    assert refused.status_code in (409, 422)
    assert desk.post(NEW, form | {"way_W1": "hall-wait"}).status_code == 303
    assert len(delegates(app)) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Please write the full name."),
        ({"name": "x" * 10_000}, "Please keep this to 120 characters."),
        ({"name": "a\u202eb"}, "characters that cannot be shown"),
        ({"email": "not an address"}, "Please write the whole address"),
        ({"country": "XX"}, "Please choose a country from the list."),
        ({"way_W1": ""}, "Please choose at least one session."),
        ({"way_W1": "in a dream"}, "Not a valid choice."),
        ({"consent_processing": ""}, "Without this consent we cannot register you."),
        ({"category": "king"}, "Not a valid choice."),
        ({"csrf_token": "old"}, "The page was open for too long."),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(app, desk, form, typed, sentence):
    answer = desk.post(NEW, form | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="buoi@example.org"' in answer.text or "email" in typed
    assert delegates(app, typed.get("name", "Trần Thị Bưởi")) == []


def test_newlines_and_formulas_are_a_name_like_any_other(app, desk, form):
    desk.post(NEW, form | {"name": '=HYPERLINK("http://evil")\n\tx'})

    assert len(delegates(app, '=HYPERLINK("http://evil") x')) == 1

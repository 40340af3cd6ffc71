"""What organisers correct about a delegate."""

from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Category
from forum_app.registration import queries
from forum_app.registration.rules.applications import Particulars
from forum_app.registration.services.particulars import correct

from ..builders import a_category
from .many import corrects, letters, of, seen_in


def test_what_is_written_about_somebody_is_corrected(app, desk, dao):
    answer = corrects(desk, dao, name="Lê Thị Đào Anh", organisation="", country="")

    assert answer.status_code == 303
    with app.app_context():
        person = of(dao).person
        assert (person.name, person.organisation, person.country) == ("Lê Thị Đào Anh", None, None)
        assert person.name_folded == "le thi dao anh"


def test_of_two_organisers_who_correct_somebody_the_later_is_shown_both(app, desk, dao):
    stale = {"seen": seen_in(desk.get(f"/delegates/{dao}/particulars"))}
    corrects(desk, dao, name="First")

    late = corrects(desk, dao, name="Second", **stale)

    assert late.status_code == 409
    assert "<td>First</td><td>Second</td>" in late.text
    with app.app_context():
        assert of(dao).person.name == "First"


def test_a_delegate_who_corrects_themselves_is_a_later_version_too(app, desk, dao):
    stale = {"seen": seen_in(desk.get(f"/delegates/{dao}/particulars"))}
    with app.app_context():
        given = Particulars(name="Herself", organisation=None, country="VN")
        correct(of(dao), given, actor="delegate", now=of(dao).submitted_at)
        db.session.commit()

    assert corrects(desk, dao, name="Second", **stale).status_code == 409


def test_a_new_address_gets_a_new_link_and_the_old_link_opens_nothing(app, desk, dao):
    with app.app_context():
        before = seal.opened(of(dao).link_sealed)

    assert corrects(desk, dao, email="Dao.New@example.org").status_code == 303

    with app.app_context():
        mine = of(dao)
        assert mine.person.email == "dao.new@example.org"
        assert queries.delegate_of_link(mine.forum, before) is None
    assert letters(app, "dao.new@example.org") == ["link"]
    assert letters(app, "dao@example.org") == ["received"]


def test_an_address_of_somebody_else_is_refused(app, desk, dao, registers):
    registers(name="Other", email="other@example.org")

    answer = corrects(desk, dao, email="other@example.org", name="Changed")

    assert answer.status_code == 409
    assert "Somebody else is registered here with this address." in answer.text
    with app.app_context():
        assert of(dao).person.name == "Lê Thị Đào"


def test_nobody_loses_the_only_address_that_gets_their_mail(desk, dao):
    answer = corrects(desk, dao, email="")

    assert answer.status_code == 422
    assert "nobody else gets this person’s mail" in answer.text


def test_another_category_is_counted_and_one_that_is_full_refused(app, desk, there, dao):
    with app.app_context():
        forum = of(dao).forum
        a_category(forum, code="vip", quota=1)
        a_category(forum, code="none", quota=0)
        db.session.commit()

    assert corrects(desk, dao, category="vip").status_code == 303
    assert corrects(desk, dao, category="none").status_code == 409

    with app.app_context():
        taken = dict(db.session.execute(select(Category.code, Category.taken)).all())
        assert (taken["vip"], taken["none"], taken["delegate"]) == (1, 0, 5)
        assert of(dao).category.code == "vip"

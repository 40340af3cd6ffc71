"""Who works at a forum: given, taken away with effect at once, offered by mail."""

from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.services.copies import copy_forum
from forum_app.models import Entry, Forum, ForumRole, User

from ..accounts.letters import letters, said
from ..builders import NOW, a_forum, a_user

NEW = "new-colleague@example.org"


@pytest.fixture
def there(app):
    with app.app_context():
        forum = a_forum()
        organiser = a_user("Ngọc Ánh", forum=forum, role=Role.ORGANISER)
        colleague, admin = a_user("Lê An"), a_user(site_role="admin")
        db.session.commit()
        return SimpleNamespace(
            desk=f"/en/{forum.slug}/desk",
            people=f"/en/{forum.slug}/desk/people",
            organiser=organiser.id,
            colleague=colleague.id,
            email=colleague.email,
            admin=admin.id,
        )


@pytest.fixture
def organiser(browser, there):
    return browser(there.organiser)


def gives(browser, there, email, role="organiser"):
    return browser.post(f"{there.people}/", {"email": email, "role": role})


def takes(browser, there, user_id, role="organiser"):
    return browser.post(f"{there.people}/{user_id}/{role}/removal")


def test_a_role_given_to_a_known_address_counts_at_once_and_is_told(app, browser, there, organiser):
    colleague = browser(there.colleague)
    assert colleague.get(f"{there.desk}/").status_code == 403

    answer = gives(organiser, there, f" {there.email.upper()}")

    assert answer.status_code == 303
    assert colleague.get(f"{there.desk}/").status_code == 200
    assert "Lê An" in organiser.get(f"{there.people}/").text
    assert [(x.to, x.template) for x in letters(app)] == [(there.email, "forums.role")]
    assert "Từ nay bạn thuộc ban tổ chức Diễn đàn." in said(app)


def test_a_role_given_twice_is_told_as_it_is_and_no_second_letter_is_promised(
    app, there, organiser
):
    gives(organiser, there, there.email)
    organiser.get(f"{there.people}/")

    gives(organiser, there, there.email)

    page = organiser.get(f"{there.people}/").text
    assert f"{there.email} has this role already." in page
    assert "is written to" not in page
    assert len(letters(app)) == 1


def test_whoever_works_without_a_desk_finds_the_role_on_their_own_page(browser, there, organiser):
    gives(organiser, there, there.email, "caller")

    page = browser(there.colleague).get("/en/account").text

    assert "Your roles" in page
    assert "Nothing is registered under this address" not in page
    assert "Your roles" not in browser(there.organiser).get("/en/account").text


def test_whoever_keeps_doors_is_told_so_once(browser, there, organiser):
    gives(organiser, there, there.email, "door")

    page = browser(there.colleague).get("/en/account").text

    assert ("Your doors" in page, "Your roles" in page) == (True, False)


def test_a_copied_forum_asks_for_a_second_step_like_its_original(app, there):
    with app.app_context():
        forum = db.session.scalars(db.select(Forum)).one()
        forum.second_step = True
        given = {"first_day": forum.first_day, "name": None, "actor": "tests", "now": NOW}

        assert copy_forum(forum, "copy-of-it", **given).second_step


def test_a_role_taken_away_ends_at_once_also_on_a_page_that_is_open(browser, there, organiser):
    gives(organiser, there, there.email)
    colleague = browser(there.colleague)
    assert colleague.get(f"{there.people}/").status_code == 200

    takes(organiser, there, there.colleague)
    late = gives(colleague, there, NEW)

    assert late.status_code == 403
    assert "This page is not for you" in late.text
    assert colleague.get(f"{there.desk}/").status_code == 403


def test_nobody_but_an_admin_takes_the_last_organiser_away(app, browser, there, organiser):
    refused = takes(organiser, there, there.organiser)
    assert refused.status_code == 409
    assert "A forum needs an organiser" in refused.text

    takes(browser(there.admin), there, there.organiser)

    assert organiser.get(f"{there.desk}/").status_code == 403


def test_of_two_organisers_one_may_go(browser, there, organiser):
    gives(organiser, there, there.email)

    assert takes(organiser, there, there.organiser).headers["Location"] == "/en/account"
    assert takes(browser(there.colleague), there, there.colleague).status_code == 409


def test_an_unknown_address_is_invited_and_has_the_role_with_its_account(
    app, browser, there, organiser
):
    gives(organiser, there, NEW)
    someone, (letter,) = browser(), letters(app, NEW)

    page = someone.get(f"/en/links/{letter.secret}")
    answer = someone.post(f"/en/links/{letter.secret}", {"name": "Trần Mới"})

    assert "You are invited" in page.text
    assert answer.headers["Location"] == f"{there.desk}/"
    assert someone.get(f"{there.desk}/").status_code == 200
    assert NEW in organiser.get(f"{there.people}/").text


def test_an_invitation_that_is_withdrawn_or_renewed_opens_no_more(app, browser, there, organiser):
    gives(organiser, there, NEW)
    invitation = f"{there.people}/invitations/1"

    organiser.post(f"{invitation}/renewal")
    old, new = letters(app, NEW)
    replaced = browser().get(f"/en/links/{old.secret}")
    organiser.post(f"{invitation}/withdrawal")
    withdrawn = browser().get(f"/en/links/{new.secret}")

    assert (replaced.status_code, withdrawn.status_code) == (400, 400)
    assert "A newer letter" in replaced.text
    assert "This invitation was withdrawn" in withdrawn.text
    organiser.get(f"{there.people}/")  # tells once what was done
    assert NEW not in organiser.get(f"{there.people}/").text
    assert organiser.post(f"{invitation}/renewal").status_code == 409


def test_who_makes_an_account_after_the_invitation_was_withdrawn_has_no_role(
    app, browser, there, organiser
):
    gives(organiser, there, NEW)
    organiser.post(f"{there.people}/invitations/1/withdrawal")
    someone = browser()
    someone.post("/en/sign-up", {"email": NEW, "name": "Trần Mới"})

    someone.post(f"/en/links/{letters(app, NEW)[-1].secret}", {"name": "Trần Mới"})

    assert someone.get("/en/account").status_code == 200
    assert someone.get(f"{there.desk}/").status_code == 403


def test_everything_stands_in_the_trail(app, there, organiser):
    gives(organiser, there, there.email, "door")
    takes(organiser, there, there.colleague, "door")
    gives(organiser, there, NEW)
    organiser.post(f"{there.people}/invitations/1/withdrawal")
    organiser.post(f"{there.people}/second-step", {"wanted": "yes"})

    with app.app_context():
        acts = [(x.act, x.actor) for x in db.session.query(Entry).order_by(Entry.id)]
    actor = f"user {there.organiser}"
    names = ["appoint", "dismiss", "invite", "withdraw_invitation", "want_second_step"]
    assert acts == [(f"forums.{name}", actor) for name in names]


def test_an_admin_gives_and_takes_the_role_of_an_admin(app, browser, there):
    admin, colleague, site = browser(there.admin), browser(there.colleague), "/en/account/site"
    assert colleague.get(site).status_code == 403
    assert admin.post(f"{site}/admins/{there.admin}/removal").status_code == 409

    admin.post(f"{site}/admins", {"email": there.email})
    assert colleague.get(site).status_code == 200
    admin.post(f"{site}/admins", {"email": NEW})
    someone = browser()
    someone.post(f"/en/links/{letters(app, NEW)[0].secret}", {"name": "Trần Mới"})
    assert someone.get(site).status_code == 200
    colleague.post(f"{site}/admins/{there.admin}/removal")

    assert admin.get(site).status_code == 403


def test_whoever_has_no_role_and_no_account_is_not_made_by_looking(app, browser, there, organiser):
    gives(organiser, there, NEW)
    browser().get(f"/en/links/{letters(app, NEW)[0].secret}")

    with app.app_context():
        assert db.session.query(User).filter_by(email=NEW).count() == 0
        assert db.session.query(ForumRole).count() == 1


def test_an_invitation_to_administer_that_is_withdrawn_opens_by_none_of_its_letters(
    app, browser, there
):
    admin, site, someone = browser(there.admin), "/en/account/site", browser()
    admin.post(f"{site}/admins", {"email": NEW})
    admin.post(f"{site}/invitations/1/renewal")

    admin.post(f"{site}/invitations/2/withdrawal")
    opened = [
        someone.post(f"/en/links/{letter.secret}", {"name": "Trần Mới"}).status_code
        for letter in letters(app, NEW)
    ]

    assert opened == [400, 400]
    assert someone.get(site).status_code == 302


def test_an_invitation_that_was_accepted_is_not_said_to_be_withdrawn(app, browser, there):
    admin, site, someone = browser(there.admin), "/en/account/site", browser()
    admin.post(f"{site}/admins", {"email": NEW})
    someone.post(f"/en/links/{letters(app, NEW)[0].secret}", {"name": "Trần Mới"})

    answers = [admin.post(f"{site}/invitations/1/{act}") for act in ("withdrawal", "renewal")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "accepted or withdrawn already" in answers[0].text
    assert someone.get(site).status_code == 200

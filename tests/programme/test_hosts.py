"""Who hosts a session sees its delegates and its line and writes its texts, and nothing else."""

import csv
from io import StringIO
from sys import modules
from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Consent, Entry, Session, SessionHost
from forum_app.programme.services.hosts import ROLE, edit_texts

from ..accounts.letters import letters, said
from ..builders import NOW, a_consent, a_forum, a_point, a_session, a_user, release, words
from ..desk.forms import as_shown
from ..registration.applications import at_point, hall, registered
from ..registration.conftest import mail as mail

NEW = "new-host@example.org"


@pytest.fixture
def there(app):
    """W1, whose hall has two seats, and W2 of one forum; P1 of another. `host` hosts W1."""
    with app.app_context():
        forum, other = a_forum(slug="here"), a_forum(slug="there")
        sin = a_point(forum, code="SIN", name="Singapore")
        w1 = a_session(forum, code="W1", hall=2, online=9, points=[(sin, 4)])
        a_session(forum, code="W2", starts="14:00", ends="17:00", hall=9)
        a_session(other, code="P1", hall=9)
        release(forum)
        wording = a_consent(forum, "hosts")
        a_session(forum, code="W3", starts="14:00", ends="17:00").title = words("Bí mật", "Secret")
        open_ = registered(
            forum, hall("W1"), name="Lê An", organisation="=cmd|' /C calc'!A1", country="VN"
        )
        shy = registered(forum, at_point("W1", "SIN"), name="Ân Bình", country="SG")
        last = registered(forum, hall("W1"), name="Zoe Tan")
        waits = [registered(forum, hall("W1", wait=True), name=f"Line {n}") for n in (1, 2)]
        registered(forum, hall("W2"), name="Elsewhere Only")
        agreed = {"wording_id": wording.id, "lang": "en", "given_at": NOW}
        db.session.add(Consent(forum_id=forum.id, delegate_id=open_.id, **agreed))
        host, organiser = a_user("Bộ Xây dựng"), a_user(forum=forum, role=Role.ORGANISER)
        colleague = a_user("Lê Host")
        ROLE.appoint(w1, host, by=None, actor="tests", now=NOW)
        db.session.commit()
        return SimpleNamespace(
            desk="/en/here/desk/hosts",
            page="/en/here/hosts/W1",
            host=host.id,
            organiser=organiser.id,
            colleague=colleague.id,
            colleague_email=colleague.email,
            w1=w1.id,
            emails={"open": open_.person.email, "shy": shy.person.email, "last": last.person.email},
            waits=[x.person.name for x in waits],
        )


@pytest.fixture
def host(browser, there):
    return browser(there.host)


@pytest.fixture
def organiser(browser, there):
    return browser(there.organiser)


def test_a_host_sees_who_has_a_place_and_who_waits_in_order(host, there):
    page = host.get(there.page).text

    coming, line = page.split('id="line"')
    names = ["Ân Bình", "Lê An", "Zoe Tan"]  # as a Vietnamese dictionary has them
    assert [coming.index(name) for name in names] == sorted(coming.index(name) for name in names)
    assert line.index("Line 1") < line.index("Line 2")
    assert "Elsewhere Only" not in page
    assert "Singapore" in coming


def test_a_host_sees_the_address_of_those_alone_who_agreed_to_be_written_to(host, there):
    page = host.get(there.page).text

    assert there.emails["open"] in page
    assert there.emails["shy"] not in page
    assert there.emails["last"] not in page


def test_the_file_holds_the_same_and_no_formula(host, there):
    answer = host.get(f"{there.page}/delegates.csv")

    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Name"] for row in rows] == ["Ân Bình", "Lê An", "Zoe Tan", "Line 1", "Line 2"]
    assert [row["Number in line"] for row in rows] == ["", "", "", "1", "2"]
    assert rows[1]["Organisation"] == "'=cmd|' /C calc'!A1"
    assert [row["E-mail address"] != "" for row in rows] == [False, True, False, False, False]


@pytest.mark.parametrize("path", ["", "/texts", "/delegates.csv"])
@pytest.mark.parametrize(
    ("of", "status"),
    [("/en/here/hosts/W2", 404), ("/en/here/hosts/W3", 404), ("/en/here/hosts/XX", 404)],
    ids=["another session", "a draft", "no session"],
)
def test_to_a_host_every_other_session_is_not_there(host, of, status, path):
    answer = host.get(of + path)

    assert answer.status_code == status
    assert "Secret" not in answer.text


def test_a_host_is_nobody_in_another_forum_and_at_the_desk(host):
    assert host.get("/en/there/hosts/P1").status_code == 403
    assert host.get("/en/here/desk/").status_code == 403
    assert host.get("/en/here/desk/programme/W1").status_code == 403
    assert host.get("/en/here/desk/seats/W1").status_code == 403


def test_the_session_that_is_taken_away_is_gone_at_once_also_on_an_open_page(
    app, host, organiser, there
):
    typed = as_shown(host.get(f"{there.page}/texts"))

    answer = organiser.post(f"{there.desk}/W1/{there.host}/removal")

    assert answer.status_code == 303
    assert host.get(there.page).status_code == 403
    assert host.post(f"{there.page}/texts", typed).status_code == 403
    again = organiser.post(f"{there.desk}/W1/{there.host}/removal")
    assert (again.status_code, "do not host this session any more" in again.text) == (409, True)


def test_who_has_an_account_hosts_at_once_and_is_written_to(app, browser, organiser, there):
    answer = gives(organiser, there, there.colleague_email.upper())

    assert answer.status_code == 303
    assert browser(there.colleague).get(there.page).status_code == 200
    [letter] = letters(app, there.colleague_email)
    assert letter.template == "programme.host"
    assert "Bạn chủ trì phiên W1, Phiên, của Diễn đàn." in said(app)
    assert f"/vi/{there.page.removeprefix('/en/')}" in said(app)  # given on the English desk
    with app.app_context():
        assert db.session.get(SessionHost, (1, there.w1, there.colleague)).given_by_id
    twice = gives(organiser, there, there.colleague_email)
    assert (twice.status_code, "host this session already" in twice.text) == (409, True)


def test_who_has_no_account_hosts_as_soon_as_they_sign_in_with_that_address(
    app, browser, organiser, there
):
    gives(organiser, there, NEW)
    invited = organiser.get(there.desk).text
    assert NEW in invited

    stranger = browser()
    answer = accepts(app, stranger)

    assert answer.headers["Location"] == there.page
    assert "You host this session" in stranger.get(there.page).text
    assert "Invited" not in organiser.get(there.desk).text


def test_an_invitation_withdrawn_gives_nothing_and_opens_nothing(app, browser, organiser, there):
    gives(organiser, there, NEW)
    invitation = f"{there.desk}/invitations/1"

    organiser.post(f"{invitation}/withdrawal")

    stranger = browser()
    assert accepts(app, stranger).status_code == 400
    assert organiser.post(f"{invitation}/renewal").status_code == 409
    with app.app_context():
        assert db.session.query(SessionHost).count() == 1


def test_a_session_of_another_forum_cannot_be_given(organiser, there):
    assert gives(organiser, there, there.colleague_email, session="P1").status_code == 422


def test_the_texts_of_a_host_wait_in_the_draft_for_the_next_release(app, browser, host, there):
    typed = as_shown(host.get(f"{there.page}/texts"))
    typed |= {"abstract_en": "Trams first.", "practical_en": "Gate 2."}

    answer = host.post(f"{there.page}/texts", typed)

    assert answer.status_code == 303
    assert "People do not see this yet" in host.get(f"{there.page}/texts").text
    assert "Gate 2." not in browser().get("/en/here/sessions/W1").text
    with app.app_context():
        session = db.session.get_one(Session, there.w1)
        assert (session.practical.by_lang, session.version) == ({"en": "Gate 2."}, 2)
        assert db.session.query(Entry).filter_by(act="programme.edit_texts").count() == 1


def test_a_host_and_an_organiser_who_write_at_once_see_both_versions(host, organiser, there):
    typed = as_shown(host.get(f"{there.page}/texts")) | {"abstract_en": "By the host."}
    desk = "/en/here/desk/programme/W1"
    organiser.post(desk, as_shown(organiser.get(desk)) | {"abstract_en": "By the organiser."})

    answer = host.post(f"{there.page}/texts", typed)

    assert answer.status_code == 409
    both = answer.text.split('id="both"')[1].split("</section>")[0]
    assert "By the host." in both
    assert "By the organiser." in both


def test_a_host_changes_nothing_but_the_texts(app, host, there):
    typed = as_shown(host.get(f"{there.page}/texts"))

    host.post(f"{there.page}/texts", typed | {"title_en": "Mine", "cancelled": "y", "hall": "X"})

    with app.app_context():
        session = db.session.get_one(Session, there.w1)
        assert (session.title.by_lang["en"], session.cancelled_at) == ("Session", None)


def test_the_verb_of_a_host_leaves_everything_but_the_texts_as_it_is(room):
    session = a_session(a_forum(), code="W1")
    wanted = {"abstract": words("Về"), "practical": None, "title": words("Của tôi"), "zone": "UTC"}

    edit_texts(session, wanted, seen=1, actor="tests", now=NOW)

    assert (session.abstract, session.title) == (words("Về"), words("Phiên", "Session"))
    assert session.zone == "Asia/Ho_Chi_Minh"


def test_a_host_finds_the_session_on_their_own_page(host, browser, there):
    assert f'href="{there.page}"' in host.get("/en/account").text
    assert "Your sessions" not in browser(there.colleague).get("/en/account").text


def test_the_list_goes_on_where_the_page_ended(app, host, there, monkeypatch):
    monkeypatch.setattr(modules["forum_app.registration.views.hosted"], "SHOWN", 2)

    first = host.get(there.page).text
    further = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = host.get(further.replace("&amp;", "&")).text

    first, second = (x.split('id="line"')[0] for x in (first, second))
    assert ("Lê An" in first, "Zoe Tan" in first) == (True, False)
    assert ("Lê An" in second, "Zoe Tan" in second) == (False, True)


def gives(browser, there, email, session="W1"):
    return browser.post(there.desk, {"email": email, "session": session})


def accepts(app, browser):
    secret = letters(app, NEW)[-1].secret
    return browser.post(f"/en/links/{secret}", {"name": "Lê Mới"})

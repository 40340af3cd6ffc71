"""Organisers lay lines at the desk; nobody is shown a secret without pressing for it."""

import re

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Entry, Link

from ..builders import a_forum, a_point, a_session, a_user, release
from .lines import a_line
from .test_invitations import OTHERS, ZOOM_EN, ZOOM_VI

NEW = {"purpose": "meet", "transport": "web", "audience": "delegates", "priority": "1", "seen": "0"}
NEW |= {"language": "", "channel_kind": ""}


@pytest.fixture
def desk(app):
    """slug, the id of an organiser, the id of a line of W1."""
    with app.app_context():
        forum = a_forum(slug="here")
        session = a_session(forum, code="W1", online=9, points=[(a_point(forum, code="SIN"), 3)])
        release(forum)
        line = a_line(forum, session=session, secret="first-secret")
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        return organiser.id, line.id


@pytest.fixture
def organiser(browser, desk):
    return browser(desk[0])


def lines(app, **wanted):
    with app.app_context():
        return list(db.session.scalars(select(Link).filter_by(**wanted).order_by(Link.id)))


def trail(app):
    with app.app_context():
        asked = select(Entry).where(Entry.kind == "link").order_by(Entry.id)
        return [(entry.act, entry.facts) for entry in db.session.scalars(asked)]


def test_a_passcode_in_the_address_becomes_the_secret_and_is_said_so(app, organiser):
    typed = NEW | {"session": "W1", "point": "", "direction": ""}
    typed |= {"address": "https://zoom.us/j/81234567890?pwd=moved-secret"}

    answer = organiser.post("/en/here/desk/lines/new", typed, follow_redirects=True)

    made = lines(app)[-1]
    assert made.address == "https://zoom.us/j/81234567890"
    with app.app_context():
        assert seal.opened(made.sealed_secret) == "moved-secret"
    assert "is kept as the secret" in answer.text
    assert "moved-secret" not in answer.text + str(trail(app))


def test_another_secret_is_another_revision_and_the_form_never_shows_one(app, organiser, desk):
    page = organiser.get(f"/en/here/desk/lines/{desk[1]}").text
    assert "first-secret" not in page
    sent = NEW | {"session": "W1", "point": "", "direction": "", "label": "A"}
    sent |= {"address": "https://meet.example.org/room", "seen": _seen(page)}

    organiser.post(f"/en/here/desk/lines/{desk[1]}/facts", sent)
    kept = lines(app)[0]
    organiser.post(f"/en/here/desk/lines/{desk[1]}/facts", sent | {"secret": "second", "seen": "2"})

    replaced = lines(app)[0]
    assert (kept.revision, kept.version, kept.secret_name) == (1, 2, "pwd")
    assert (replaced.revision, replaced.version, replaced.secret_name) == (2, 3, "pwd")
    with app.app_context():
        assert seal.opened(replaced.sealed_secret) == "second"


def test_whoever_saves_late_sees_both_versions_and_no_secret(app, organiser, desk):
    path = f"/en/here/desk/lines/{desk[1]}/facts"
    sent = NEW | {"session": "W1", "point": "", "direction": "", "seen": "1"}
    organiser.post(path, sent | {"address": "https://meet.example.org/mine"})

    late = organiser.post(path, sent | {"address": "https://a.example.org/?pwd=late-secret"})

    assert late.status_code == 409
    assert "https://meet.example.org/mine" in late.text
    assert "late-secret" not in late.text
    assert lines(app)[0].address == "https://meet.example.org/mine"


def test_the_secret_is_shown_to_whoever_presses_and_the_trail_says_who(app, organiser, desk):
    shown = organiser.post(f"/en/here/desk/lines/{desk[1]}/secret")

    assert "first-secret" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert trail(app)[-1] == ("broadcast.show_secret", {"revision": 1})


def test_a_revoked_line_keeps_no_secret_and_is_not_listed(app, organiser, desk):
    gone = organiser.post(f"/en/here/desk/lines/{desk[1]}/revocation", {"seen": "1"})
    again = organiser.post(f"/en/here/desk/lines/{desk[1]}/revocation", {"seen": "2"})

    assert (gone.status_code, again.status_code) == (303, 409)
    assert lines(app)[0].sealed_secret is None
    assert "0 of 0 lines" in organiser.get("/en/here/desk/lines").text


def test_an_invitation_becomes_a_room_a_telephone_and_a_backup(app, organiser):
    sent = {"session": "W1", "point": "", "audience": "delegates", "text": ZOOM_EN}

    page = organiser.post("/en/here/desk/lines/invitation", sent, follow_redirects=True).text

    made = lines(app)[1:]
    assert [line.purpose.value for line in made] == ["meet", "phone", "backup"]
    with app.app_context():
        secrets = [seal.opened(line.sealed_secret) for line in made]
    assert secrets == ["Q0hVbkV4YW1wbGU", "246810", "246810"]
    assert "Zoom invitation read" in page
    assert not any(secret in page for secret in secrets)


def test_the_passcode_of_another_meeting_is_refused_with_the_text_kept(app, organiser):
    text = OTHERS["the passcode stands below another number"]
    sent = {"session": "W1", "point": "", "audience": "delegates", "text": text}

    page = organiser.post("/en/here/desk/lines/invitation", sent)

    assert page.status_code == 422
    assert "the address leads to 812 3456 7890" in page.text
    assert "899 9999 0000" in page.text
    assert len(lines(app)) == 1


def test_the_list_says_what_is_missing_and_what_is_not_encrypted(app, organiser):
    page = organiser.get("/en/here/desk/lines").text
    assert "no telephone line" in page
    assert "no backup that travels another way" in page
    typed = NEW | {"session": "W1", "point": "SIN", "direction": "", "audience": "crew"}

    organiser.post(
        "/en/here/desk/lines/new", typed | {"transport": "sip", "address": "sip:a@example.org"}
    )

    narrow = organiser.get("/en/here/desk/lines?point=SIN").text
    assert "not encrypted" in narrow
    assert "1 of 2 lines" in narrow


def test_a_green_room_is_never_for_delegates(app, organiser):
    typed = NEW | {"session": "W1", "point": "", "direction": "", "purpose": "green_room"}

    page = organiser.post("/vi/here/desk/lines/new", typed | {"address": "https://example.org/g"})

    assert page.status_code == 422
    assert "không bao giờ hiện với đại biểu" in page.text


def test_an_invitation_in_vietnamese_is_read_too(app, organiser):
    sent = {"session": "", "point": "SIN", "audience": "crew", "text": ZOOM_VI}

    organiser.post("/vi/here/desk/lines/invitation", sent)

    assert [line.room for line in lines(app, purpose="meet")][-1] == "81234567890"


def _seen(page):
    return re.search(r'name="seen"[^>]* value="(\d+)"', page)[1]

"""Organisers lay lines at the desk; nobody is shown a secret without pressing for it."""

import re

import pytest
from flask import g
from sqlalchemy import select

from forum_app import seal
from forum_app.asks import form_of
from forum_app.broadcast.forms import links as asked
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.queries import forum_at
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


def _sent(**given):
    return NEW | {"session": "W1", "point": "", "direction": ""} | given


def test_a_stream_key_is_in_no_list_and_the_page_of_the_secret_says_it_apart(app, organiser):
    typed = _sent(transport="rtmp", address="rtmp://live.example.org/app/stream-key-1")
    page = organiser.post("/en/here/desk/lines/new", typed, follow_redirects=True).text
    made = lines(app)[-1]

    shown = organiser.post(f"/en/here/desk/lines/{made.id}/secret").text

    assert "rtmp://live.example.org/app/…" in page
    assert "stream-key-1" not in page + str(trail(app))
    assert "stream-key-1" in shown


def test_a_key_and_a_passcode_of_one_room_are_kept_together(app, organiser):
    address = "https://a.webex.com/a/j.php?MTID=m0123"
    organiser.post("/en/here/desk/lines/new", _sent(address=address, secret="pass-1"))
    made = lines(app)[-1]
    first = organiser.post(f"/en/here/desk/lines/{made.id}/secret").text
    again = _sent(address="https://a.webex.com/a/j.php", secret="pass-2", seen="1")
    organiser.post(f"/en/here/desk/lines/{made.id}/facts", again)

    shown = organiser.post(f"/en/here/desk/lines/{made.id}/secret").text

    assert (address in first, "pass-1" in first, address in shown) == (True, True, True)
    assert ("pass-2" in shown, "pass-1" in shown) == (True, False)


GREEN = "https://meet.example.org/green"
WRONG = {"purpose": "green_room", "audience": "delegates"}
MENDED = {"purpose": "green_room", "audience": "speakers"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"address": f"{GREEN}?pwd=typed-once"}, "pwd"),
        ({"address": GREEN, "secret": "typed-once"}, None),
        ({"address": GREEN, "secret": "typed-once", "priority": "?"}, None),
    ],
)
def test_a_refusal_loses_no_secret_and_shows_none(app, organiser, typed, name):
    path = "/en/here/desk/lines/new"
    refused = organiser.post(path, _sent(**(WRONG | typed)))
    kept = re.search(r'name="kept" value="([^"]+)"', refused.text)[1]

    again = {"address": GREEN, "kept": kept, "secret": ""}
    saved = organiser.post(path, _sent(**(MENDED | again)))

    assert (refused.status_code, saved.status_code) == (422, 303)
    assert "typed-once" not in refused.text
    made = lines(app)[-1]
    with app.app_context():
        assert (seal.opened(made.sealed_secret), made.secret_name) == ("typed-once", name)


def test_a_press_that_is_tried_again_after_others_were_first_means_the_same(app, desk):
    sent = _sent(address=f"{GREEN}?pwd=typed-once", session="")
    with app.test_request_context("/en/here/desk/lines/new", method="POST", data=sent):
        g.caller = "user 1"
        form = form_of(asked.asks_of([], [], "en"), asked.USUAL, 0)
        form.validate()

        first, again = (asked.typed_in(form, forum_at("here"), {}, {}) for _ in range(2))

    assert (first, again.secret.text) == (again, "typed-once")


def test_what_was_kept_goes_to_no_other_address_and_to_nobody_else(app, browser, organiser):
    path = "/en/here/desk/lines/new"
    typed = _sent(**WRONG, address="https://meet.example.org/green?pwd=typed-once")
    kept = re.search(r'name="kept" value="([^"]+)"', organiser.post(path, typed).text)[1]
    with app.app_context():
        other = a_user(forum=forum_at("here"), role=Role.ORGANISER)
        db.session.commit()
        colleague = browser(other.id)

    moved = _sent(**MENDED, address="https://other.example.org/", kept=kept)
    taken = _sent(**MENDED, address="https://meet.example.org/green", kept=kept)

    assert organiser.post(path, moved).status_code == 422
    assert colleague.post(path, taken).status_code == 303
    assert lines(app)[-1].sealed_secret is None


def test_no_secret_is_cut_short_in_silence(app, organiser):
    path, address = "/en/here/desk/lines/new", "https://meet.example.org/long"

    organiser.post(path, _sent(address=address, secret="a" * 1000))
    refused = organiser.post(path, _sent(address=address, secret="a" * 1001))

    with app.app_context():
        assert seal.opened(lines(app)[-1].sealed_secret) == "a" * 1000
    assert (refused.status_code, len(lines(app))) == (422, 2)


def test_a_passcode_is_never_taken_along_to_another_address(app, organiser, desk):
    path = f"/en/here/desk/lines/{desk[1]}/facts"
    moved = _sent(address="https://other.example.org/room", seen="1")

    refused = organiser.post(path, moved)
    kept = lines(app)[0]
    organiser.post(path, moved | {"secret": "other-secret"})

    assert refused.status_code == 422
    assert "belongs to the one before" in refused.text
    assert kept.address == "https://meet.example.org/room"
    after = lines(app)[0]
    assert (after.address, after.secret_name) == ("https://other.example.org/room", None)


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
    organiser.post(path, sent | {"address": "https://meet.example.org/mine", "secret": "mine"})

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

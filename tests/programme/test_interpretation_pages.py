"""Interpretation as the desk works on it, and as everybody, a chair and they themselves see it."""

from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import InterpretationChannel, Session
from forum_app.programme.queries.channels import channels_in_draft

from ..accounts.letters import said
from ..builders import a_forum, a_person, a_session, a_user
from ..desk.forms import as_shown
from .channels import a_channel, interprets
from .speaking import appears, feed_of, link_of, released

pytestmark = pytest.mark.same_rows

NEW = {"organisation": "", "post_vi": "", "post_en": "", "country": "", "email": ""}
PLACE = {"person": "", "talk": "", "from_way": "online", "point": ""}


@pytest.fixture
def there(app, browser):
    """W1, spoken in Vietnamese, interpreted into English by Kei; chaired by somebody; released."""
    with app.app_context():
        forum = a_forum(slug="summit")
        w1 = a_session(forum, code="W1")
        w1.spoken, w1.languages = ["vi"], ["vi", "en"]
        en = a_channel(w1)
        kei, chair = a_person(forum, "Kei Ito", email="kei@example.org"), a_user()
        interprets(en, w1, kei, comes=True)
        appears(w1, a_person(forum, "Chair", user_id=chair.id), "chair", comes=True)
        released(forum)
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        return SimpleNamespace(
            organiser=browser(organiser.id),
            chair=browser(chair.id),
            reader=browser(),
            en=en.id,
            parts="/en/summit/desk/programme/W1/talks",
            desk="/en/summit/desk/programme/W1",
            own=f"/en/summit/speaker/{link_of(kei)}",
            feed=f"/en/summit/speaker/{feed_of(kei)}.ics",
            slug=f"kei-ito-{kei.uuid[:8]}",
        )


def keys(app):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        return [row.channel.key for row in channels_in_draft(session)]


def test_an_organiser_adds_changes_and_takes_away_channels_on_one_page(app, there):
    desk = there.organiser
    ja = {"language": "ja", "kind": "audio", "relay_from": "en.audio", "seen": "0"}
    added = desk.post(f"{there.desk}/channels/new", ja)
    page = desk.get(there.parts).text
    with app.app_context():
        made = db.session.query(InterpretationChannel).filter_by(language="ja").one().id
    other = ja | {"kind": "video", "relay_from": "", "seen": "1"}
    desk.post(f"{there.desk}/channels/{made}/facts", other)
    late = desk.post(f"{there.desk}/channels/{made}/facts", other | {"language": "ko"})

    assert added.location.endswith("/desk/programme/W1/talks")
    assert "Japanese interpretation (audio)" in page
    assert "from English interpretation (audio)" in page
    assert "Nobody interprets it yet." in page
    assert keys(app) == ["en.audio", "ja.video"]
    assert (late.status_code, "Korean" in late.text) == (409, True)
    gone = desk.post(f"{there.desk}/channels/{made}/removal")
    assert (gone.status_code, keys(app)) == (303, ["en.audio"])
    again = desk.post(f"{there.desk}/channels/{made}/removal")
    assert (again.status_code, "not in the session any more" in again.text) == (409, True)


def test_the_same_channel_twice_is_refused_with_a_sentence_and_nothing_typed_is_lost(app, there):
    en = {"language": "en", "kind": "audio", "relay_from": "", "seen": "0"}

    refused = there.organiser.post(f"{there.desk}/channels/new", en)

    assert refused.status_code == 409
    assert "English interpretation (audio) is there already" in refused.text
    assert keys(app) == ["en.audio"]


def test_somebody_new_is_put_into_a_channel_beside_which_the_page_was_opened(there):
    desk, people = there.organiser, f"{there.desk}/people/new"
    page = desk.get(f"{people}?channel=en.audio").text
    typed = (
        NEW | PLACE | {"role": "interpreter", "channel": "en.audio", "name": "Ngọc", "seen": "0"}
    )
    without = desk.post(people, typed | {"channel": ""})
    done = desk.post(people, typed)

    assert '<option selected value="interpreter">' in page
    assert '<option selected value="en.audio">' in page
    assert (without.status_code, "please choose which" in without.text) == (422, True)
    assert done.status_code == 303
    shown = desk.get(there.parts).text
    assert "Ngọc" in shown.partition("Interpretation</h2>")[2]
    assert "Ngọc" not in shown.partition("Interpretation</h2>")[0]


def test_a_channel_of_another_session_is_not_there(app, there):
    with app.app_context():
        forum = db.session.query(Session).filter_by(code="W1").one().forum
        a_session(forum, code="W2")
        db.session.commit()

    assert there.organiser.get(f"{there.desk}/channels/{there.en}").status_code == 200
    elsewhere = f"/en/summit/desk/programme/W2/channels/{there.en}"
    assert there.organiser.get(elsewhere).status_code == 404
    assert there.organiser.post(f"{elsewhere}/removal").status_code == 409
    assert keys(app) == ["en.audio"]


def test_the_session_page_and_the_schedule_say_in_which_languages_and_how(there):
    for path in ("/en/summit/sessions/W1", "/en/summit/schedule"):
        page = " ".join(there.reader.get(path).text.split())
        assert "Vietnamese <small>(spoken)</small>" in page, path
        assert "English <small>(interpreted)</small>" in page, path
    vi = " ".join(there.reader.get("/vi/summit/sessions/W1").text.split())
    assert "Tiếng Anh <small>(có phiên dịch)</small>" in vi


def test_the_schedule_is_searched_by_a_language_that_is_interpreted_alone(app, there):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        session.languages = []
        other = a_session(session.forum, code="W2", starts="12:00", ends="13:00")
        other.languages = ["fr"]
        released(session.forum)
        db.session.commit()

    page = there.reader.get("/en/summit/schedule?language=en").text

    above, _, below = page.partition("In other languages: 1 session")
    assert ("/sessions/W1" in above, "/sessions/W2" in below) == (True, True)


def test_no_public_page_and_no_answer_of_the_api_names_an_interpreter(there):
    for path in (
        *("", "schedule", "speakers", "sessions/W1", "changes", "now"),
        "schedule?q=Kei",
    ):
        page = there.reader.get(f"/en/summit/{path}")
        assert page.status_code == 200, path
        assert "Kei Ito" not in page.text, path
    assert there.reader.get(f"/en/summit/speakers/{there.slug}").status_code == 404
    for path in ("", "/sessions", "/points"):
        assert "Kei Ito" not in there.reader.get(f"/api/v1/forums/summit{path}").text


def test_the_cue_sheet_of_the_chair_names_each_interpreter_with_the_channel(app, there):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        a_channel(session, "vi", "sign")
        released(session.forum)
        db.session.commit()

    page = " ".join(there.chair.get("/en/summit/cues/W1").text.split())

    after = page.partition("English interpretation (audio)")[2]
    assert "Kei Ito" in after.partition("</tr>")[0]
    assert "nobody yet" in page.partition("Sign language (Vietnamese)")[2].partition("</tr>")[0]


def test_an_interpreter_has_a_page_and_a_calendar_that_name_the_channel_and_no_slides(there):
    page = there.reader.get(there.own).text
    calendar = there.reader.get(there.feed).text.replace("\r\n ", "")

    assert "Interpreter: English interpretation (audio)" in page
    assert "Slides for W1" not in page
    assert "Interpreter: English interpretation (audio)" in calendar
    answered = there.reader.post(f"{there.own}/sessions/W1/answer", {"comes": "n"})
    assert answered.status_code == 303
    assert "Nobody interprets in W1" in there.organiser.get(there.desk).text


def test_the_invitation_says_in_which_channel(app, there):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        mai = a_person(session.forum, "Mai", email="mai@example.org")
        interprets(channels_in_draft(session)[0], session, mai)
        db.session.commit()
        desk = f"/en/summit/desk/speakers/{mai.uuid}"

    there.organiser.post(f"{desk}/invitation")

    assert "Phiên dịch viên: Tiếng Anh qua phiên dịch (âm thanh)" in said(app)
    assert "Interpreter: English interpretation (audio)" in there.organiser.get(desk).text


def test_a_channel_that_nobody_interprets_is_named_before_the_release_and_on_the_board(app, there):
    with app.app_context():
        a_channel(db.session.query(Session).filter_by(code="W1").one(), "ja")
        db.session.commit()

    review = there.organiser.get("/en/summit/desk/programme/review").text
    board = there.organiser.get("/vi/summit/desk/programme/builder/board?day=2030-06-01").text

    assert "1 thing to consider before it" in review
    assert "Nobody interprets in W1: Japanese interpretation (audio)." in review
    assert "channel_without_interpreter" in board
    assert "Tiếng Nhật qua phiên dịch (âm thanh)" in board


def test_what_is_spoken_is_asked_of_a_session_and_must_be_a_language(app, there):
    typed = as_shown(there.organiser.get(there.desk))

    wrong = there.organiser.post(there.desk, typed | {"spoken": "vi, klingon"})
    done = there.organiser.post(there.desk, typed | {"spoken": "VI, ja"})

    assert (wrong.status_code, "“klingon” is not a language" in wrong.text) == (422, True)
    assert done.status_code == 303
    with app.app_context():
        assert db.session.query(Session).filter_by(code="W1").one().spoken == ["vi", "ja"]

"""One session in several languages: what is chosen at the gate goes with the press."""

import pytest
from sqlalchemy import update

from forum_app.broadcast.models import Audience, Purpose
from forum_app.db import db
from forum_app.forums.queries import forum_at
from forum_app.models import Link, Session
from forum_app.programme.models import ChannelKind
from forum_app.programme.queries.channels import channels_in_draft
from forum_app.programme.services.channels import remove_channel
from forum_app.programme.services.releases import release_programme

from ...broadcast.lines import a_line
from ...builders import NOW, a_person, a_user
from ...programme.channels import a_channel, interprets
from .seen import GATE, GREEN, MEET, entries, openings, own_link, the_forum

pytestmark = pytest.mark.same_rows

VOICE, BOOTH, STRANGE = "v01ce", "b00th", "str4nge"
EN, SIGN = f"{GATE}?channel=en.audio", f"{GATE}?channel=vi.sign"


@pytest.fixture
def spoken(app, house):
    """W1 is interpreted into English, by Kei from home, and into Vietnamese sign language."""
    with app.app_context():
        forum = the_forum()
        w1 = _session(forum, "W1")
        w1.spoken, kei, booth = ["vi"], a_user(), a_user()
        en, sign = a_channel(w1), a_channel(w1, "vi", "sign")
        interprets(en, w1, a_person(forum, "Kei", user_id=kei.id), way="online")
        interprets(sign, w1, a_person(forum, "Booth", user_id=booth.id))
        release_programme(forum, note=None, by=None, now=NOW)
        house.users |= {"interpreter": kei.id, "in the booth": booth.id}
        house.english = _line(forum, w1, VOICE, "en").id
        house.booth = _line(forum, w1, BOOTH, "en", audience=Audience.SPEAKERS).id
        house.strange = _line(forum, w1, STRANGE, "ja").id
        db.session.commit()
    return house


def _session(forum, code):
    return db.session.query(Session).filter_by(forum_id=forum.id, code=code).one()


def _line(forum, session, secret, language, **given):
    channel = {"language": language, "channel_kind": ChannelKind.AUDIO}
    purpose = {"purpose": Purpose.INTERPRETATION, "address": "https://audio.example.org/room"}
    return a_line(forum, session=session, secret=secret, **channel, **purpose, **given)


def test_the_choice_goes_with_the_press_and_the_trail_knows_it(app, at, spoken):
    page = at("online", path=EN).text
    answer = at("online", path=EN, press=True)

    assert "In the original" in page
    assert "English interpretation (audio)" in page
    assert 'data-refresh="/en/here/join/W1/lines?channel=en.audio"' in page
    assert answer.location == f"https://audio.example.org/room?pwd={VOICE}"
    assert entries(app) == [("online", spoken.english, 1)]
    facts = {"revision": 1, "session": "W1", "way": "online", "channel": "en.audio"}
    assert openings(app)[0][1:] == (spoken.english, facts)


def test_in_the_original_nobody_is_led_to_an_interpretation(at, spoken):
    page = at("online").text
    picked = at("online", press=True, line=str(spoken.english))

    assert at("online", press=True).location.endswith(f"?pwd={MEET}")
    assert picked.status_code == 409
    assert f'value="{spoken.english}"' not in page


def test_the_original_stays_beside_the_channel_that_was_chosen(at, spoken):
    page = at("online", path=EN).text

    assert f'value="{spoken.meet}"' in page
    assert at("online", path=EN, press=True, line=str(spoken.meet)).location.endswith(MEET)


def test_a_channel_without_a_line_of_its_own_is_said_to_be_inside_the_meeting(at, spoken):
    page = at("online", path=SIGN).text

    assert "Sign language (Vietnamese): inside the meeting." in page
    assert "inside the meeting" not in at("online", path=EN).text
    assert at("online", path=SIGN, press=True).location.endswith(f"?pwd={MEET}")


def test_who_only_watches_is_not_sent_into_a_meeting_for_a_channel(at, spoken):
    for minutes, path in ((-16, SIGN), (0, SIGN), (0, EN)):
        page = at("point", minutes, path=path).text
        assert "has no line for you: whoever only watches hears the original" in page
        assert "Please ask at the point" in page
        assert "inside the meeting" not in page


@pytest.mark.parametrize("channel", ["ja.audio", "en.sign", "en", "klingon.audio", "<b>"])
def test_a_channel_that_the_session_has_not_admits_nobody(app, at, spoken, channel):
    path = f"{GATE}?channel={channel}"
    looked, pressed = at("online", path=path), at("online", path=path, press=True)
    picked = at("online", path=path, press=True, line=str(spoken.strange))

    assert "no such channel of interpretation" in looked.text
    assert "Join now" not in looked.text
    assert (pressed.status_code, picked.status_code) == (409, 409)
    assert (entries(app), openings(app)) == ([], [])


@pytest.mark.parametrize(
    ("who", "path"), [("of P1", EN), ("nobody", EN), ("withdrawn", EN), ("hall", EN)]
)
def test_a_channel_lets_in_nobody_who_has_no_place_for_it(app, at, spoken, who, path):
    for line in ({}, {"line": str(spoken.english)}, {"line": str(spoken.booth)}):
        assert at(who, path=path, press=True, **line).status_code == 409
    assert openings(app) == []


def test_nobody_is_early_for_a_channel_either(at, spoken):
    early = at("online", -16, path=EN)

    assert "The gate opens at" in early.text
    assert "inside the meeting" not in early.text
    assert at("online", -16, path=EN, press=True).status_code == 409
    assert at("online", -15, path=EN, press=True).status_code == 303


def test_a_line_of_another_session_or_of_no_channel_that_is_released_leads_nowhere(app, at, spoken):
    with app.app_context():
        p1 = _session(the_forum(), "P1")
        elsewhere = db.session.get(Link, spoken.english)
        elsewhere.session_id = p1.id
        strange = _line(forum_at("there"), None, "x", "en")
        db.session.commit()
        ids = (spoken.strange, spoken.english, strange.id)

    for line in ids:
        assert at("online", path=EN, press=True, line=str(line)).status_code == 409
    assert at("online", path=EN, press=True).location.endswith(f"?pwd={MEET}")


def test_what_the_draft_alone_says_changes_nothing_at_the_gate(app, at, spoken):
    with app.app_context():
        w1 = _session(the_forum(), "W1")
        a_channel(w1, "ja")
        english = next(x for x in channels_in_draft(w1) if x.channel.key == "en.audio")
        remove_channel(english, actor="tests", now=NOW)
        db.session.commit()

    assert at("online", path=EN, press=True).location.endswith(VOICE)
    assert at("online", path=f"{GATE}?channel=ja.audio", press=True).status_code == 409


def test_an_interpreter_from_afar_has_the_green_room_the_meeting_and_the_own_channel(at, spoken):
    early = at("interpreter", -25, press=True)
    page = at("interpreter", 5).text
    later = at("interpreter", 5, press=True)
    own = at("interpreter", 5, press=True, line=str(spoken.booth))

    assert early.location.endswith(f"?pwd={GREEN}")
    assert f'value="{spoken.booth}"' in page
    assert own.location.endswith(f"?pwd={BOOTH}")
    assert later.status_code == 303
    assert at("interpreter", 5, press=True, line=str(spoken.english)).status_code == 409


def test_speakers_have_the_meeting_before_any_channel(app, at, spoken):
    with app.app_context():
        forum = the_forum()
        a_line(forum, session=_session(forum, "W1"), secret="sp34k", audience=Audience.SPEAKERS)
        db.session.commit()

    assert at("speaker", 5, path=EN, press=True).location.endswith("sp34k")
    listening = at("speaker", 5, path=EN, press=True, line=str(spoken.booth))
    assert listening.location.endswith(BOOTH)
    assert at("speaker", 5, press=True, line=str(spoken.booth)).status_code == 409


def test_who_interprets_in_the_hall_is_told_so(at, spoken):
    assert "You interpret in the hall" in at("in the booth").text
    assert at("in the booth", press=True).status_code == 409


def test_the_choice_survives_signing_in_and_stands_behind_the_own_link_too(app, at, spoken):
    led = at(None, path=EN)
    path = f"{own_link(app, spoken.users['online'])}/join/W1?channel=en.audio"

    assert led.location.endswith("next=/en/here/join/W1?channel%3Den.audio")
    assert at("online", path=path, press=True).location.endswith(VOICE)


def test_a_line_that_names_no_kind_leads_nobody_anywhere(app, at, spoken):
    with app.app_context():
        db.session.execute(update(Link).where(Link.id == spoken.english).values(channel_kind=None))
        db.session.commit()

    for path in (EN, GATE):
        assert at("online", path=path, press=True).location.endswith(f"?pwd={MEET}")
        assert at("online", path=path, press=True, line=str(spoken.english)).status_code == 409


def test_a_session_without_channels_asks_nobody_for_a_language(at, house):
    assert "In which language" not in at("online").text


def test_once_it_is_over_no_language_is_asked_for(app, at, spoken):
    with app.app_context():
        forum = the_forum()
        a_line(forum, session=_session(forum, "W1"), secret="t4pe", purpose=Purpose.RECORDING)
        db.session.commit()
    over = 60 * 24

    assert "In which language" not in at("online", over, path=EN).text
    assert at("online", over, path=EN, press=True).location.endswith("t4pe")

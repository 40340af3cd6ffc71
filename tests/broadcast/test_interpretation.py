"""Lines of interpretation at the desk: one language in one kind, and what is missing is named."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum_app.broadcast.models import Audience, Purpose, Transport
from forum_app.broadcast.queries.relays import speaking_points
from forum_app.broadcast.rules.links import Laid, Missing, missing_in
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Entry, Link
from forum_app.programme.rules.channels import Channel

from ..builders import a_forum, a_person, a_point, a_session, a_user, release
from ..programme.channels import a_channel, interprets
from ..programme.speaking import appears
from .lines import a_line

EN, JA = Channel("en", "audio"), Channel("ja", "audio")
TYPED = {
    "purpose": "interpretation",
    "transport": "web",
    "audience": "delegates",
    "priority": "1",
    "seen": "0",
    "session": "W1",
    "point": "",
    "direction": "",
    "address": "https://audio.example.org/w1?pwd=v01ce",
    "language": "en",
    "channel_kind": "audio",
}


@pytest.fixture
def desk(app, browser):
    """An organiser; W1 is released with places online and interpreted into English."""
    with app.app_context():
        forum = a_forum(slug="here")
        session = a_session(forum, code="W1", online=9)
        a_channel(session)
        release(forum)
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        return browser(organiser.id)


def lines(app):
    with app.app_context():
        asked = select(Link.purpose, Link.language, Link.channel_kind).order_by(Link.id)
        return [tuple(str(x) if x else None for x in row) for row in db.session.execute(asked)]


def test_the_list_names_the_channel_without_a_line_until_it_has_one(app, desk):
    before = " ".join(desk.get("/en/here/desk/lines").text.split())
    made = desk.post("/en/here/desk/lines/new", TYPED, follow_redirects=True).text

    missing = "Channels of interpretation without a line of their own"
    named = before.partition(missing)[2].partition("</ul>")[0]
    assert "W1</span></a> English interpretation (audio)</li>" in named
    assert missing not in made
    assert lines(app) == [("interpretation", "en", "audio")]
    assert "English interpretation (audio)</a>" in made
    assert "v01ce" not in made


@pytest.mark.parametrize("left_out", ["language", "channel_kind"])
def test_a_line_of_interpretation_says_language_and_kind_or_leads_nobody(app, desk, left_out):
    refused = desk.post("/en/here/desk/lines/new", TYPED | {left_out: ""})

    assert (refused.status_code, lines(app)) == (422, [])
    assert "carries one language in one kind" in refused.text
    assert "v01ce" not in refused.text


def test_no_other_line_is_of_a_channel(app, desk):
    desk.post("/en/here/desk/lines/new", TYPED | {"purpose": "meet"})

    assert lines(app) == [("meet", None, None)]


def test_another_language_is_a_change_that_the_trail_tells(app, desk):
    desk.post("/en/here/desk/lines/new", TYPED)
    with app.app_context():
        line = db.session.scalars(select(Link.id)).one()
    page = desk.get(f"/en/here/desk/lines/{line}").text

    desk.post(f"/en/here/desk/lines/{line}/facts", TYPED | {"seen": "1", "language": "ja"})

    assert '<option selected value="en">' in page
    assert lines(app) == [("interpretation", "ja", "audio")]
    with app.app_context():
        [edit] = db.session.scalars(select(Entry).where(Entry.act == "broadcast.edit_link"))
        assert edit.facts["after"]["language"] == "ja"


def test_the_database_itself_refuses_a_channel_of_another_purpose(room):
    line = a_line(a_forum())

    wrong = update(Link).where(Link.id == line.id).values(language="en", channel_kind="audio")

    with pytest.raises(IntegrityError):
        db.session.execute(wrong)


def laid(audience="delegates", *, session=1, point=None, channel=EN):
    owner = {"session_id": session, "point_id": point, "channel": channel}
    purpose, transport = Purpose.INTERPRETATION, Transport.WEB
    return Laid(purpose=purpose, transport=transport, audience=Audience(audience), **owner)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (laid(), ()),
        (laid(session=None), ()),  # of every session
        (laid(session=2), (EN,)),
        (laid(channel=JA), (EN,)),
        (laid(point=3), (EN,)),
        (laid("speakers"), (EN,)),  # the interpreters' own
    ],
)
def test_a_channel_has_a_line_where_delegates_of_that_session_can_open_it(line, named):
    found = missing_in([line], [1], {1: [EN]})

    assert found == [Missing(1, ("meet",), named)]


def test_whoever_interprets_from_a_point_makes_no_speaking_point_of_it(room):
    forum = a_forum()
    session, sin, tyo = a_session(forum), a_point(forum), a_point(forum)
    interprets(a_channel(session), session, a_person(forum), point=sin)
    appears(session, a_person(forum), point=tyo)

    assert set(speaking_points(forum)) == {(session.id, tyo.id)}

"""Who attends and speaks in one session has one entry of it, whichever file brings it."""

import pytest
from icalendar import Calendar

from forum_app.db import db
from forum_app.models import SpeakerPage
from forum_app.programme.feeds.calendar import speaker_calendar
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries.engaged import engaged_of
from forum_app.programme.queries.speakers import spoken_by
from forum_app.programme.services import speaking
from forum_app.programme.services.appearances import take_out
from forum_app.programme.services.sessions import let_appear
from forum_app.registration.feeds import agenda_calendar
from forum_app.registration.services import changes
from forum_app.registration.tasks.moved import write_moved

from ..builders import NOW
from .applications import hall, online, registered
from .moved import LATER, a_programme, facts_for, letters_leave, released, session, shift

pytestmark = pytest.mark.same_rows

HOW = {"documented": False, "from_documented": False, "now": NOW}


@pytest.fixture
def forum(room):
    return a_programme()


@pytest.fixture
def chair(forum):
    """Who chairs W1 in its hall, has a place in it online, and in P1 in the hall."""
    delegate = registered(forum, online("W1"), hall("P1"))
    speaks(forum, delegate)
    released(forum, now=NOW)
    return delegate


def speaks(forum, delegate, code="W1"):
    return let_appear(delegate.person, session(forum, code), AppearanceRole.CHAIR, Way.HALL, **HOW)


def events(content):
    """UID -> the event."""
    return {str(x["UID"]): x for x in Calendar.from_ical(content).events}


def agenda(forum, delegate):
    return events(agenda_calendar(forum, delegate, "en", now=LATER))


def feed(forum, delegate):
    engaged = engaged_of(forum, delegate.person)
    return events(speaker_calendar(forum, engaged, "en", now=LATER))


def uids(forum, delegate, code="W1"):
    """Of who speaks, and of who attends."""
    uuid = session(forum, code).uuid
    return f"{uuid}.{delegate.person.uuid}", f"{uuid}.{delegate.uuid}"


def standing(found):
    return {uid: str(event["STATUS"]) for uid, event in found.items()}


def test_the_session_in_which_somebody_speaks_is_one_entry_that_says_both(forum, chair):
    spoken, attended = uids(forum, chair)
    found = agenda(forum, chair)

    assert standing(found) == {
        spoken: "CONFIRMED",
        attended: "CANCELLED",
        uids(forum, chair, "P1")[1]: "CONFIRMED",
    }
    assert found[spoken]["DESCRIPTION"] == "Chair\nHow you attend: Online"
    assert found[spoken]["LOCATION"].startswith(session(forum, "W1").hall.name.said_in("en"))


def test_it_is_the_entry_of_the_calendar_that_they_subscribed_to(forum, chair):
    speaking.page_for(chair.person, now=NOW).changes = 4
    spoken, _ = uids(forum, chair)

    mine, theirs = agenda(forum, chair)[spoken], feed(forum, chair)[spoken]

    same = ("UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "LOCATION")
    assert [mine.to_ical().count(x.encode()) for x in ("SEQUENCE", "STATUS")] == [1, 1]
    assert [str(mine.decoded(x)) for x in same] == [str(theirs.decoded(x)) for x in same]


def test_the_entry_of_before_is_taken_out_when_its_holder_is_put_into_the_session(forum):
    delegate = registered(forum, hall("W1"))
    spoken, attended = uids(forum, delegate)
    before = agenda(forum, delegate)

    speaks(forum, delegate)
    assert standing(agenda(forum, delegate)) == {attended: "CONFIRMED"}  # not released yet
    released(forum, write=False)

    after = agenda(forum, delegate)
    assert standing(after) == {spoken: "CONFIRMED", attended: "CANCELLED"}
    assert after[attended]["SEQUENCE"] > before[attended]["SEQUENCE"]


@pytest.mark.parametrize("leaves", ["declines", "is taken out"])
def test_who_speaks_no_more_attends_again_under_the_name_of_before(forum, chair, leaves):
    page = speaking.page_for(chair.person, now=NOW)
    spoken, attended = uids(forum, chair)
    before = agenda(forum, chair)
    [one] = spoken_by(chair.person)

    if leaves == "declines":
        answer = speaking.Answer(comes=False)
        speaking.answer(page, one.session, answer, actor="tests", now=LATER)
    else:
        take_out(one.appearance, actor="tests", now=LATER)
        released(forum, write=False)

    after = agenda(forum, chair)
    assert (after[spoken]["STATUS"], after[attended]["STATUS"]) == ("CANCELLED", "CONFIRMED")
    for uid in (spoken, attended):
        assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]


def test_who_gives_the_place_back_or_withdraws_speaks_all_the_same(forum, chair):
    spoken, attended = uids(forum, chair)

    changes.withdraw(changes.lock_delegate(chair.id), actor="tests", now=LATER)

    found = agenda(forum, chair)
    assert (found[spoken]["STATUS"], found[attended]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert found[spoken]["DESCRIPTION"] == "Chair"


def test_whoever_registered_somebody_without_an_address_learns_of_no_part_of_theirs(forum, chair):
    chair.person.email = None
    db.session.flush()

    assert standing(agenda(forum, chair)) == {
        uids(forum, chair, code)[1]: "CONFIRMED" for code in ("W1", "P1")
    }


def letter_to(app, delegate):
    """name of each calendar of the latest letter -> its events."""
    with app.test_request_context():
        letter = write_moved(facts_for(delegate.person.email), "en")
    return {x.name: events(x.content) for x in letter.attachments}


def test_the_letter_of_a_release_brings_no_entry_twice(app, forum, chair):
    speaks(forum, chair, "W2")
    released(forum, write=False)
    letters_leave()
    for code in ("W1", "W2", "P1"):
        shift(forum, code, minutes=15)
    released(forum)

    files = letter_to(app, chair)

    assert standing(files["speaking.ics"]) == {uids(forum, chair, "W2")[0]: "CONFIRMED"}
    assert uids(forum, chair, "W1")[0] in files["agenda.ics"]


@pytest.mark.parametrize("has_page", [True, False])
def test_who_is_taken_out_has_the_part_taken_out_of_the_calendar_by_one_of_the_files(
    app, forum, chair, has_page
):
    spoken, attended = uids(forum, chair)
    letters_leave()
    take_out(spoken_by(chair.person)[0].appearance, actor="tests", now=LATER)
    if not has_page:
        db.session.query(SpeakerPage).delete()
    released(forum)

    files = letter_to(app, chair)

    found = [standing(x)[spoken] for x in files.values() if spoken in x]
    assert (found, standing(files["agenda.ics"])[attended]) == (["CANCELLED"], "CONFIRMED")

"""What exhibitors are written: each outcome, in both languages, and only while it is true."""

import pytest

from forum_app.clock import Moment
from forum_app.db import db
from forum_app.exhibition.services import decisions, exhibitors, lines
from forum_app.exhibition.tasks import rounds
from forum_app.exhibition.tasks.letters import WRITERS
from forum_app.models import Booking, Message
from forum_app.post.rules import Act, Text

from .floors import (
    NOW,
    ORGANISER,
    a_floor,
    a_forum,
    a_zone,
    an_exhibitor,
    books,
    booth,
    cancels,
    holds,
    later,
    real_now,
    seen,
    settles,
    states,
)
from .test_lines import offers, waits

pytestmark = pytest.mark.same_rows


@pytest.fixture(params=["vi", "en"])
def lang(request):
    return request.param


@pytest.fixture
def written(app, room):
    """written(template, lang, **facts) -> (subject, sentences, links) of the letter, or None."""

    def write(template, lang, **facts):
        with app.test_request_context():
            letter = WRITERS[template](facts, lang)
        if letter is None:
            return None
        sentences = " ".join(one.sentence for one in letter.blocks if isinstance(one, Text))
        return letter.subject, sentences, [x.path for x in letter.blocks if isinstance(x, Act)]

    return write


def test_each_outcome_has_its_letter_with_one_link(written, lang):
    forum = a_forum()
    a_floor(forum, zones={"B": (a_zone(forum, mode="apply"), range(1, 7))})
    booking = settles(holds(forum, "A3"))
    found = {}

    def read(letter, **facts):
        found[letter] = written(f"exhibition.{letter}", lang, booking_id=booking.id, **facts)

    read("submitted")
    decisions.approve(booking.id, seen(booking), by=ORGANISER, now=NOW)
    read("confirmed")
    there = booth(forum, "A5").id
    decisions.move(booking.id, seen(booking), there, by=ORGANISER, now=NOW)
    read("moved", from_booth_id=booth(forum, "A3").id, booth_id=there)
    cancels(booking, by=ORGANISER, reason="Nước ngập")
    read("cancelled")

    link = f"/{lang}/{forum.slug}/exhibitor"
    assert {letter: said[2] for letter, said in found.items()} == {x: [link] for x in found}
    assert "Nước ngập" in found["cancelled"][1]
    assert "A3" in found["moved"][0]
    assert len({said[0] for said in found.values()}) == 4


def test_an_offer_says_until_when_and_is_not_sent_once_it_is_over(written, lang):
    forum = a_floor()
    taken = books(forum, "A3", now=real_now())
    entry = waits(forum, "A3", now=real_now())
    cancels(taken, now=real_now())
    booking = db.session.get_one(Booking, entry.booking_id)
    until = Moment(booking.held_until, forum.zone).said_in(lang)

    _, sentences, links = written("exhibition.offered", lang, booking_id=booking.id)
    assert until.split(" (")[0].split(",")[0] in sentences
    assert links == [f"/{lang}/{forum.slug}/exhibitor"]
    cancels(booking, now=real_now())

    assert written("exhibition.offered", lang, booking_id=booking.id) is None


def test_a_letter_of_what_is_no_longer_so_is_not_sent(written):
    forum = a_floor()
    booking = books(forum, "A3")
    cancels(booking)

    assert written("exhibition.confirmed", "en", booking_id=booking.id) is None


def test_declined_and_ended_ones_are_told_why(written, lang):
    forum = a_forum()
    a_floor(forum, zones={"B": (a_zone(forum, mode="apply"), range(1, 7))})
    declined, held = settles(holds(forum, "A3")), holds(forum, "A4")
    decisions.decline(declined.id, seen(declined), reason="Đủ", by=ORGANISER, now=NOW)
    lines.lapse_one(now=later(hours=1))

    assert "Đủ" in written("exhibition.declined", lang, booking_id=declined.id)[1]
    assert "A4" in written("exhibition.expired", lang, booking_id=held.id)[0]


def test_an_invitation_names_the_zone_and_leads_to_ones_own_page(written, lang):
    forum = a_forum()
    zone = a_zone(forum, mode="invited")
    a_floor(forum, zones={"B": (zone, range(1, 7))})
    guest = exhibitors.invite(zone, "Bến Gió", "b@example.org", actor="user 1", now=NOW)

    facts = {"exhibitor_id": guest.id, "zone_id": zone.id}
    _, sentences, links = written("exhibition.invited", lang, **facts)

    assert "Bến Gió" in sentences
    assert links == [f"/{lang}/{forum.slug}/exhibitor"]


def test_letters_go_to_the_contact_and_whoever_acts_for_it_once_each(room):
    forum = a_floor()
    exhibitor = an_exhibitor(forum, email="one@example.org")
    booking = books(forum, "A3", exhibitor)

    assert [one.address for one in db.session.query(Message)] == ["one@example.org"]
    assert booking.version == 2


def test_the_round_ends_holds_and_serves_whom_a_booth_is_owed(app, room):
    forum = a_floor()
    holds(forum, "A3", now=real_now().replace(year=2020))
    holds(forum, "A4", now=real_now())
    entry = waits(forum, "A4", now=real_now())
    db.session.commit()

    rounds.lapse(real_now())

    assert states(forum, now=real_now())["A3"] == "free"
    assert offers(forum) == []
    rounds.lapse(real_now().replace(year=2099))
    assert (entry.exhibitor_id, "A4") in offers(forum)

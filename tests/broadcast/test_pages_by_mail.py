"""Secret pages of points leave by mail: to whom was reviewed, once, and with the page of then."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from forum_app import seal
from forum_app.broadcast.queries.pages import page_seen, pages_of
from forum_app.broadcast.rules.pages import Outcome, Stands
from forum_app.broadcast.services import coordinators
from forum_app.broadcast.services.contacts import add_contact, edit_contact, take_over
from forum_app.broadcast.services.keys import close_key, renew_key
from forum_app.broadcast.services.pages import LETTER, Done, Sending, send_pages
from forum_app.broadcast.services.slots import book
from forum_app.db import db
from forum_app.models import Entry, EntryPersonal, Message, PageLetter, PointKey
from forum_app.post.services import claim, mark_sent

from ..accounts.letters import said
from ..builders import NOW, a_session, a_user
from ..house.at_points import CONTACT
from .conftest import BY, at

HOW = {"by": None, **BY}


@pytest.fixture
def points(tests):
    """Lan coordinates SIN in Vietnamese, her deputy Dũng reads English; DNG has nobody yet."""
    people = {
        name: add_contact(
            tests.sin,
            CONTACT | {"part": part, "name": name, "email": email, "languages": [lang]},
            **BY,
        )
        for part, name, email, lang in (
            ("coordinator", "Lan", "lan@example.org", "vi"),
            ("technician", "Tân", "tan@example.org", "en"),
            ("deputy", "Dũng", "dung@example.org", "en"),
        )
    }
    a_session(tests.forum, code="W1")
    db.session.commit()
    return SimpleNamespace(tests=tests, sin=tests.sin, dng=tests.han, **people)


def page_at(point):
    return pages_of([point])[point.id]


def sends(*points, renews=False, seen=None, now=NOW):
    """What comes of sending what a review of this moment, or `seen`, shows."""
    shown = {x.id: page_seen(page, renews=renews) for x in points if (page := page_at(x))}
    how = Sending(renews=renews, by=None, actor="user 1", now=now)
    done = send_pages(points, seen or shown, how)
    db.session.commit()
    return done


def secret_at(point):
    return seal.opened(db.session.query(PointKey).filter_by(point_id=point.id).one().key_sealed)


def laid():
    rows = db.session.query(Message).filter_by(template=LETTER).order_by(Message.id)
    return [(row.address, row.lang, str(row.state)) for row in rows]


def leaves(now=NOW):
    """The next letter leaves."""
    mark_sent(claim(now=now), now=now)
    db.session.commit()


def stands(point):
    return {one.name: one.stands for one in page_at(point).holders}


def test_coordinator_and_deputy_get_one_letter_each_in_their_language_with_the_page(app, points):
    assert sends(points.sin) == [Done("SIN", Outcome.SENT, 2)]

    assert laid() == [("lan@example.org", "vi", "waiting"), ("dung@example.org", "en", "waiting")]
    vietnamese, english = said(app, -2), said(app, -1)
    secret = secret_at(points.sin)
    assert f"/vi/{points.tests.forum.slug}/at-point/{secret}" in vietnamese
    assert f"/en/{points.tests.forum.slug}/at-point/{secret}" in english
    assert "Bạn phụ trách điểm cầu SIN" in vietnamese


def test_where_a_letter_says_an_hour_it_says_it_there_and_at_the_venue(app, points):
    tests = points.tests
    book(tests.forum, tests.round, tests.sin, tests.a, at(9), **BY)
    sends(points.sin)

    with time_machine.travel(NOW, tick=False):
        text = said(app, -1)

    for hour in ("10:00 Monday, 20 May 2030 (UTC+8)", "09:00 Monday, 20 May 2030 (UTC+7)"):
        assert hour in text
    for hour in ("09:30 Saturday, 1 June 2030 (UTC+8)", "08:30 Saturday, 1 June 2030 (UTC+7)"):
        assert hour in text


def test_the_secret_is_in_no_row_that_leaving_leaves_behind(points):
    sends(points.sin)
    secret = secret_at(points.sin)

    rows = [json.loads(seal.opened(x.facts)) for x in db.session.query(Message)]
    entries = db.session.query(Entry).all() + db.session.query(EntryPersonal).all()
    kept = [*rows, *(vars(x) for x in entries), *map(vars, db.session.query(PageLetter))]
    assert len(kept) > 6
    assert secret not in str(kept)


def test_the_trail_says_who_sent_which_page_to_whom(points):
    sends(points.sin)

    entry = db.session.query(Entry).filter_by(act="broadcast.send_page").one()
    personal = db.session.query(EntryPersonal).filter_by(entry_id=entry.id).one()
    assert (entry.actor, entry.kind, entry.object_id) == ("user 1", "point", points.sin.id)
    assert entry.facts["part"] == ["coordinator", "deputy"]
    assert personal.before_after == {"to": "Lan <lan@example.org>, Dũng <dung@example.org>"}


def test_a_page_that_works_is_kept_and_one_that_is_missing_is_made(points):
    renew_key(points.sin, by=None, **BY)
    before = secret_at(points.sin)

    sends(points.sin)

    assert secret_at(points.sin) == before


def test_whoever_ticks_it_makes_the_page_anew(points):
    renew_key(points.sin, by=None, **BY)
    before = secret_at(points.sin)

    sends(points.sin, renews=True)

    assert secret_at(points.sin) != before


def test_of_the_same_review_pressed_twice_one_letter_leaves(points):
    seen = {points.sin.id: page_seen(page_at(points.sin), renews=False)}
    first, second = sends(points.sin, seen=seen), sends(points.sin, seen=seen)

    assert (first[0].outcome, second[0].outcome) == (Outcome.SENT, Outcome.CHANGED)
    assert len(laid()) == 2


def test_of_a_letter_to_one_contact_there_is_one_for_each_number(points):
    """What is left if two presses came through at once: the keys of the two tables."""
    sends(points.sin)
    twin = db.session.query(PageLetter).first()

    db.session.add(
        PageLetter(
            forum_id=twin.forum_id,
            point_id=twin.point_id,
            contact_id=twin.contact_id,
            number=twin.number,
            dedup_key="another",
            laid_at=NOW,
        )
    )
    with pytest.raises(db.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_what_changed_since_the_review_goes_to_nobody(points):
    seen = {points.sin.id: page_seen(page_at(points.sin), renews=False)}
    edit_contact(points.Lan, {"email": "other@example.org"}, seen=1, **BY)

    done = sends(points.sin, seen=seen)

    assert (done[0].outcome, laid()) == (Outcome.CHANGED, [])


def test_a_letter_that_has_not_left_goes_with_the_newest_page(app, points):
    sends(points.sin)
    before = secret_at(points.sin)

    renew_key(points.sin, by=None, **BY)
    db.session.commit()

    text = said(app, -1)
    assert secret_at(points.sin) in text
    assert before not in text


def test_after_renewing_the_letter_that_left_is_told_as_one_of_an_earlier_page(points):
    sends(points.sin)
    leaves(), leaves()
    assert stands(points.sin) == {"Lan": Stands.SENT, "Dũng": Stands.SENT}
    assert not page_at(points.sin).is_waiting

    renew_key(points.sin, by=None, actor="tests", now=NOW + timedelta(hours=1))

    assert stands(points.sin) == {"Lan": Stands.RENEWED, "Dũng": Stands.RENEWED}
    assert page_at(points.sin).is_waiting


def test_sent_anew_an_earlier_letter_that_waits_gives_way(points):
    sends(points.sin)

    sends(points.sin, renews=True)

    assert [state for _, _, state in laid()] == ["cancelled", "cancelled", "waiting", "waiting"]


def test_who_has_it_gets_no_second_one_where_somebody_else_lacks_it(points):
    sends(points.sin)
    add_contact(points.sin, CONTACT | {"name": "Ba", "email": "ba@example.org"}, **BY)

    assert sends(points.sin)[0].letters == 1
    assert laid()[-1][0] == "ba@example.org"
    assert sends(points.sin)[0].letters == 3  # nobody lacks it: who asks again, writes again


WITHOUT_A_LETTER = {
    "withdrawn": lambda x: setattr(x.sin, "withdrawn_at", NOW),
    "closed": lambda x: close_key(x.sin, **BY),
    "another address": lambda x: edit_contact(
        x.Dũng, {"email": "new@example.org"}, seen=x.Dũng.version, **BY
    ),
    "technician by now": lambda x: edit_contact(
        x.Dũng, {"part": "technician"}, seen=x.Dũng.version, **BY
    ),
}


@pytest.mark.parametrize("what", WITHOUT_A_LETTER)
def test_a_letter_that_is_true_no_more_does_not_leave(app, points, what):
    sends(points.sin)
    assert said(app, -1)

    WITHOUT_A_LETTER[what](points)
    db.session.commit()

    assert said(app, -1) is None


def test_whoever_takes_over_meanwhile_still_gets_the_page(app, points):
    sends(points.sin)

    take_over(points.Dũng, **BY)
    db.session.commit()

    assert said(app, -1)
    assert said(app, -2)


def test_a_withdrawn_point_and_one_with_nobody_get_none(points):
    points.sin.withdrawn_at = NOW

    assert [x.outcome for x in sends(points.sin, points.dng)] == [
        Outcome.WITHDRAWN,
        Outcome.NOBODY,
    ]
    assert (laid(), db.session.query(PointKey).count()) == ([], 0)


def test_whoever_signs_in_with_that_address_is_sent_no_secret(points):
    user = a_user()
    user.email = "lan@example.org"
    coordinators.ROLE.appoint(points.sin, user, by=None, **BY)

    sends(points.sin)

    assert [address for address, *_ in laid()] == ["dung@example.org"]


def test_a_page_that_cannot_be_said_again_is_sent_only_when_it_is_made_anew(points):
    renew_key(points.sin, by=None, **BY)
    db.session.execute(db.update(PointKey).values(key_sealed="lost"))

    assert sends(points.sin) == [Done("SIN", Outcome.SEALED)]
    assert sends(points.sin, renews=True) == [Done("SIN", Outcome.SENT, 2)]

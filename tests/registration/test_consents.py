"""A consent is to what was read: nobody agrees to a wording that they did not see."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Consent, ConsentWording, Forum
from forum_app.registration import queries, rules
from forum_app.registration.services import consents

from ..builders import NOW, words
from .applications import LATER, hall, registered
from .pages import filled, link_of, rows


def word_anew(forum, purpose):
    """Retire the wording of `purpose` and ask for another."""
    old = next(x for x in queries.consent_wordings_of(forum) if x.purpose == purpose)
    old.retired_at = NOW
    row = {"forum_id": forum.id, "purpose": purpose, "version": old.version + 1, "since": NOW}
    row |= {"sentence": words("Tôi đồng ý.", "I agree anew."), "position": old.position}
    db.session.add(ConsentWording(**row, required=old.required))
    db.session.flush()


def live(delegate):
    """(purpose, version) of all that is agreed to."""
    asked = select(ConsentWording.purpose, ConsentWording.version).join(Consent)
    found = asked.where(Consent.delegate_id == delegate.id, Consent.withdrawn_at.is_(None))
    return {tuple(row) for row in db.session.execute(found)}


@pytest.fixture
def delegate(forum):
    return registered(forum, hall("W1"))


def test_what_is_taken_back_is_taken_back_in_whatever_wording_it_was_given(forum, delegate):
    db.session.add(
        ConsentWording(
            forum_id=forum.id,
            purpose="news",
            version=1,
            sentence=words("Tin.", "News."),
            required=False,
            position=9,
            since=NOW,
        )
    )
    db.session.flush()
    both = ["processing", "news"]
    consents.set_consents(forum, delegate, both, actor="tests", now=LATER)
    word_anew(forum, "news")

    consents.set_consents(forum, delegate, ["processing"], actor="tests", now=LATER)

    assert live(delegate) == {("processing", 1)}


def test_nobody_agrees_to_a_wording_that_the_open_page_does_not_show(forum, delegate):
    shown = rules.wordings_shown(queries.consent_wordings_of(forum))
    word_anew(forum, "processing")

    with pytest.raises(rules.WordingsChanged):
        consents.set_consents(
            forum, delegate, ["processing"], shown=shown, actor="tests", now=LATER
        )
    now_shown = rules.wordings_shown(queries.consent_wordings_of(forum))
    consents.set_consents(
        forum, delegate, ["processing"], shown=now_shown, actor="tests", now=LATER
    )

    assert live(delegate) == {("processing", 1), ("processing", 2)}


def test_a_page_open_since_before_the_new_wording_is_told_and_registers_nobody(app, browser, there):
    stranger, sent = browser(), filled(worded="news.1 processing.1", name="Ánh")
    with app.app_context():
        word_anew(db.session.query(Forum).one(), "processing")
        db.session.commit()

    answer = stranger.post(there.form, sent)

    assert answer.status_code == 422
    assert "worded anew" in answer.text
    assert 'value="Ánh"' in answer.text
    assert 'value="news.1 processing.2"' in answer.text
    assert rows(app, Consent) == 0
    assert stranger.post(there.form, sent | {"worded": "news.1 processing.2"}).status_code == 303


def test_the_own_page_sends_which_wordings_it_shows(app, browser, there):
    stranger = browser()
    stranger.post(there.form, filled(way_W1="online"))
    own = link_of(app, there.slug)
    with app.app_context():
        word_anew(db.session.query(Forum).one(), "processing")
        db.session.commit()
    old = {"consent": ["processing"], "worded": "news.1 processing.1"}

    refused = stranger.post(f"{own}/consents", old)

    assert refused.status_code == 409
    assert 'name="worded" value="news.1 processing.2"' in refused.text

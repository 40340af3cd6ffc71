"""Invitations to a role: withdrawn and accepted at the same moment, renewed, all letters closed."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import pytest

from forum_app.db import db
from forum_app.forums.views import people
from forum_app.models import Invitation, User

from ..accounts.letters import letters
from .test_people import NEW, gives
from .test_people import organiser as organiser
from .test_people import there as there

A_WHILE = 0.7  # seconds; where nothing keeps them apart, whoever accepts is done long before


@pytest.fixture
def meanwhile(monkeypatch):
    """meanwhile(module, name, work): done by somebody else once that has looked; its answer."""

    def arrange(module, name, work):
        look, answer, pool = getattr(module, name), Future(), ThreadPoolExecutor(1)

        def look_and_wait(*given):
            found = look(*given)
            running = pool.submit(work)
            running.add_done_callback(lambda done: answer.set_result(done.result()))
            with suppress(TimeoutError):  # SQLite: they wait for us
                running.result(timeout=A_WHILE)
            return found

        monkeypatch.setattr(module, name, look_and_wait)
        return answer

    return arrange


def test_who_withdraws_what_is_accepted_at_that_moment_is_told(
    app, browser, there, organiser, meanwhile
):
    gives(organiser, there, NEW)
    opened, someone = f"/en/links/{letters(app, NEW)[0].secret}", browser()

    def accept():
        return someone.post(opened, {"name": "Trần Mới"}).status_code

    accepted = meanwhile(people, "invitation_in", accept)
    answer = organiser.post(f"{there.people}/invitations/1/withdrawal")

    assert (answer.status_code, accepted.result(timeout=20)) in [(409, 303), (303, 400)]
    with app.app_context():
        invitation = db.session.query(Invitation).one()
        assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)
        assert (answer.status_code == 409) == (invitation.accepted_at is not None)


def test_no_letter_of_a_renewed_and_withdrawn_invitation_makes_an_account(
    app, browser, there, organiser
):
    gives(organiser, there, NEW)
    organiser.post(f"{there.people}/invitations/1/renewal")
    organiser.post(f"{there.people}/invitations/1/withdrawal")

    answers = [
        browser().post(f"/en/links/{letter.secret}", {"name": "Trần Mới"})
        for letter in letters(app, NEW)
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert all("This invitation was withdrawn" in answer.text for answer in answers)
    with app.app_context():
        assert db.session.query(User).filter_by(email=NEW).count() == 0


def test_the_letter_of_another_role_still_opens_after_one_is_withdrawn(
    app, browser, there, organiser
):
    gives(organiser, there, NEW, "door")
    gives(organiser, there, NEW, "caller")
    organiser.post(f"{there.people}/invitations/2/withdrawal")

    door, caller = letters(app, NEW)
    refused = browser().post(f"/en/links/{caller.secret}", {"name": "Trần Mới"})
    let_in = browser().post(f"/en/links/{door.secret}", {"name": "Trần Mới"})

    assert (refused.status_code, let_in.status_code) == (400, 303)

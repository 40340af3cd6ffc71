"""Invitations to host a session: withdrawn and accepted at once; all their letters closed."""

from forum_app.db import db
from forum_app.models import HostInvitation, User
from forum_app.programme.views import hosts

from ..accounts.letters import letters
from ..forums.test_invitations import meanwhile as meanwhile
from .test_hosts import NEW
from .test_hosts import organiser as organiser
from .test_hosts import there as there


def test_who_withdraws_what_is_accepted_at_that_moment_is_told(
    app, browser, there, organiser, meanwhile
):
    organiser.post(there.desk, {"email": NEW, "session": "W1"})
    opened, someone = f"/en/links/{letters(app, NEW)[0].secret}", browser()

    def accept():
        return someone.post(opened, {"name": "Trần Mới"}).status_code

    accepted = meanwhile(hosts, "_invitation_or_404", accept)
    answer = organiser.post(f"{there.desk}/invitations/1/withdrawal")

    assert (answer.status_code, accepted.result(timeout=20)) in [(409, 303), (303, 400)]
    with app.app_context():
        invitation = db.session.query(HostInvitation).one()
        assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)
        assert (answer.status_code == 409) == (invitation.accepted_at is not None)


def test_no_letter_of_a_renewed_and_withdrawn_invitation_makes_an_account(
    app, browser, there, organiser
):
    organiser.post(there.desk, {"email": NEW, "session": "W1"})
    for act in ("renewal", "withdrawal"):
        organiser.post(f"{there.desk}/invitations/1/{act}")

    answers = [
        browser().post(f"/en/links/{letter.secret}", {"name": "Trần Mới"}).status_code
        for letter in letters(app, NEW)
    ]

    assert answers == [400, 400]
    with app.app_context():
        assert db.session.query(User).filter_by(email=NEW).count() == 0

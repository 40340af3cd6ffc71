"""`forum release`: people see and register for what was planned until then."""

from forum_app.db import db
from forum_app.programme.queries import latest_release, released_sessions

from ..builders import a_forum, a_session


def test_what_is_planned_becomes_what_people_see(app):
    with app.app_context():
        forum = a_forum()
        a_session(forum, code="W1")
        slug = forum.slug
        db.session.commit()

    told = app.test_cli_runner().invoke(args=["forum", "release", slug, "--note-en", "First"])

    assert (told.exit_code, told.output) == (0, f"release 1 of {slug}: 1 sessions\n")
    with app.app_context():
        forum = db.session.merge(forum)
        assert [session.code for session in released_sessions(forum)] == ["W1"]
        assert latest_release(forum).note.said_in("en") == "First"


def test_a_forum_that_is_not_there_is_told_so(app):
    told = app.test_cli_runner().invoke(args=["forum", "release", "nowhere"])

    assert (told.exit_code, "There is no forum “nowhere”" in told.output) == (1, True)

from forum_app.db import db
from forum_app.models import Release

from ..builders import a_forum, a_hall, a_session


def test_the_command_refuses_a_draft_with_a_hard_clash_and_names_it(app, run):
    with app.app_context():
        forum = a_forum(slug="summit")
        hall = a_hall(forum, code="H1")
        for code in ("A", "B"):
            a_session(forum, code=code).hall_id = hall.id
        db.session.commit()

    said = run("release", "summit")

    assert said.exit_code == 1
    assert "A and B are in hall H1 at the same time" in said.output
    with app.app_context():
        assert db.session.query(Release).count() == 0

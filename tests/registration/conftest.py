"""Where delegates go, for tests of pages: the addresses of one forum, and who registers there."""

import email
import email.policy
from types import SimpleNamespace

import pytest

from forum_app import clock, worker
from forum_app.db import db

from ..builders import a_consent, a_forum, a_point, a_session, release


@pytest.fixture
def forum(room):
    """W1 with a seat in the hall, online and at SIN; W2 at the same time; P1 after them."""
    forum = a_forum()
    sin = a_point(forum, code="SIN")
    a_session(forum, code="W1", hall=1, online=1, points=[(sin, 1)])
    a_session(forum, code="W2", hall=1, online=9)
    a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
    release(forum)
    return forum


@pytest.fixture
def there(app):
    """Addresses of a forum: W1 with one hall seat, W2 at the same time, P1 in the afternoon."""
    with app.app_context():
        forum = a_forum()
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        a_session(forum, code="W1", hall=1, online=9, points=[(sin, 1)])
        a_session(forum, code="W2", hall=9, online=9)
        a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
        a_consent(forum, "news")
        release(forum)
        db.session.commit()
        at = f"/{forum.slug}"
        return SimpleNamespace(
            slug=forum.slug,
            form=f"/en{at}/register",
            vi=f"/vi{at}/register",
            mine=f"/en{at}/registration",
        )


@pytest.fixture
def mail(app, tmp_path):
    """mail() -> what is due now and left since, oldest first, each parsed."""
    read = set()

    def sent():
        worker.run_once(app, clock.now())
        files = [f for f in sorted((tmp_path / "mail").glob("*.eml")) if f not in read]
        read.update(files)
        policy = email.policy.default
        return [email.message_from_bytes(f.read_bytes(), policy=policy) for f in files]

    return sent

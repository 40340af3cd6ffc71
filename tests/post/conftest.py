from functools import partial

import pytest

from forum_app import clock
from forum_app.db import db, writing
from forum_app.post import feeds
from forum_app.post.models import Message
from forum_app.post.rules import Act, Item, Letter, Line, Note, Reference, Text
from forum_app.post.services import lay_in

from ..builders import NOW
from ..tools import relay as relays


def write_received(facts, lang):
    """The test letter: what a registration room would say, with a stranger's name in it."""
    name = facts.get("name", "Nguyễn Thị Ngọc Ánh")
    return Letter(
        sender="Diễn đàn cấp cao về đô thị thông minh ASEAN 2020",
        subject=f"Đã nhận đăng ký {name}",
        heading=f"Chúng tôi đã nhận đăng ký của {name}",
        contact=facts.get("contact"),
        blocks=[
            Text("Mã đăng ký của bạn:"),
            Reference("7K4M-2Q"),
            Act("Xem hoặc đổi đăng ký", "/vi/ascf-2020/registration/s3cret"),
            Item("hall", f"W2 · {name}", [Line("Phòng 2", "Tại hội trường:")]),
            Note(f"Không phải {name}?", Act("Báo cho chúng tôi", "/vi/ascf-2020/not-me")),
        ],
    )


@pytest.fixture
def writers(app):
    """Who writes the letters of this test; each test may add its own."""
    wired = {"test.received": write_received, "test.moot": lambda facts, lang: None}
    feeds.wire(wired)
    return feeds.wire


@pytest.fixture
def relay(app):
    """A relay that takes the letters of `app`."""
    with relays.running() as relay:
        app.config["MAIL_URL"] = relay.url
        yield relay


def lay_letter(app, to="anh@example.org", *, template="test.received", at=NOW, **facts):
    """Lay and commit a letter due at `at`, None: now; its uuid."""
    key = f"{template}:{to}"
    with app.app_context():
        with writing():
            at = at or clock.now()
            lay_in(template, key, to, "vi", facts, forum_id=None, now=at)
        return db.session.query(Message.uuid).filter_by(dedup_key=key).scalar()


@pytest.fixture
def lay(app, writers):
    """lay(to, …) -> the uuid of a letter that stands committed in the outbox."""
    return partial(lay_letter, app)


@pytest.fixture
def look(room):
    """look(uuid) -> the row as it stands in the database now."""

    def row(uuid):
        db.session.rollback()
        return db.session.query(Message).filter_by(uuid=uuid).one()

    return row

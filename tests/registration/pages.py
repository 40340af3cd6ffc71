"""What Ánh fills in, and what came of it."""

from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Delegate

ANH = {
    "name": "Nguyễn Thị Ánh",
    "email": "anh@example.org",
    "country": "VN",
    "lang": "en",
    "consent_processing": "y",
}


def filled(**given):
    return ANH | {"way_W1": "hall"} | given


def rows(app, table):
    with app.app_context():
        return db.session.query(table).count()


def link_of(app, slug, lang="en"):
    """The secret link of the latest registration, as its mail says it."""
    with app.app_context():
        delegate = db.session.scalars(select(Delegate).order_by(Delegate.id.desc())).first()
        return f"/{lang}/{slug}/registration/{seal.opened(delegate.link_sealed)}"

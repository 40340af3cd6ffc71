"""The letters about accounts as they lie in the outbox: what each says, and its secret link."""

import json
from types import SimpleNamespace

from forum_app import seal
from forum_app.db import db
from forum_app.models import Message
from forum_app.post import feeds


def letters(app, address=None):
    """Every letter in the order it was laid in, or those to one address."""
    with app.app_context():
        rows = db.session.scalars(db.select(Message).order_by(Message.id)).all()
        return [_read(row) for row in rows if address in (None, row.address)]


def _read(row):
    facts = json.loads(seal.opened(row.facts))
    return SimpleNamespace(
        to=row.address, template=row.template, lang=row.lang, secret=facts.get("secret")
    )


def said(app, index=-1):
    """The text of a letter as it would leave now, or None where it would not."""
    with app.test_request_context():
        row = db.session.scalars(db.select(Message).order_by(Message.id)).all()[index]
        letter = feeds.letter_of(row)
        return letter and feeds.text_of(letter, row.lang, base_url="http://localhost")

"""How the organiser of the tests fills in a form, and what came of it."""

import re

from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Entry


def as_shown(page):
    """What a browser sends from the form of `page` where nobody touches it."""
    form = re.search(r'<form class="asked".*?</form>', page.text, re.S)[0]
    sent = dict(re.findall(r'<input[^>]* name="(\w+)"(?:[^>]*? value="([^"]*)")?', form))
    ticks = re.findall(r'<input(?=[^>]*type="checkbox")[^>]*name="(\w+)"[^>]*>', form)
    ticked = re.findall(r'<input[^>]*checked[^>]*name="(\w+)"', form)
    for name in set(ticks) - set(ticked):
        sent.pop(name, None)
    sent |= re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(?:\r?\n)?(.*?)</textarea>', form, re.S)
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        sent[name] = re.search(r'<option selected[^>]* value="([^"]*)"', options)[1]
    sent.pop("csrf_token")
    return sent


def edits(desk, path, **typed):
    return desk.post(path, as_shown(desk.get(path)) | typed)


def row(app, table, **where):
    with app.app_context():
        return db.session.scalars(select(table).filter_by(**where)).all()[-1]


def acts(app, kind):
    with app.app_context():
        return list(db.session.scalars(select(Entry.act).filter_by(kind=kind).order_by(Entry.id)))


def edits_release(desk, **typed):
    review = "/programme/review"
    return desk.post(review, as_shown(desk.get(review)) | typed)

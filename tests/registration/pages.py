"""What Ánh fills in, and what came of it."""

import re

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


def as_shown(page):
    """What a browser sends from the page that changes sessions where nobody touches it."""
    sent = dict(re.findall(r'type="radio" name="(\w+)" value="([^"]*)"[^>]* checked', page))
    sent["seen"] = re.search(r'name="seen" value="([^"]*)"', page)[1]
    for name, options in re.findall(
        r'<select id="\w+" name="(point_\w+)".*?>(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def offered_in(page, name):
    """The values that the page offers for the field `name`, in order."""
    buttons = re.findall(rf'type="radio" name="{name}" value="([^"]*)"', page)
    select = re.search(rf'<select id="{name}".*?</select>', page, re.S)
    return buttons or (re.findall(r'<option value="([^"]*)"', select[0]) if select else [])

"""Looking at delegates and doing something to them at the desk, as a person would."""

import re

from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Delegate, Entry, Message

from ..registration.applications import has


def of(reference):
    return db.session.scalars(select(Delegate).where(Delegate.reference == reference)).one()


def states(app, references):
    with app.app_context():
        return [of(reference).state.value for reference in references]


def asking(desk, verb, references=(), **filters):
    words = [("verb", verb), *(("d", x) for x in references), *filters.items()]
    return desk.get("/acts/new?" + "&".join(f"{name}={value}" for name, value in words))


def sent_from(page):
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    found = {}
    for name, value in fields:
        if name != "csrf_token":
            found.setdefault(name, []).append(value)
    return found


def acts(desk, verb, references=(), *, given=None, **filters):
    """Does `verb`; (the answer, the address of its page)."""
    page = asking(desk, verb, references, **filters)
    answer = desk.post("/acts", sent_from(page) | (given or {}))
    return answer, answer.location and answer.location.partition("/desk")[2]


def letters_of(app, reference):
    with app.app_context():
        asked = select(Message.template, Message.state).where(
            Message.address == of(reference).person.email,
            Message.template != "registration.received",
        )
        rows = db.session.execute(asked.order_by(Message.id))
        return [(name.removeprefix("registration."), state.value) for name, state in rows]


def holds(app, reference):
    with app.app_context():
        mine = of(reference)
        return mine.state.value, has(mine, mine.forum)


def letters(app, address):
    with app.app_context():
        asked = select(Message.template).where(Message.address == address).order_by(Message.id)
        return [name.removeprefix("registration.") for name in db.session.scalars(asked)]


def acts_on(app, reference):
    with app.app_context():
        mine = of(reference)
        asked = select(Entry.act).where(Entry.kind == "delegate", Entry.object_id == mine.id)
        return [x.removeprefix("registration.") for x in db.session.scalars(asked)]


def seen_in(page):
    return re.search(r'name="seen"[^>]*value="(\d+)"', page.text)[1]


def corrects(desk, reference, **given):
    page = desk.get(f"/delegates/{reference}/particulars")
    usual = {"name": "Lê Thị Đào", "email": "dao@example.org", "organisation": "Báo Nhân Dân"}
    usual |= {"country": "VN", "category": "delegate", "seen": seen_in(page)}
    return desk.post(f"/delegates/{reference}/particulars", usual | given)

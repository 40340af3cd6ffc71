"""Case `queries`: how many questions each public page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.routing import Rule

from ..access import guard_of
from ..commands.crowd_in import register_crowd
from ..commands.demo import make_demo
from ..commands.model_case import SLUG
from ..db import db
from ..exhibition.models import Booking, BookingState, Booth, Exhibitor
from ..forums.models import Point
from ..forums.queries import pages_of
from ..programme.models import ReleasedSession
from ..programme.queries import appearances_of
from .grounds import forum_with
from .reports import Lab, Report
from .stands import a_stand, entered

MOST = 8  # questions of a page
HOUSEKEEPING = (  # endpoints that are no pages
    *("operations.", "live.", "static"),
    *("programme.show_photo", "programme.show_slides"),  # files: the demonstration has none
)
NO_QUESTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def queries(lab: Lab) -> Report:
    """Every address that anybody may look at, in a forum where many registered."""
    report = Report("queries", 0, "each address once")
    with a_stand(lab.server_url) as stand, entered(stand) as app:
        make_demo()
        delegates = register_crowd(lab.many(500, 50))
        report.trials = f"each address once, {delegates} delegates registered"
        found = dict(public_pages(app))
        asked = {endpoint: questions_of(app, path) for endpoint, path in found.items() if path}
    for endpoint, many in sorted(asked.items()):
        report.judge(f"{endpoint} {found[endpoint]}", many, f"at most {MOST}", many <= MOST)
    unseen = sorted(endpoint for endpoint, path in found.items() if path is None)
    report.judge("public addresses not looked at", ", ".join(unseen) or "none", "none", not unseen)
    return report


def public_pages(app: Flask) -> Iterator[tuple[str, str | None]]:
    """(endpoint, a path of the demo forum that answers), None where no path is known."""
    names = _names()
    for rule in app.url_map.iter_rules():
        is_page = not rule.endpoint.startswith(HOUSEKEEPING)
        if is_page and "GET" in (rule.methods or ()) and _is_open(app, rule.endpoint):
            yield rule.endpoint, next(_answering(app, rule, names), None)


def _is_open(app: Flask, endpoint: str) -> bool:
    return guard_of(app.view_functions[endpoint]) == "anyone"


def _names() -> dict[str, list[str]]:
    """Argument of an address -> what it may be in the demo forum."""
    forum = forum_with(SLUG)
    codes = [
        code
        for table in (ReleasedSession, Point, Booth)
        for code in db.session.scalars(
            select(table.code).where(table.forum_id == forum.id).order_by(table.id).limit(1)
        )
    ]
    speakers = [one.person.slug for one in appearances_of(forum)][:1]
    booked = select(Exhibitor.slug).join(Booking, Booking.exhibitor_id == Exhibitor.id)
    booked = booked.where(Booking.state == BookingState.CONFIRMED, Booking.forum_id == forum.id)
    slugs = [*speakers, *db.session.scalars(booked.order_by(Booking.id).limit(1))]
    pages = [page.slug for page in pages_of(forum) if page.published]
    given = {"code": codes, "slug": slugs, "page_slug": pages, "number": ["1"]}
    return {"lang": ["vi"], "forum_slug": [SLUG], **given}


def _answering(app: Flask, rule: Rule, names: dict[str, list[str]]) -> Iterator[str]:
    arguments = sorted(rule.arguments)
    for values in product(*(names.get(argument, []) for argument in arguments)):
        built = rule.build(dict(zip(arguments, values, strict=True)))
        if built and a_client(app).get(built[1]).status_code in (200, 302):
            yield built[1]


def questions_of(app: Flask, path: str) -> int:
    """How many statements a GET of `path` sends to the database."""
    client = a_client(app)
    with statements() as sent:
        client.get(path)
    return len(sent)


def a_client(app: Flask) -> FlaskClient:
    """Of somebody with a cookie: each page is made for them, none is held (`released`)."""
    client = app.test_client()
    client.set_cookie("asks", "anew")
    return client


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(NO_QUESTION):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)

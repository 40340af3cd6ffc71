"""Case `desk`: the list of delegates of a large forum beside that of an empty one."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, text, update

from .. import clock
from ..accounts.services import sign_ins
from ..accounts.services.people import confirm, user_for
from ..commands.crowd import Member, member_at
from ..db import db, writing
from ..forums.models import Forum, ForumRole, Person, Role
from ..programme.models import SeatCount
from ..registration.models import Category, Delegate, DelegateState, Place, PlaceState
from ..text import folded, sort_key
from .grounds import a_ground, forum_of
from .reports import Lab, Report
from .stands import a_stand, entered

MOST = 3.0  # times the empty list
PAGE = 50  # rows
AT_ONCE = 1000  # rows of one INSERT


def desk(lab: Lab) -> Report:
    """Pairs by turns: a page of the large list, and the list of a forum without anybody."""
    many, pairs = lab.many(20_000, 300), lab.many(25, 3)
    report = Report("desk", 1, f"{pairs} pairs each, by turns; {many} delegates")
    with a_stand(lab.server_url) as stand, entered(stand) as app:
        slugs = [a_ground(sessions=4, seats=many, one_after_the_other=True) for _ in range(2)]
        empty, full = (forum_of(ground) for ground in slugs)
        client = _organiser(app, [empty, full])
        with writing():
            _fill(full.id, many, lab.seed, clock.now())
        learn()
        far = _id_at(full, min(200 * PAGE, many - PAGE))
        paths = {name: f"/vi/{full.slug}/desk/delegates{q}" for name, q in _pages(far).items()}
        beside = f"/vi/{empty.slug}/desk/delegates"
        for name, path in paths.items():
            _judge(report, name, _compared(client, path, beside, pairs))
    return report


def _pages(far: int) -> dict[str, str]:
    return {
        "first page": "",
        "newest first": "?sort=newest",
        "filtered by session, way and state": "?session=S2&way=hall&holding=place&state=confirmed",
        "filtered, few found": "?state=pending&country=LA",
        "search": "?q=nguyen",
        "search, nobody found": "?q=zzzz",
        "page 200": f"?after={far}",
    }


def _judge(report: Report, name: str, seconds: list[tuple[float, float]]) -> None:
    ratio = median(page / empty for page, empty in seconds)
    page, empty = (median(x) * 1000 for x in zip(*seconds, strict=True))
    said = f"{ratio:.2f} × ({page:.1f} ms beside {empty:.1f} ms)"
    report.judge(name, said, f"at most {MOST:.0f} × the empty list", ratio <= MOST)


def _compared(client: FlaskClient, path: str, beside: str, pairs: int) -> list[tuple[float, float]]:
    """(seconds of `path`, seconds of `beside`) in turns, who is first changing each time."""
    found = []
    for turn in range(pairs + 1):
        order = (path, beside) if turn % 2 else (beside, path)
        took = {each: _seconds(client, each) for each in order}
        found.append((took[path], took[beside]))
    return found[1:]  # the first pair warms up


def _seconds(client: FlaskClient, path: str) -> float:
    began = perf_counter()
    status = client.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path} answers {status}")
    return perf_counter() - began


def _organiser(app: Flask, forums: list[Forum]) -> FlaskClient:
    """A browser in which somebody is signed in who organises all of `forums`."""
    now, ids = clock.now(), [forum.id for forum in forums]
    with writing():
        user = user_for("bench@example.org", name="Bench", now=now)
        confirm(user, lang="vi", now=now)
        for forum_id in ids:
            row = {"forum_id": forum_id, "user_id": user.id, "role": Role.ORGANISER}
            db.session.execute(insert(ForumRole).values(**row, given_at=now))
        begun = sign_ins.let_in(user, device="bench", now=now, whole=True)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = begun.secret
    return client


def _fill(forum_id: int, many: int, seed: int, now: datetime) -> None:
    """So many registrations, each with a place or two: as rows, not by the rules, to be quick."""
    draw = Random(seed)
    category = db.session.scalars(
        select(Category.id).where(Category.forum_id == forum_id).order_by(Category.id)
    ).first()
    counts = list(db.session.scalars(select(SeatCount).where(SeatCount.forum_id == forum_id)))
    seats = [(x.id, x.session_id, x.way) for x in counts]
    members = (member_at(number, {}, frozenset()) for number in range(1, many + 1))
    while some := list(islice(members, AT_ONCE)):
        people = [_person(forum_id, member, now) for member in some]
        added = insert(Person).returning(Person.id, sort_by_parameter_order=True)
        ids = db.session.scalars(added, people).all()
        made = [_delegate(forum_id, id_, category, draw, now) for id_ in ids]
        added = insert(Delegate).returning(Delegate.id, sort_by_parameter_order=True)
        delegates = db.session.scalars(added, made).all()
        places = [x for id_ in delegates for x in _places(forum_id, id_, seats, draw, now)]
        db.session.execute(insert(Place), places)
    db.session.execute(update(Category).where(Category.id == category).values(taken=many))


def _person(forum_id: int, member: Member, now: datetime) -> dict[str, Any]:
    return {
        "forum_id": forum_id,
        "uuid": str(uuid4()),
        "name": member.name,
        "email": member.email,
        "organisation": member.organisation,
        "organisation_folded": folded(member.organisation),
        "country": member.country,
        "name_folded": folded(member.name),
        "name_sort": sort_key(member.name),
        "documented": False,
        "created_at": now,
    }


def _delegate(
    forum_id: int, person_id: int, category: int | None, draw: Random, now: datetime
) -> dict[str, Any]:
    pending = draw.random() < 0.02
    return {
        "forum_id": forum_id,
        "uuid": str(uuid4()),
        "reference": f"{draw.getrandbits(20):05X}-{person_id}",
        "person_id": person_id,
        "category_id": category,
        "state": DelegateState.PENDING if pending else DelegateState.CONFIRMED,
        "lang": "vi",
        "answers": {},
        "link_hash": str(uuid4()),
        "link_sealed": "",
        "submitted_at": now,
        "confirmed_at": None if pending else now,
    }


def _places(
    forum_id: int, delegate_id: int, seats: list[Any], draw: Random, now: datetime
) -> Iterator[dict[str, Any]]:
    for count_id, session_id, way in draw.sample(seats, draw.choice((1, 2))):
        yield {
            "forum_id": forum_id,
            "delegate_id": delegate_id,
            "session_id": session_id,
            "seat_count_id": count_id,
            "way": way,
            "point_id": None,
            "state": PlaceState.CONFIRMED,
            "taken_at": now,
        }


def learn() -> None:
    """PostgreSQL looks at tables by itself after a while; here nobody waits for it."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _id_at(forum: Forum, place: int) -> int:
    """The id of the registration at that place of the list by name."""
    asked = select(Delegate.id).join(Person, Person.id == Delegate.person_id)
    asked = asked.where(Delegate.forum_id == forum.id).order_by(Person.name_sort, Delegate.id)
    return int(db.session.scalars(asked.offset(place - 1).limit(1)).one())

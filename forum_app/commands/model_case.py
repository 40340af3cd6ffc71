"""The forum of 22 October 2020, made from the files of `data/forum-2020`.

`forum.json` holds what is on public record and what is not, each fact saying which it is;
`points.csv` the points, all of them illustrative as points; `illustrations.json` the rest.
"""

import csv
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ..forums.models import Forum, Hall, Point, PointKind, PointType
from ..forums.queries import page_at
from ..forums.rules import GETTING_THERE
from ..forums.services.founding import Charter, PointPlan, add_hall, add_point, found_forum
from ..forums.services.pages import PageText, publish_page, start_pages, write_page
from ..forums.services.people import add_person
from ..i18n import Words
from ..programme.models import AppearanceRole, Session, SessionKind, Way
from ..programme.services.orders import put_in_order
from ..programme.services.releases import release_programme
from ..programme.services.sessions import Offer, SessionPlan, let_appear, offer_seats, plan_session
from ..registration.services.founding import add_category, add_wording, open_registration
from .model_exhibition import lay_out_exhibition
from .model_lines import lay_lines, lay_voices
from .model_points import man_points, parts_of
from .model_talks import draw_talks
from .model_tests import make_tests
from .model_voices import let_interpret

FILES = Path(__file__).parents[1] / "data" / "forum-2020"
SLUG = "ascf-2020"
ACTOR = "system"

Json = Mapping[str, Any]


@cache
def records() -> dict[str, Any]:
    return dict(json.loads((FILES / "forum.json").read_text()))


@cache
def illustrations() -> dict[str, Any]:
    return dict(json.loads((FILES / "illustrations.json").read_text()))


@cache
def rows_of_points() -> tuple[dict[str, str], ...]:
    with (FILES / "points.csv").open(newline="") as file:
        return tuple(csv.DictReader(file))


def make_model_case(*, now: datetime) -> Forum:
    """Make the whole forum with its first release, open to registration; nobody works in it yet.

    Raises SlugTaken where it is there already.
    """
    forum = _found(records()["forum"], illustrations()["forum"], now)
    halls = {hall.code: hall for hall in _add_halls(forum)}
    points = [_add_point(forum, row) for row in rows_of_points()]
    planned = [(_plan(forum, halls[x["hall"]], x), halls[x["hall"]]) for x in records()["sessions"]]
    sessions = {session.code: session for session, _ in planned}
    parts = parts_of(points, sessions, illustrations()["at_work"]["parts"])
    for session, hall in planned:
        _offer(session, hall, [point for point in points if (session.code, point.code) in parts])
    for code, after in illustrations()["comes_after"].items():
        put_in_order(sessions[code], after)
    _let_speak(forum, sessions, now)
    man_points(points, sessions, parts, illustrations()["at_work"], actor=ACTOR, now=now)
    draw_talks(forum, sessions, points, illustrations()["talks"], now=now)
    let_interpret(forum, sessions, illustrations()["interpretation"], now=now)
    _open(forum, now)
    lay_out_exhibition(halls["EX"], illustrations()["exhibition"], actor=ACTOR, now=now)
    _write(forum, now)
    release_programme(forum, note=None, by=None, now=now)
    lay_lines(forum, list(sessions.values()), points, now=now)
    lay_voices(forum, list(sessions.values()), now=now)
    make_tests(forum, now=now)
    return forum


def _found(said: Json, drawn: Json, now: datetime) -> Forum:
    day = date.fromisoformat(said["date"])
    charter = Charter(
        slug=said["slug"],
        name=Words(said["name"]),
        short_name=Words(drawn["short_name"]),
        theme=Words(said["theme"]),
        venue=Words(said["venue"]),
        city=Words(drawn["city"]),
        hosts=tuple(Words(host) for host in said["co_chairs"]),
        zone=said["timezone"],
        first_day=day,
        last_day=day,
        latitude=said["lat"],
        longitude=said["lon"],
        figures=said["figures"],
        contact_email=drawn["contact_email"],
        documented=said["documented"],
    )
    forum = found_forum(charter, actor=ACTOR, now=now)
    forum.changeover_minutes = illustrations()["changeover_minutes"]
    return forum


def _add_halls(forum: Forum) -> list[Hall]:
    return [
        add_hall(
            forum,
            code=said["code"],
            name=Words(said["name"]),
            seats=said["seats"],
            holds_several=said["code"] in illustrations()["halls_holding_several"],
            documented=said["documented"],
        )
        for said in records()["halls"]
    ]


def _add_point(forum: Forum, row: Mapping[str, str]) -> Point:
    drawn = illustrations()["points"][row["code"]]
    plan = PointPlan(
        code=row["code"],
        kind=PointKind(drawn["kind"]),
        type=PointType(drawn["type"]),
        name=Words(drawn["name"]),
        city=Words(drawn["city"]),
        country=row["cc"],
        zone=row["tz"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        seats=drawn["seats"],
    )
    return add_point(forum, plan)


def _plan(forum: Forum, hall: Hall, said: Json) -> Session:
    starts, ends = (
        datetime.fromisoformat(f"{forum.first_day} {said[x]}") for x in ("starts", "ends")
    )
    in_english = said.get("title_en_documented", said["documented"])
    plan = SessionPlan(
        code=said["code"],
        kind=SessionKind(said["kind"]),
        title=Words(said["title"]),
        starts=starts,
        ends=ends,
        documented=said["documented"],
        times_documented=said.get("times_documented", said["documented"]),
        title_documented=("vi",) * said["documented"] + ("en",) * in_english,
    )
    session = plan_session(forum, hall, plan)
    session.languages = illustrations()["languages"]
    return session


def _write(forum: Forum, now: datetime) -> None:
    """The pages that each forum has; how to get there is drawn, and says so."""
    start_pages(forum, actor=ACTOR, now=now)
    page = page_at(forum, GETTING_THERE)
    assert page is not None
    drawn = illustrations()["getting_there"]
    text = PageText(
        title=Words(drawn["title"]),
        body=Words({lang: "\n".join(lines) for lang, lines in drawn["body"].items()}),
        place=page.place,
        position=page.position,
    )
    write_page(page, text, seen=page.version, by=None, actor=ACTOR, now=now)
    publish_page(page, seen=page.version, actor=ACTOR, now=now)


def _offer(session: Session, hall: Hall, points: list[Point]) -> None:
    """Seats of a plenary or workshop, also at the `points` that take part in it; in the others
    people come and go uncounted."""
    drawn = illustrations()["seats"]
    if session.kind not in drawn["online"]:
        return
    at_points = (Offer(way=Way.POINT, seats=point.seats, point=point) for point in points)
    hall_seats = Offer(way=Way.HALL, seats=hall.seats)
    online = Offer(way=Way.ONLINE, seats=drawn["online"][session.kind])
    offer_seats(session, [hall_seats, *at_points, online])


def _let_speak(forum: Forum, sessions: Mapping[str, Session], now: datetime) -> None:
    for said in records()["speakers"]:
        documented = said["documented"]
        person = add_person(
            forum, said["name"], post=Words(said["post"]), documented=documented, now=now
        )
        let_appear(
            person,
            sessions[said["session"]],
            AppearanceRole(said["role"]),
            Way(said["from"]),
            documented=documented,
            from_documented=said.get("from_documented", documented),
            now=now,
        )


def _open(forum: Forum, now: datetime) -> None:
    open_registration(forum, now=now)
    for position, said in enumerate(illustrations()["categories"], 2):
        given = {key: value for key, value in said.items() if key not in ("code", "name")}
        add_category(forum, said["code"], Words(said["name"]), position=position, **given)
    for position, said in enumerate(illustrations()["consents"], 2):
        sentence, means = Words(said["sentence"]), Words(said["consequence"])
        add_wording(
            forum,
            said["purpose"],
            sentence,
            means,
            required=False,
            position=position,
            now=now,
        )

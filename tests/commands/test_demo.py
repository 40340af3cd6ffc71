"""The demonstration says of each fact whether it is one, and is made once."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import func, select

import forum_app
from forum_app.broadcast.queries.relays import matrix_of
from forum_app.commands.demo_doors import PASSWORD, TOKEN
from forum_app.db import Base, db
from forum_app.forums.queries import forum_at
from forum_app.i18n import LANGUAGES, Words
from forum_app.models import (
    ApiToken,
    Appearance,
    Category,
    ConsentWording,
    ForumRole,
    Hall,
    Point,
    Relay,
    ReleasedRelay,
    SeatCount,
    Session,
    SessionHost,
    SiteRole,
    Talk,
    Terms,
    User,
)
from forum_app.programme.queries import appearances_of, clashes_of, released_sessions
from forum_app.seal import fingerprint

from ..tools.kept import once

FILES = Path(forum_app.__file__).parent / "data" / "forum-2020"
FACTS = json.loads((FILES / "forum.json").read_text())
POINTS = list(csv.DictReader((FILES / "points.csv").read_text().splitlines()))


pytestmark = pytest.mark.same_rows


@pytest.fixture
def forum(app, room):
    """The forum as `forum demo` makes it."""
    once(app, "demo", make_it)
    return forum_at("ascf-2020")


def make_it(app):
    assert app.test_cli_runner().invoke(args=["forum", "demo"]).exit_code == 0


def by_code(table):
    return {row.code: row for row in db.session.scalars(select(table).order_by(table.id))}


def test_the_forum_is_what_the_record_says_in_both_languages(forum):
    said = FACTS["forum"]

    for lang in LANGUAGES:
        assert forum.name.said_in(lang) == said["name"][lang]
        assert forum.theme.said_in(lang) == said["theme"][lang]
        assert forum.venue.said_in(lang) == said["venue"][lang]
    assert forum.hosts == said["co_chairs"]
    assert forum.figures == said["figures"]
    assert forum.first_day == forum.last_day == date.fromisoformat(said["date"])
    assert (forum.zone, forum.latitude, forum.longitude) == (
        said["timezone"],
        said["lat"],
        said["lon"],
    )
    assert forum.documented == said["documented"]


def test_each_hall_is_there_and_says_that_it_is_illustrative(forum):
    halls = by_code(Hall)

    assert list(halls) == [said["code"] for said in FACTS["halls"]]
    for said in FACTS["halls"]:
        hall = halls[said["code"]]
        assert (hall.name, hall.seats, hall.documented) == (
            Words(said["name"]),
            said["seats"],
            said["documented"],
        )


def test_each_session_tells_which_of_its_facts_are_on_record(forum):
    sessions, halls = by_code(Session), by_code(Hall)

    assert len(sessions) == len(FACTS["sessions"]) == 8
    for said in FACTS["sessions"]:
        session = sessions[said["code"]]
        assert (session.kind, session.title) == (said["kind"], Words(said["title"]))
        assert session.hall_id == halls[said["hall"]].id
        assert session.documented == said["documented"]
        assert session.times_documented == said.get("times_documented", said["documented"])
        assert ("vi" in session.title_documented) == said["documented"]
        in_english = said.get("title_en_documented", said["documented"])
        assert ("en" in session.title_documented) == in_english


def test_each_session_is_on_the_true_day_by_the_clocks_of_hanoi(forum):
    sessions, hanoi = by_code(Session), ZoneInfo("Asia/Ho_Chi_Minh")

    for said in FACTS["sessions"]:
        session = sessions[said["code"]]
        for at, wall in ((session.starts_at, said["starts"]), (session.ends_at, said["ends"])):
            assert at == datetime.fromisoformat(f"2020-10-22 {wall}").replace(tzinfo=hanoi)


def test_each_speaker_appears_as_the_record_says(forum):
    on_record = db.session.query(Appearance).filter_by(documented=True)
    released = {(x.person.name, x.session_code): x for x in appearances_of(forum) if x.documented}

    assert len(released) == len(FACTS["speakers"]) == on_record.count()
    for said in FACTS["speakers"]:
        one = released[said["name"], said["session"]]
        assert one.person.post == Words(said["post"])
        assert (one.role, one.from_way) == (said["role"], said["from"])
        assert one.documented == one.person.documented == said["documented"]
        assert one.from_documented == said.get("from_documented", said["documented"])


def test_whoever_is_made_up_is_said_to_be_and_fits_the_workshop_on_record(forum):
    made_up = [x for x in appearances_of(forum) if not x.person.documented]

    assert {x.session_code for x in made_up} == {"W5"}
    assert not any(x.documented or x.from_documented for x in made_up)
    assert [x.rule.code for x in clashes_of(forum).all() if x.is_hard] == []
    assert {x.minutes for x in db.session.query(Talk)} == {10, 30, 5, 25}


def test_of_the_35_points_none_is_called_documented_and_the_central_one_has_no_seats(forum):
    points = by_code(Point)

    assert list(points) == [row["code"] for row in POINTS]
    assert len(points) == FACTS["forum"]["figures"]["points"] == 35
    assert not any(point.documented for point in points.values())
    hanoi = points.pop("HAN")
    assert (hanoi.kind, hanoi.seats) == ("central", 0)
    assert not db.session.query(SeatCount).filter_by(point_id=hanoi.id).count()
    assert all(p.kind != "central" and 10 <= p.seats <= 60 for p in points.values())


def test_each_point_stands_where_the_list_says(forum):
    points = by_code(Point)

    for row in POINTS:
        point = points[row["code"]]
        assert (point.country, point.zone) == (row["cc"], row["tz"])
        assert (point.latitude, point.longitude) == (float(row["lat"]), float(row["lon"]))
        assert set(point.name.by_lang) == set(point.city.by_lang) == set(LANGUAGES)


def test_plenary_and_workshops_are_open_in_hall_and_online(forum):
    halls = by_code(Hall)

    for code, session in by_code(Session).items():
        counts = db.session.query(SeatCount).filter_by(session_id=session.id).all()
        if session.kind not in ("plenary", "workshop"):
            assert counts == []
            continue
        seats = {count.way: count.seats for count in counts if count.way != "point"}
        hall = next(x["hall"] for x in FACTS["sessions"] if x["code"] == code)
        assert seats["hall"] == halls[hall].seats
        assert seats["online"] >= 1000


def test_each_of_the_34_points_has_seats_just_where_it_takes_part_as_planned_and_released(forum):
    counts = db.session.query(SeatCount).filter(SeatCount.way == "point", SeatCount.seats > 0)
    cells = lambda rows: sorted((row.session_id, row.point_id) for row in rows)  # noqa: E731
    offered, sessions = cells(counts), by_code(Session)

    assert offered == cells(db.session.query(Relay)) == cells(db.session.query(ReleasedRelay))
    at = {code: sum(x == session.id for x, _ in offered) for code, session in sessions.items()}
    assert at.pop("P1") == 34
    assert all(at[f"W{n}"] > 0 for n in range(1, 6))
    assert sum(at.values()) == 34


def test_who_speaks_from_a_point_or_only_watches_there_is_given_that_part(forum):
    points = {point.id: point for point in by_code(Point).values()}
    relays = {(x.session_id, x.point_id): x for x in db.session.query(Relay)}
    speaking = db.session.query(Appearance).filter(Appearance.point_id.is_not(None)).all()

    assert {points[x.point_id].code for x in speaking} == {"SIN", "BKK"}
    assert {relays[x.session_id, x.point_id].role for x in speaking} == {"speak"}
    watching = [x.role for x in relays.values() if points[x.point_id].type == "view_only"]
    assert set(watching) == {"listen"}
    assert len({x.role for x in relays.values()}) == 3
    assert (matrix_of(forum).twice, matrix_of(forum).missing) == ([], {})


def test_workshops_at_the_same_time_never_offer_more_seats_than_a_point_has(forum):
    workshops = select(Session.id).where(Session.kind == "workshop")
    offered = select(SeatCount.point_id, func.sum(SeatCount.seats)).where(
        SeatCount.way == "point", SeatCount.session_id.in_(workshops)
    )
    points = {point.id: point for point in db.session.scalars(select(Point))}

    for point_id, seats in db.session.execute(offered.group_by(SeatCount.point_id)):
        assert 0 < seats <= points[point_id].seats


def test_anybody_may_register_as_a_delegate_without_quota_approval_or_end(forum):
    terms = db.session.get(Terms, forum.id)
    default = db.session.query(Category).filter_by(is_default=True).one()

    assert (terms.opens_at, terms.closes_at, terms.confirm_hours) == (None, None, 24)
    assert (default.code, default.quota, default.needs_approval) == ("delegate", None, False)


def test_one_consent_is_required_and_each_says_what_follows_in_both_languages(forum):
    wordings = db.session.query(ConsentWording).order_by(ConsentWording.position).all()

    assert [w.purpose for w in wordings] == ["processing", "recording", "list", "news"]
    assert [w.required for w in wordings] == [True, False, False, False]
    for wording in wordings:
        assert set(wording.sentence.by_lang) == set(wording.consequence.by_lang) == set(LANGUAGES)


def test_the_programme_is_released_whole(forum):
    assert len(released_sessions(forum)) == 8


def test_a_second_demo_adds_nothing_and_changes_nothing(demo, run_demo):
    run_demo("demo")
    with demo.app_context():
        before = everything()

    said = run_demo("demo").output

    with demo.app_context():
        assert everything() == before
    assert "was there already" in said


def everything():
    return {
        table.name: sorted(map(repr, db.session.execute(select(table))))
        for table in Base.metadata.sorted_tables
    }


def test_no_account_and_no_token_is_there_where_this_is_no_demonstration(forum):
    for table in (User, ApiToken, SiteRole, ForumRole):
        assert db.session.query(table).count() == 0


def test_the_demonstration_has_its_accounts_and_its_token(demo, run_demo):
    run_demo("demo")

    with demo.app_context():
        users = {user.email.partition("@")[0]: user for user in db.session.query(User)}
        names = "admin organiser caller coordinator door host exhibitor delegate speaker"
        assert sorted(users) == sorted(names.split())
        for user in users.values():
            assert PasswordHasher().verify(user.password_hash, PASSWORD)
        asked = extract_parameters(user.password_hash)
        assert (asked.memory_cost, asked.time_cost, asked.parallelism) == (19 * 1024, 2, 1)
        assert [role.user_id for role in db.session.query(SiteRole)] == [users["admin"].id]
        roles = {(role.user_id, role.role) for role in db.session.query(ForumRole)}
        assert roles == {(users[x].id, x) for x in ("organiser", "caller", "door")}
        [hosting] = db.session.scalars(select(SessionHost))
        assert (hosting.user_id, hosting.session.code) == (users["host"].id, "W1")
        token = db.session.query(ApiToken).one()
        assert token.fingerprint == fingerprint(TOKEN)
        assert set(token.scopes) == {"registrations", "booths", "programme"}
        assert token.ends_at is None

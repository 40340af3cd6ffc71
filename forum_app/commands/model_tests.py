"""Tests of the model case's points: illustrative, as no source tells how they were tested."""

from datetime import datetime, time, timedelta
from itertools import product

from ..broadcast.queries.readiness import changes_of_people, items_of, lines_for, lines_of
from ..broadcast.queries.slots import proposed_for
from ..broadcast.rules.readiness import About, Found, Result, revision_of
from ..broadcast.services.checks import record, start_list
from ..broadcast.services.slots import book_proposed, make_crew, make_round
from ..forums.models import Forum
from ..forums.queries import points_of
from ..i18n import Words

ACTOR = "system"
CREWS = {"A": "Tổ A / Crew A", "B": "Tổ B / Crew B", "C": "Tổ C / Crew C"}
ROUNDS = (  # code, title, days before the forum: first and last, minutes
    ("line-test", {"vi": "Thử đường truyền", "en": "Line test"}, 9, 7, 30),
    ("rehearsal", {"vi": "Tổng duyệt", "en": "Full rehearsal"}, 2, 1, 30),
)
LINES_TESTED = 12  # points whose lines were, too
TESTED = 21  # points whose rooms were looked at, the first ones in the order of the forum


def make_tests(forum: Forum, *, now: datetime) -> None:
    """Crews, two rounds with the tests that are proposed, and what was found in some rooms."""
    start_list(forum, actor=ACTOR, now=now)
    for code, name in CREWS.items():
        vi, en = name.split(" / ")
        make_crew(forum, code, {"name": Words({"vi": vi, "en": en})}, actor=ACTOR, now=now)
    for position, (code, title, first, last, minutes) in enumerate(ROUNDS, start=1):
        wanted = {
            "title": Words(title),
            "first_day": forum.first_day - timedelta(days=first),
            "last_day": forum.first_day - timedelta(days=last),
            "from_time": time(8),
            "until_time": time(20),
            "minutes": minutes,
            "position": position,
        }
        round_ = make_round(forum, code, wanted, actor=ACTOR, now=now)
        book_proposed(forum, round_, proposed_for(forum, round_), actor=ACTOR, now=now)
    _look_at_rooms(forum, now)
    _test_lines(forum, now)


def _look_at_rooms(forum: Forum, now: datetime) -> None:
    items = [item for item in items_of(forum) if item.about is not About.LINE]
    changes = changes_of_people(forum.id)
    points = [point for point in points_of(forum) if point.kind != "central"]
    for number, point in enumerate(points[:TESTED]):
        for item in items:
            fails = number % 9 == 4 and item.code == "power"
            result = Result.FAIL if fails else Result.PASS
            note = "Chưa có nguồn dự phòng / no spare power yet" if fails else None
            revision = revision_of(item.of_people, point.version, changes.get(point.id, 0))
            found = Found(result=result, note=note, revision=revision, latest=0)
            record(point, item, None, found, actor=ACTOR, by=None, now=now)


def _test_lines(forum: Forum, now: datetime) -> None:
    items = [item for item in items_of(forum) if item.about is About.LINE]
    lines = lines_of(forum)
    points = [point for point in points_of(forum) if point.kind != "central"]
    for point, item in product(points[:LINES_TESTED], items):
        for line in lines_for(item, point, lines.get(point.id, ())):
            found = Found(result=Result.PASS, note=None, revision=line.revision, latest=0)
            record(point, item, line, found, actor=ACTOR, by=None, now=now)

"""A rush on a server of its own: what was asked, what was answered, and what is in the database."""

import pytest

from forum_app.bench.clients import Attempt, counted, rush
from forum_app.bench.grounds import Taken, a_ground, references_in, taken_in
from forum_app.bench.overselling import attempts_on, judge_invariants, judge_seats
from forum_app.bench.reports import Report
from forum_app.bench.speed import longest_writes_ms
from forum_app.bench.stands import NoAnswer, Stand, a_stand, entered, served, started

from ..conftest import missing


@pytest.fixture(params=["sqlite", "postgresql"])
def stand(request):
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url") or missing("PostgreSQL is not installed")
    with a_stand(url) as made:
        yield made


def test_more_people_than_seats_are_answered_and_counted_to_the_seat(stand):
    with entered(stand):
        ground = a_ground(sessions=2, seats=3)
    with served(stand, 1) as server:
        made = rush(server.port, ground, attempts_on(ground, 20, seed=1), connections=8)
        processes = longest_writes_ms(server).keys()
        assert processes == set(server.workers)

    assert counted(made.outcomes) == {"201": 6, "409 session_full": 14}
    with entered(stand):
        assert [(one.held, one.counted) for one in taken_in(ground)] == [(3, 3), (3, 3)]
        assert {email: [one] for email, one in acknowledged(made)} == references_in(ground)
    report = Report("oversell", 1, "20 attempts")
    judge_invariants(report, stand)
    assert report.passed, report.figures


def acknowledged(made):
    return [(one.attempt.email, one.reference) for one in made.outcomes if one.reference]


def test_who_tries_again_after_everything_fell_is_registered_once(stand):
    with entered(stand):
        ground = a_ground(sessions=1, seats=9)
    attempt = Attempt(1, ground.sessions)
    with served(stand, 1) as server:
        first = rush(server.port, ground, [attempt], connections=1)
        server.kill()
        away = rush(server.port, ground, [attempt], connections=1)
    with served(stand, 1) as server:
        again = rush(server.port, ground, [attempt], connections=1)

    assert counted(away.outcomes) == {"no answer": 1}
    assert acknowledged(first) == acknowledged(again)
    with entered(stand):
        assert references_in(ground) == {attempt.email: [acknowledged(first)[0][1]]}


def test_a_server_that_ends_by_itself_says_why(tmp_path):
    server = started(Stand(tmp_path, "nonsense", "a key"), 1)

    with pytest.raises(NoAnswer, match="URL"):
        server.await_answer()


@pytest.mark.parametrize(
    ("held", "counted", "passed"), [(3, 3, True), (4, 4, False), (2, 2, False), (3, 2, False)]
)
def test_only_sessions_that_are_exactly_full_pass(held, counted, passed):
    report = Report("oversell", 1, "100 attempts")

    judge_seats(report, [Taken(3, 3, 3), Taken(3, counted, held)], 100)

    assert report.passed is passed

"""Limits hold for every process at once, and lock out nobody longer than their window."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.models import Count
from forum_app.throttle.rules import Limit, TooMany, neighbours
from forum_app.throttle.services import count, forget

from ..builders import NOW

TWICE_A_MINUTE = Limit(2, timedelta(minutes=1))


def is_let_in(bucket="somebody", *, limit=TWICE_A_MINUTE, now=NOW):
    try:
        count(bucket, limit, now=now)
    except TooMany:
        return False
    return True


def rows():
    return db.session.scalar(select(func.count()).select_from(Count))


def test_so_many_attempts_are_let_in_and_no_more(room):
    assert [is_let_in() for _ in range(4)] == [True, True, False, False]


def test_who_is_refused_is_told_for_how_long(room):
    is_let_in(), is_let_in()

    with pytest.raises(TooMany) as told:
        count("somebody", TWICE_A_MINUTE, now=NOW + timedelta(seconds=50))

    assert told.value.facts["seconds"] == 10
    assert "10 seconds" in told.value.said_in("en")


def test_the_next_window_lets_in_again(room):
    first = [is_let_in() for _ in range(3)]

    later = is_let_in(now=NOW + timedelta(minutes=1))

    assert (first[-1], later) == (False, True)


def test_one_person_does_not_use_up_what_another_has(room):
    assert [is_let_in("one") for _ in range(3)] == [True, True, False]
    assert is_let_in("other")


def test_who_was_right_in_the_end_begins_anew_and_nobody_else_does(room):
    for bucket in ("one", "other"):
        is_let_in(bucket), is_let_in(bucket)

    forget("one", TWICE_A_MINUTE, now=NOW)

    assert (is_let_in("one"), is_let_in("other")) == (True, False)


def test_beginning_anew_forgets_this_window_alone(room):
    later = NOW + timedelta(minutes=1)
    is_let_in(), is_let_in()

    forget("somebody", TWICE_A_MINUTE, now=later)

    assert not is_let_in()


def test_an_attempt_counts_although_what_was_attempted_failed(app):
    with app.app_context():
        is_let_in()
        db.session.rollback()
    with app.app_context():
        assert [is_let_in(), is_let_in()] == [True, False]


def test_no_name_or_address_of_a_person_is_kept(room):
    is_let_in("register:address:anh@example.org")

    assert "anh" not in db.session.scalar(select(Count.bucket))


def test_what_has_ended_is_forgotten(room):
    for n in range(5):
        is_let_in(f"somebody {n}")

    is_let_in("later", now=NOW + timedelta(minutes=3))

    assert rows() == 1


def test_attempts_at_the_same_time_are_all_counted(app):
    let_in = []

    def attempt():
        with app.app_context():
            let_in.append(is_let_in(limit=Limit(7, timedelta(minutes=1))))

    threads = [Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(let_in), sum(let_in)) == (16, 7)


@pytest.mark.parametrize(
    ("ip", "other", "together"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::8", True),  # one line is given 2^64 of them
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        (None, "", True),
    ],
)
def test_one_line_of_the_internet_counts_as_one(ip, other, together):
    assert (neighbours(ip) == neighbours(other)) == together

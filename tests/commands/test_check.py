"""`forum check` tells an operator whether the data hold together."""

import re
import shutil
import sqlite3

from forum_app.commands.check import one_instant
from forum_app.commands.migrations import downgrade, upgrade
from forum_app.db import db
from forum_app.models import Message, SeatCount

from ..builders import a_forum, a_session
from ..conftest import an_app
from .broken import furnished


def test_the_demonstration_and_its_crowd_keep_every_invariant(run_demo):
    run_demo("demo", "--delegates", "60")

    said = run_demo("check")

    assert said.exit_code == 0, said.output
    *counts, end = said.output.splitlines()
    assert all(re.fullmatch(r" +0  \S.*", line) for line in counts)
    assert end == f"All {len(counts)} invariants hold."


def test_what_is_broken_is_named_with_its_count_and_the_first_rows(app, run):
    with app.app_context():
        there = furnished()
        db.session.query(SeatCount).filter_by(id=there["P1_hall"]).update({"taken": 2})
        db.session.query(Message).update({"facts": "x"})
        db.session.commit()
        letters = db.session.query(Message).count()

    said = run("check")

    assert said.exit_code == 1
    assert said.output.splitlines()[-2:] == [
        f"{letters:7}  messages.facts: opens with a key that is here: 1, 2, 3, …",
        f"      1  seat_counts.taken: the number of live places: {there['P1_hall']}",
    ]


def test_asked_to_be_quiet_it_shows_only_what_is_broken(app, run):
    quiet = run("check", "--quiet")
    with app.app_context():
        db.session.add(SeatCount(**seats_of_nobody(), taken=1))
        db.session.commit()
    broken = run("check", "--quiet")

    assert re.fullmatch(r"All \d+ invariants hold\.\n", quiet.output)
    assert [line.split("  ")[-1].partition(":")[0] for line in broken.output.splitlines()[1:]] == [
        "seat_counts.taken"
    ]


def seats_of_nobody():
    session = a_session(a_forum())
    return {"forum_id": session.forum_id, "session_id": session.id, "way": "hall", "seats": 9}


def test_everything_is_counted_as_of_one_instant(app):
    with app.app_context():
        with one_instant():
            before = db.session.query(SeatCount).count()
            with app.app_context():
                db.session.add(SeatCount(**seats_of_nobody()))
                db.session.commit()
            meanwhile = db.session.query(SeatCount).count()
        after = db.session.query(SeatCount).count()

    assert (before, meanwhile, after) == (0, 0, 1)


def test_tables_of_another_version_are_told_in_a_sentence(app, run):
    with app.app_context():
        downgrade(revision="base")

    said = run("check")
    with app.app_context():
        upgrade()  # the tables are the next test's, too

    assert said.exit_code == 1
    assert said.output.startswith("Error: The tables are not those that this version works with.")


def test_a_damaged_file_is_noticed(empty_sqlite, tmp_path):
    file = shutil.copy(empty_sqlite, tmp_path / "forum.db")
    app = an_app(f"sqlite:///{file}", tmp_path)
    with app.app_context():
        furnished()
        db.engine.dispose()
    forget_rows_of_an_index(file)

    said = app.test_cli_runner().invoke(args=["forum", "check", "--quiet"])
    with app.app_context():
        db.engine.dispose()

    assert said.exit_code == 1
    assert "the file of the database is whole: " in said.output


def forget_rows_of_an_index(file):
    """Make an index cover other rows than those that are in it."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '''confirmed''', '''released''')"
            " WHERE name = 'ix_places_live_by_seats'"
        )
    connection.close()

"""The migrations make exactly what the models say, and lose no row on the way down and up."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from forum_app.commands.crowd_in import register_crowd
from forum_app.commands.demo import make_demo
from forum_app.commands.migrations import downgrade, upgrade
from forum_app.db import Base, db

from ..commands.broken import furnished
from ..conftest import an_app
from ..tools.kept import once
from .migrating import (
    MIGRATIONS,
    all_rows,
    artificial,
    broken_keys,
    lost_on_each_step,
    refusals_of_change,
    schema_of,
)

HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()
EMPTY = {  # tables in which no act of today puts a row
    "counts",
    "delegations",
    "entry_personals",
    "exhibitor_staff",
    "floor_plans",
    "jobs",
    "passkeys",
    "zone_invitations",
}


@pytest.fixture
def filled(database_url, tmp_path):
    """Stand in an app in which much happened: the demo, some of the crowd, something of all."""
    app = an_app(database_url, tmp_path, FORUM_DEMO=True)
    once(app, "filled", fill)
    with app.app_context():
        yield
        db.engine.dispose()


def fill(app):
    with app.app_context():
        make_demo()
        register_crowd(12)
        furnished()


@pytest.fixture
def directory(filled, tmp_path):
    """The migrations and two more: one makes parents and children, the next alters the parents."""
    directory = artificial(tmp_path / "migrations", alters=("parents", "halls", "forums"))
    upgrade(directory)
    yield directory
    downgrade(directory, revision="base")
    upgrade(MIGRATIONS)


def test_the_migrations_and_the_models_agree(room):
    context = MigrationContext.configure(db.session.connection(), opts={"compare_type": True})

    assert compare_metadata(context, Base.metadata) == []


def test_they_agree_on_every_condition_key_index_and_trigger_too(room, elsewhere):
    Base.metadata.create_all(elsewhere)
    made, said = schema_of(db.engine), schema_of(elsewhere)

    assert made.pop("alembic_version")
    assert made == said
    assert sum(len(table["checks"]) for table in said.values()) > 50


@pytest.fixture
def elsewhere(room, tmp_path):
    """An engine on another, empty database of the same kind."""
    if db.engine.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
        yield engine
        engine.dispose()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.exec_driver_sql("CREATE DATABASE of_the_models")
        engine = create_engine(db.engine.url.set(database="of_the_models"))
        yield engine
        engine.dispose()
        server.exec_driver_sql("DROP DATABASE of_the_models")


def test_the_way_down_leaves_nothing_and_the_way_up_works_again(filled):
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}

    upgrade()

    assert set(inspect(db.engine).get_table_names()) == {"alembic_version", *Base.metadata.tables}
    assert {name for name, rows in all_rows().items() if rows} == {"alembic_version"}


def test_the_tables_are_filled_before_they_are_migrated(filled):
    assert {name for name, rows in all_rows().items() if not rows} <= EMPTY


def test_no_step_down_and_up_loses_or_changes_what_is_there_before_and_after(filled):
    unknown_before = {  # interpreters have no channel there, and nobody moves people
        "0019": ("appearances",),
        "0020": ("bulk_acts", "bulk_items"),
    }

    lost = lost_on_each_step(MIGRATIONS)

    assert sorted(lost) == sorted(
        f"{revision} {way}: {table}"
        for revision, tables in unknown_before.items()
        for table in tables
        for way in ("down", "up")
    )
    upgrade(MIGRATIONS)


def test_acts_that_the_code_of_before_cannot_name_go_on_the_way_down_and_no_others(filled):
    before = all_rows()
    moves = {act["id"] for act in before["bulk_acts"] if act["verb"] == "relocate"}
    others = {act["id"] for act in before["bulk_acts"]} - moves
    of_others = {x["id"] for x in before["bulk_items"] if x["act_id"] in others}

    downgrade(revision="0019")

    after = all_rows()
    assert all((moves, others, of_others))
    assert {act["id"] for act in after["bulk_acts"]} == others
    assert {item["id"] for item in after["bulk_items"]} == of_others
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text("UPDATE bulk_acts SET verb = 'relocate'"))
    upgrade()


def test_which_pictures_a_release_shows_is_found_again_in_what_it_froze(filled):
    before = all_rows()["released_photos"]

    scripts = ScriptDirectory(str(MIGRATIONS))
    downgrade(revision=scripts.get_revision("0022").down_revision)
    upgrade()

    assert all_rows()["released_photos"] == before
    assert before


def test_what_was_on_a_check_list_before_applies_to_every_line(filled):
    before = all_rows()["check_items"]

    downgrade(revision="0022")
    upgrade()

    items = all_rows()["check_items"]
    assert {str(item.pop("applies_to")) for item in items} == {"[]"}
    assert {str(item.pop("applies_to")) for item in before} > {"[]"}
    assert items == before


def test_altering_a_parent_loses_no_child_that_would_go_with_it(directory):
    children = all_rows()["children"]

    lost = lost_on_each_step(directory, until=HEAD)

    upgrade(directory)
    assert (lost, broken_keys()) == ([], [])
    assert all_rows()["children"] == children
    assert len(children) > 20


def test_children_would_be_lost_if_keys_were_kept_on_meanwhile(filled, tmp_path):
    copies = db.engine.dialect.name == "sqlite"  # a table, to alter it
    directory = artificial(tmp_path / "migrations", alters=("parents",))
    upgrade(directory)
    guard = directory / "env.py"
    guarded = guard.read_text()
    guard.write_text(guarded.replace("foreign_keys = OFF", "foreign_keys = ON"))

    lost = lost_on_each_step(directory, until="family")

    guard.write_text(guarded)
    assert lost == (["altered down: children", "altered up: children"] if copies else [])
    downgrade(directory, revision="base")
    upgrade(MIGRATIONS)


def test_what_is_append_only_still_refuses_change_after_the_way_down_and_up(filled):
    downgrade(revision="base")
    upgrade()

    assert refusals_of_change() == {
        *("entries", "releases", "released_sessions", "released_photos", "released_relays"),
        "tech_checks",
    }

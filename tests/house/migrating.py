"""Tables as they stand in the database, whatever the models say; and migrations made for a test."""

import shutil
from collections import Counter
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from forum_app.commands.migrations import downgrade, upgrade
from forum_app.db import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_HEAD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = {revision!r}, {down!r}, None, None
"""
_FAMILY = """
def upgrade():
    op.create_table("parents", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "children",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "parent_id",
            sa.Integer(),
            sa.ForeignKey("parents.id", name="fk_children_parents", ondelete="CASCADE"),
        ),
    )
    op.execute("INSERT INTO parents (id) SELECT id FROM persons")
    op.execute("INSERT INTO children (id, parent_id) SELECT id, id FROM parents")


def downgrade():
    op.drop_table("children")
    op.drop_table("parents")
"""
_ALTERING = """
def upgrade():
    for table in {tables!r}:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("extra", sa.Integer(), server_default="1", nullable=False))
            batch.create_check_constraint("ck_extra_" + table, "extra > 0")


def downgrade():
    for table in {tables!r}:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint("ck_extra_" + table, type_="check")
            batch.drop_column("extra")
"""


def artificial(directory: Path, *, alters: tuple[str, ...]) -> Path:
    """A copy of the migrations with two more revisions: `family`, and `altered` after it."""
    shutil.copytree(MIGRATIONS, directory, ignore=shutil.ignore_patterns("__pycache__"))
    head = ScriptDirectory(str(directory)).get_current_head()
    family = _HEAD.format(revision="family", down=head) + _FAMILY
    altering = _HEAD.format(revision="altered", down="family") + _ALTERING.format(tables=alters)
    (directory / "versions" / "family.py").write_text(family)
    (directory / "versions" / "altered.py").write_text(altering)
    return directory


def lost_on_each_step(directory: Path, until: str = "base") -> list[str]:
    """What differs after each step down and up again, from the head down; ends at `until`.

    A table or column that a step itself takes away is not asked for.
    """
    lost = []
    for script in ScriptDirectory(str(directory)).walk_revisions():
        if script.revision == until:
            break
        before = all_rows()
        downgrade(directory, revision="-1")
        below = all_rows()
        upgrade(directory, revision=script.revision)
        for way, after in (("down", below), ("up", all_rows())):
            lost += [f"{script.revision} {way}: {x}" for x in _different(before, after, below)]
        lost += broken_keys()
        downgrade(directory, revision="-1")
    return lost


def _different(before, after, below):
    """Tables of `below` whose rows are not the same, by the columns that it has."""
    for table in below.keys() - {"alembic_version"}:
        columns = set(below[table][0]) if below[table] else set()
        if _counted(before.get(table, []), columns) != _counted(after[table], columns):
            yield table


def _counted(rows, columns):
    """How often each row is there; how many they are counts too where no column is asked for."""
    return Counter(repr([(k, v) for k, v in sorted(row.items()) if k in columns]) for row in rows)


def all_rows() -> dict[str, list[dict]]:
    """Table -> its rows, as the database has both."""
    with db.engine.connect() as connection:
        return {
            name: [dict(x) for x in connection.execute(text(f"SELECT * FROM {name}")).mappings()]
            for name in inspect(connection).get_table_names()
        }


def broken_keys() -> list[str]:
    """What points nowhere. PostgreSQL lets nothing do that."""
    if db.engine.dialect.name != "sqlite":
        return []
    with db.engine.connect() as connection:
        return [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]


def refusals_of_change() -> set[str]:
    """The tables in which a trigger refuses that rows are changed."""
    return {name for name, said in schema_of(db.engine).items() if said["triggers"]}


def schema_of(engine) -> dict[str, dict]:
    """Table -> columns, keys, conditions, indexes and triggers, in an order of their own."""
    asked = inspect(engine)
    triggers = _triggers_of(engine)
    return {
        table: {
            "columns": _sorted(
                (c["name"], c["type"], c["nullable"]) for c in asked.get_columns(table)
            ),
            "primary": asked.get_pk_constraint(table),
            "foreign": _sorted(asked.get_foreign_keys(table)),
            "unique": _sorted(asked.get_unique_constraints(table)),
            "checks": _sorted(asked.get_check_constraints(table)),
            "indexes": _sorted(asked.get_indexes(table)),
            "triggers": sorted(triggers.get(table, [])),
        }
        for table in asked.get_table_names()
    }


def _sorted(things):
    return sorted(_said(thing) for thing in things)


def _said(thing) -> str:
    """As text: a condition reflected twice is no equal object."""
    if isinstance(thing, dict):
        return str(sorted((name, _said(value)) for name, value in thing.items()))
    return str(thing)


def _triggers_of(engine) -> dict[str, list[str]]:
    asked = {
        "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid)"
        " FROM pg_trigger WHERE NOT tgisinternal",
    }[engine.dialect.name]
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for table, said in connection.execute(text(asked)):
            found.setdefault(table, []).append(" ".join(said.split()))
    return found

"""The means to break by hand what the database keeps."""

from sqlalchemy import text

from forum_app.db import db


def break_by_hand(statements, there):
    """Write what the database refuses otherwise, in a transaction that must be rolled back.

    A statement may also be (table, name of a constraint or unique index): that one is gone.
    """
    _switch_off()
    for statement in statements:
        if isinstance(statement, tuple):
            _drop(*statement)
        else:
            db.session.execute(text(statement.format(**there)))


def _switch_off():
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    db.session.execute(text("DROP TRIGGER entries_are_not_changed"))


def _drop(table, name):
    if db.engine.dialect.name == "postgresql":
        is_index = db.session.scalar(text(f"SELECT 1 FROM pg_constraint WHERE conname = '{name}'"))
        how = f"ALTER TABLE {table} DROP CONSTRAINT {name}" if is_index else f"DROP INDEX {name}"
        db.session.execute(text(how))
    elif db.session.scalar(
        text(f"SELECT 1 FROM sqlite_master WHERE sql IS NOT NULL AND name = '{name}'")
    ):
        db.session.execute(text(f"DROP INDEX {name}"))
    elif name.startswith("uq_"):
        db.session.execute(text(f"CREATE TABLE bare AS SELECT * FROM {table}"))
        db.session.execute(text(f"DROP TABLE {table}"))
        db.session.execute(text(f"ALTER TABLE bare RENAME TO {table}"))

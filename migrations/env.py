"""Runs the migrations, on SQLite and PostgreSQL, with the same connection the application uses.

SQLite cannot alter a table in place: Alembic copies it. With foreign keys on, dropping the old
copy would silently delete the rows that point at it, so they are off meanwhile and all checked
at the end.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from forum_app.db import Base, db


def run() -> None:
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with db.engine.connect() as connection:
        _migrate(connection)


def _migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if is_sqlite:
        driver = connection.connection.driver_connection
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        driver.execute("PRAGMA foreign_keys = ON")
        if broken:
            raise RuntimeError(f"the migration broke foreign keys: {broken[:5]}")


def _plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name plain types: they must run when the application's own have changed."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


assert current_app  # Flask-Migrate runs this inside the application
run()

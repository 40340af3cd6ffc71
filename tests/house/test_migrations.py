"""The migrations make exactly what the models say, and lose nothing on the way down and up."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from forum_app.db import Base, db


def test_the_migrations_and_the_models_agree(room):
    context = MigrationContext.configure(db.session.connection(), opts={"compare_type": True})

    assert compare_metadata(context, Base.metadata) == []


def test_the_way_down_leaves_nothing_and_the_way_up_works_again(room):
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}

    upgrade()

    assert set(inspect(db.engine).get_table_names()) == {"alembic_version", *Base.metadata.tables}

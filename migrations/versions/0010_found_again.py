"""Delegates are found by their organisation, and listed by their state; letters by their address."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SEARCHED = ["forum_id", "name_folded", "organisation_folded", "email", "country"]
PERSONS = sa.table(
    "persons",
    sa.column("id", sa.Integer),
    sa.column("organisation", sa.String),
    sa.column("organisation_folded", sa.String),
)


def upgrade():
    op.add_column("persons", sa.Column("organisation_folded", sa.String(), nullable=True))
    op.drop_index("ix_persons_name_folded", "persons")
    op.create_index("ix_persons_searched", "persons", SEARCHED)
    op.create_index("ix_delegates_state", "delegates", ["forum_id", "state", "id"])
    op.create_index("ix_delegates_category", "delegates", ["forum_id", "category_id", "id"])
    op.create_index("ix_messages_address", "messages", ["forum_id", "address"])
    _fill(op.get_bind())


def downgrade():
    op.drop_index("ix_messages_address", "messages")
    op.drop_index("ix_delegates_category", "delegates")
    op.drop_index("ix_delegates_state", "delegates")
    op.drop_index("ix_persons_searched", "persons")
    op.create_index("ix_persons_name_folded", "persons", ["forum_id", "name_folded"])
    op.drop_column("persons", "organisation_folded")


def _fill(connection):
    written = sa.select(PERSONS.c.id, PERSONS.c.organisation)
    rows = connection.execute(written.where(PERSONS.c.organisation.is_not(None))).all()
    if rows:
        found = sa.update(PERSONS).where(PERSONS.c.id == sa.bindparam("person_id"))
        found = found.values(organisation_folded=sa.bindparam("folded"))
        told = [{"person_id": id, "folded": _folded(organisation)} for id, organisation in rows]
        connection.execute(found, told)


def _folded(text):
    """As `forum_app.text.folded` was when this was written."""
    lower = text.casefold().replace("đ", "d")
    bare = "".join(x for x in unicodedata.normalize("NFD", lower) if not unicodedata.combining(x))
    return " ".join(bare.split())

"""What organisers did to many registrations at once, and each of them, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TO_DO = sa.text("state IN ('waiting', 'undoing')")
VERBS = ("approve", "decline", "resend", "categorise", "release")
STATES = ("waiting", "done", "left", "undoing", "undone", "kept")


def upgrade():
    op.create_table(
        "bulk_acts",
        *_of_forum("bulk_acts"),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("verb", _enum("verb", VERBS), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(verb = 'decline') = (reason IS NOT NULL)",
            name=op.f("ck_bulk_acts_reason_where_declined"),
        ),
        sa.CheckConstraint(
            "(verb = 'categorise') = (category_id IS NOT NULL)",
            name=op.f("ck_bulk_acts_category_where_categorised"),
        ),
        sa.CheckConstraint("ended_at >= asked_at", name=op.f("ck_bulk_acts_ended_after_it_began")),
        sa.CheckConstraint(
            "undone_at IS NULL OR ended_at IS NOT NULL",
            name=op.f("ck_bulk_acts_undone_after_it_ended"),
        ),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)",
            name=op.f("ck_bulk_acts_undone_by_whom"),
        ),
        _same_forum("bulk_acts", "category_id", "categories"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_bulk_acts_by_id_users")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("fk_bulk_acts_undone_by_id_users")
        ),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_bulk_acts_forum_id_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_bulk_acts_uuid")),
    )
    op.create_table(
        "bulk_items",
        *_of_forum("bulk_items"),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("state", _enum("itemstate", STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("was_category_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("lost", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state <> 'done' OR version IS NOT NULL",
            name=op.f("ck_bulk_items_version_where_done"),
        ),
        _same_forum("bulk_items", "act_id", "bulk_acts"),
        _same_forum("bulk_items", "delegate_id", "delegates"),
        sa.UniqueConstraint("act_id", "delegate_id", name=op.f("uq_bulk_items_act_id_delegate_id")),
    )
    op.create_index(
        "ix_bulk_items_to_do",
        "bulk_items",
        ["act_id", "id"],
        sqlite_where=TO_DO,
        postgresql_where=TO_DO,
    )
    op.create_index("ix_bulk_items_delegate_id", "bulk_items", ["delegate_id"])


def downgrade():
    op.drop_table("bulk_items")
    op.drop_table("bulk_acts")


def _of_forum(table):
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=f"fk_{table}_forum_id_forums"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _same_forum(table, column, other):
    return sa.ForeignKeyConstraint(
        ["forum_id", column],
        [f"{other}.forum_id", f"{other}.id"],
        name=op.f(f"fk_{table}_forum_id_{column}_{other}"),
    )


def _enum(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)

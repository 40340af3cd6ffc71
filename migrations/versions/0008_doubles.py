"""People joined into one, pairs that are two people, and who wrote a consent down."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PEOPLE = ["persons.forum_id", "persons.id"]


def upgrade():
    op.add_column("consents", sa.Column("recorded_by", sa.String(), nullable=True))
    op.create_table(
        "merged_persons",
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.CheckConstraint("gone_id <> kept_id", name=op.f("ck_merged_persons_two_people")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_merged_persons_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "gone_id"],
            PEOPLE,
            name=op.f("fk_merged_persons_forum_id_gone_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "kept_id"],
            PEOPLE,
            name=op.f("fk_merged_persons_forum_id_kept_id_persons"),
        ),
        sa.PrimaryKeyConstraint("gone_id", name=op.f("pk_merged_persons")),
    )
    op.create_index("ix_merged_persons_kept_id", "merged_persons", ["kept_id"])
    op.create_table(
        "distinct_persons",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_distinct_persons_in_order")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_distinct_persons_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "one_id"],
            PEOPLE,
            name=op.f("fk_distinct_persons_forum_id_one_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "other_id"],
            PEOPLE,
            name=op.f("fk_distinct_persons_forum_id_other_id_persons"),
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_distinct_persons")),
    )
    op.create_index("ix_distinct_persons_other_id", "distinct_persons", ["other_id"])


def downgrade():
    op.drop_table("distinct_persons")
    op.drop_table("merged_persons")
    op.drop_column("consents", "recorded_by")

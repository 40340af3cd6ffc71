"""Whether those whom a release moved were written to."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "release_mailings",
        sa.Column("release_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer()),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("asked_by", sa.String()),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (asked_by IS NULL)",
            name=op.f("ck_release_mailings_asked_by_somebody"),
        ),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (since IS NULL)",
            name=op.f("ck_release_mailings_since_what_when_asked"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR asked_at IS NOT NULL",
            name=op.f("ck_release_mailings_ended_after_asked"),
        ),
        sa.CheckConstraint("people >= 0", name=op.f("ck_release_mailings_people_not_negative")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_release_mailings_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "release_id"],
            ["releases.forum_id", "releases.id"],
            name=op.f("fk_release_mailings_forum_id_release_id_releases"),
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_mailings")),
    )
    op.create_index(op.f("ix_release_mailings_forum_id"), "release_mailings", ["forum_id"])


def downgrade():
    op.drop_table("release_mailings")

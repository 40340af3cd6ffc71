"""What a builder of the programme needs: sessions in the tray, and the version of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("sessions", sa.Column("unscheduled_at", sa.DateTime(timezone=True)))
    op.create_table(
        "drafts",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_drafts_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("forum_id", name=op.f("pk_drafts")),
    )


def downgrade():
    op.drop_table("drafts")
    op.drop_column("sessions", "unscheduled_at")

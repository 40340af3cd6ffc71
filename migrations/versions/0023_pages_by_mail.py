"""Letters with the secret pages of points; and to which lines an item of a check list applies."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "page_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_page_letters_first_is_one")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_page_letters_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_page_letters_forum_id_point_id_points"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_letters")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_page_letters_forum_id_id")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_page_letters_dedup_key")),
        sa.UniqueConstraint(
            "point_id",
            "contact_id",
            "number",
            name=op.f("uq_page_letters_point_id_contact_id_number"),
        ),
    )
    op.add_column(
        "check_items",
        sa.Column("applies_to", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
    )


def downgrade():
    op.drop_column("check_items", "applies_to")
    op.drop_table("page_letters")

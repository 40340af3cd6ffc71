"""What clashes are told by: halls that hold several sessions, orders, hours, changeovers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    several = sa.Column("holds_several", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("halls", several)
    with op.batch_alter_table("forums") as batch:
        batch.add_column(
            sa.Column(
                "changeover_minutes", sa.Integer(), server_default=sa.text("0"), nullable=False
            )
        )
        batch.create_check_constraint(
            op.f("ck_forums_changeover_not_negative"), "changeover_minutes >= 0"
        )
    _make_prerequisites()
    _make_availabilities()


def downgrade():
    op.drop_table("availabilities")
    op.drop_table("prerequisites")
    with op.batch_alter_table("forums") as batch:
        batch.drop_constraint(op.f("ck_forums_changeover_not_negative"), type_="check")
        batch.drop_column("changeover_minutes")
    op.drop_column("halls", "holds_several")


def _make_prerequisites():
    op.create_table(
        "prerequisites",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "session_id <> after_id", name=op.f("ck_prerequisites_not_after_itself")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_prerequisites_forum_id_forums")
        ),
        _same_forum("prerequisites", "session_id", "sessions"),
        _same_forum("prerequisites", "after_id", "sessions"),
        sa.PrimaryKeyConstraint(
            "forum_id", "session_id", "after_id", name=op.f("pk_prerequisites")
        ),
    )
    op.create_index("ix_prerequisites_after_id", "prerequisites", ["after_id"])


def _make_availabilities():
    wall, instant = sa.DateTime(), sa.DateTime(timezone=True)
    op.create_table(
        "availabilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_wall", wall, nullable=False),
        sa.Column("starts_fold", sa.Integer(), nullable=False),
        sa.Column("ends_wall", wall, nullable=False),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("starts_at", instant, nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.Column("zone_data", sa.String(), nullable=False),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_availabilities_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_availabilities_forum_id_forums")
        ),
        _same_forum("availabilities", "person_id", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availabilities")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_availabilities_forum_id_id")),
    )
    op.create_index("ix_availabilities_person_id", "availabilities", ["person_id"])


def _same_forum(table, column, other):
    return sa.ForeignKeyConstraint(
        ["forum_id", column],
        [f"{other}.forum_id", f"{other}.id"],
        name=op.f(f"fk_{table}_forum_id_{column}_{other}"),
    )

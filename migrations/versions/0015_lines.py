"""Lines have names, numbers, versions and recordings; who opened one at the gate is written."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PURPOSES = (
    *("meet", "contribute", "return", "watch", "phone", "interpretation", "backup"),
    "green_room",
)
NEW = ("label", "room", "secret_name", "direction", "version")


def upgrade():
    with op.batch_alter_table("links") as batch:
        for column in (
            *(sa.Column(name, sa.String()) for name in ("label", "room", "secret_name")),
            sa.Column("direction", sa.String(3)),
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        ):
            batch.add_column(column)
        batch.drop_constraint(op.f("ck_links_belongs_somewhere"), type_="check")
        batch.drop_constraint(op.f("ck_links_purpose"), type_="check")
        batch.create_check_constraint(op.f("ck_links_direction"), _in("direction", ("in", "out")))
        batch.create_check_constraint(
            op.f("ck_links_purpose"), _in("purpose", (*PURPOSES, "recording"))
        )
        batch.create_check_constraint(
            op.f("ck_links_a_named_secret_is_there"),
            "secret_name IS NULL OR sealed_secret IS NOT NULL",
        )
        batch.create_check_constraint(
            op.f("ck_links_green_room_of_no_delegates"),
            "purpose <> 'green_room' OR audience IN ('crew', 'speakers')",
        )
    op.create_index("ix_links_session_id", "links", ["session_id"])
    op.create_index("ix_links_point_id", "links", ["point_id"])
    _make_gate_entries()


def downgrade():
    op.drop_table("gate_entries")
    op.drop_index("ix_links_point_id", "links")
    op.drop_index("ix_links_session_id", "links")
    op.execute("DELETE FROM links WHERE session_id IS NULL AND point_id IS NULL")
    op.execute("UPDATE links SET purpose = 'watch' WHERE purpose = 'recording'")
    with op.batch_alter_table("links") as batch:
        batch.drop_constraint(op.f("ck_links_green_room_of_no_delegates"), type_="check")
        batch.drop_constraint(op.f("ck_links_a_named_secret_is_there"), type_="check")
        batch.drop_constraint(op.f("ck_links_purpose"), type_="check")
        batch.drop_constraint(op.f("ck_links_direction"), type_="check")
        batch.create_check_constraint(op.f("ck_links_purpose"), _in("purpose", PURPOSES))
        batch.create_check_constraint(
            op.f("ck_links_belongs_somewhere"), "session_id IS NOT NULL OR point_id IS NOT NULL"
        )
        for name in NEW:
            batch.drop_column(name)


def _make_gate_entries():
    op.create_table(
        "gate_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(6), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            _in("way", ("hall", "point", "online")), name=op.f("ck_gate_entries_way")
        ),
        sa.CheckConstraint("way <> 'hall'", name=op.f("ck_gate_entries_halls_have_doors")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_gate_entries_revised_from_one")),
        _same_forum("delegate_id", "delegates"),
        _same_forum("session_id", "sessions"),
        _same_forum("link_id", "links"),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_gate_entries_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_entries")),
        sa.UniqueConstraint(
            "delegate_id", "session_id", name=op.f("uq_gate_entries_delegate_id_session_id")
        ),
    )
    op.create_index("ix_gate_entries_session_id", "gate_entries", ["session_id"])


def _same_forum(column, table):
    return sa.ForeignKeyConstraint(
        ["forum_id", column],
        [f"{table}.forum_id", f"{table}.id"],
        name=op.f(f"fk_gate_entries_forum_id_{column}_{table}"),
    )


def _in(column, values):
    return f"{column} IN ({', '.join(f'{value!r}' for value in values)})"

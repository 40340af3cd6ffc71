"""Booths, the core: expiring claims, waiting lines, staff of exhibitors, invitations, cells of plans.

Revision: 0004, after 0003. Made 2026-11-25.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOW = sa.DateTime(timezone=True)
CHECKS = {  # table -> name -> what holds from now on
    "zones": {"offers_last": "offer_minutes > 0", "some_booths": "most_booths > 0"},
    "floor_plans": {"published_when": "(state = 'draft') = (published_at IS NULL)"},
    "booths": {"blocked_for_a_reason": "(blocked_at IS NULL) = (blocked_reason IS NULL)"},
    "exhibitors": {
        "exhibitorkind": "kind IN ('locality', 'enterprise', 'ministry', 'partner')",
        "country_iso": "length(country) = 2 AND country = upper(country)",
        "website_is_on_the_web": "website LIKE 'http://%' OR website LIKE 'https://%'",
    },
    "bookings": {
        "submitted_when": "state <> 'submitted' OR submitted_at IS NOT NULL",
        "declined_for_a_reason": "state <> 'declined' OR (decided_at IS NOT NULL AND reason IS NOT NULL)",
    },
}
INDEXES = (
    ("ix_booth_cells_cell_id", "booth_cells", ["cell_id"]),
    ("ix_bookings_exhibitor", "bookings", ["forum_id", "exhibitor_id"]),
    ("ix_bookings_held_until", "bookings", ["state", "held_until"]),
)
FILLED = (  # what the rows that are there already must say
    "UPDATE floor_plans SET published_at = CURRENT_TIMESTAMP WHERE state <> 'draft' AND published_at IS NULL",
    "UPDATE floor_plans SET published_at = NULL WHERE state = 'draft'",
    "UPDATE floor_plans SET state = 'superseded' WHERE state = 'published' AND EXISTS (SELECT 1"
    " FROM floor_plans later WHERE later.hall_id = floor_plans.hall_id"
    " AND later.state = 'published' AND later.version > floor_plans.version)",
    "UPDATE booths SET blocked_at = CURRENT_TIMESTAMP WHERE blocked_reason IS NOT NULL",
    "UPDATE bookings SET submitted_at = booked_at WHERE state = 'submitted'",
    "UPDATE bookings SET decided_at = booked_at, reason = '–' WHERE state = 'declined'",
    "UPDATE cell_claims SET expires_at ="
    " (SELECT held_until FROM bookings WHERE bookings.id = cell_claims.booking_id)",
    "INSERT INTO plan_cells (forum_id, plan_id, cell_id) SELECT cells.forum_id, floor_plans.id, cells.id"
    " FROM cells JOIN floor_plans ON floor_plans.hall_id = cells.hall_id",
)


def _added() -> dict[str, tuple[sa.Column, ...]]:
    """Table -> its new columns."""
    return {
        "zones": (
            sa.Column("offer_minutes", sa.Integer(), server_default="1440", nullable=False),
            sa.Column("most_booths", sa.Integer(), nullable=True),
        ),
        "floor_plans": (sa.Column("marks", sa.JSON(), server_default="[]", nullable=False),),
        "booths": (
            sa.Column("blocked_at", NOW, nullable=True),
            sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        ),
        "exhibitors": (
            sa.Column("kind", sa.String(10), server_default="enterprise", nullable=False),
            sa.Column("country", sa.String(), nullable=True),
            sa.Column("website", sa.String(), nullable=True),
            sa.Column("lang", sa.String(), server_default="vi", nullable=False),
            sa.Column("documented", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        ),
        "bookings": (
            sa.Column("submitted_at", NOW, nullable=True),
            sa.Column("decided_at", NOW, nullable=True),
            sa.Column("reason", sa.String(), nullable=True),
        ),
        "cell_claims": (sa.Column("expires_at", NOW, nullable=True),),
    }


def upgrade() -> None:
    for table, columns in _added().items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.add_column(column)
    _make_tables()
    for statement in FILLED:
        op.execute(statement)
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch_op:
            for name, rule in checks.items():
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    published = sa.text("state = 'published'")
    op.create_index(
        "uq_floor_plans_one_published_per_hall",
        "floor_plans",
        ["hall_id"],
        unique=True,
        sqlite_where=published,
        postgresql_where=published,
    )


def _make_tables() -> None:
    op.create_table(
        "plan_cells",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        _same_forum("plan_cells", "plan_id", "floor_plans"),
        _same_forum("plan_cells", "cell_id", "cells"),
        _of_forum("plan_cells"),
        sa.PrimaryKeyConstraint("plan_id", "cell_id", name=op.f("pk_plan_cells")),
    )
    op.create_index("ix_plan_cells_cell_id", "plan_cells", ["cell_id"])
    op.create_table(
        "exhibitor_staff",
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("added_at", NOW, nullable=False),
        _same_forum("exhibitor_staff", "exhibitor_id", "exhibitors"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_exhibitor_staff_user_id_users")
        ),
        sa.PrimaryKeyConstraint("exhibitor_id", "user_id", name=op.f("pk_exhibitor_staff")),
        sa.UniqueConstraint(
            "forum_id", "user_id", name=op.f("uq_exhibitor_staff_forum_id_user_id")
        ),
    )
    op.create_table(
        "zone_invitations",
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", NOW, nullable=False),
        _same_forum("zone_invitations", "zone_id", "zones"),
        _same_forum("zone_invitations", "exhibitor_id", "exhibitors"),
        sa.PrimaryKeyConstraint("zone_id", "exhibitor_id", name=op.f("pk_zone_invitations")),
    )
    _make_lines()


def _make_lines() -> None:
    op.create_table(
        "booth_waitings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "offered",
                "accepted",
                "declined",
                "lapsed",
                "left",
                name="boothwaitingstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", NOW, nullable=False),
        sa.Column("ended_at", NOW, nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'offered' OR booking_id IS NOT NULL",
            name=op.f("ck_booth_waitings_offer_is_a_hold"),
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'offered')) = (ended_at IS NULL)",
            name=op.f("ck_booth_waitings_ended_when"),
        ),
        *(
            _same_forum("booth_waitings", column, table)
            for column, table in (
                ("zone_id", "zones"),
                ("booth_id", "booths"),
                ("exhibitor_id", "exhibitors"),
                ("booking_id", "bookings"),
            )
        ),
        _of_forum("booth_waitings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth_waitings")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_booth_waitings_forum_id_id")),
    )
    op.create_index("ix_booth_waitings_line", "booth_waitings", ["zone_id", "state"])
    for name, column, where in (
        ("booth", "booth_id", "booth_id IS NOT NULL AND state IN ('waiting', 'offered')"),
        ("zone", "zone_id", "booth_id IS NULL AND state IN ('waiting', 'offered')"),
    ):
        op.create_index(
            f"uq_booth_waitings_one_per_{name}",
            "booth_waitings",
            ["exhibitor_id", column],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def _same_forum(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_forum_id_{column}_{to}")
    return sa.ForeignKeyConstraint(["forum_id", column], [f"{to}.forum_id", f"{to}.id"], name=name)


def _of_forum(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["forum_id"], ["forums.id"], name=op.f(f"fk_{table}_forum_id_forums")
    )


def downgrade() -> None:
    op.drop_index("uq_floor_plans_one_published_per_hall", "floor_plans")
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
    for table in ("booth_waitings", "zone_invitations", "exhibitor_staff", "plan_cells"):
        op.drop_table(table)
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch_op:
            for name in checks:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    for table, columns in _added().items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.drop_column(column.name)

"""Doors: shifts of shared devices, who is inside, and entries at the venue's entrance."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD = "uq_check_ins_one_entry_per_ticket_and_session"
LIVE = {  # index -> the column beside the person
    "uq_check_ins_one_live_entry_per_person_and_session": "session_id",
    "uq_check_ins_one_live_entry_per_person_and_day": "day",
}
CONDITIONS = {
    "ck_check_ins_undone_why": "(undone_at IS NULL) = (undone_reason IS NULL)",
    "ck_check_ins_session_or_day": "(session_id IS NULL) <> (day IS NULL)",
    "ck_check_ins_hall_or_point_of_a_session": (
        "(day IS NOT NULL AND hall_id IS NULL AND point_id IS NULL)"
        " OR (day IS NULL AND (hall_id IS NULL) <> (point_id IS NULL))"
    ),
}
PERSON = "fk_check_ins_forum_id_ticket_id_person_id_tickets"
TICKET = "fk_check_ins_forum_id_ticket_id_tickets"
SHIFT = "fk_check_ins_forum_id_shift_id_door_shifts"


def upgrade():
    _shifts()
    _counts()
    with op.batch_alter_table("tickets") as batch:
        batch.create_unique_constraint(
            "uq_tickets_forum_id_id_person_id", ["forum_id", "id", "person_id"]
        )
    with op.batch_alter_table("check_ins") as batch:
        batch.drop_index(OLD)
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch.add_column(sa.Column("actor", sa.String(), nullable=True))
        batch.add_column(sa.Column("shift_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("because", sa.String(), nullable=True))
        batch.alter_column("session_id", existing_type=sa.Integer(), nullable=True)
    op.execute(
        "UPDATE check_ins SET actor = COALESCE(actor, 'unknown'), person_id ="
        " (SELECT person_id FROM tickets WHERE tickets.id = check_ins.ticket_id)"
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    day = "date(entered_at)" if is_sqlite else "CAST(entered_at AS date)"
    op.execute(f"UPDATE check_ins SET day = {day} WHERE session_id IS NULL")
    op.execute(
        "UPDATE check_ins SET undone_reason = '-' WHERE undone_at IS NOT NULL"
        " AND undone_reason IS NULL"
    )
    with op.batch_alter_table("check_ins") as batch:
        batch.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("actor", existing_type=sa.String(), nullable=False)
        batch.drop_constraint(TICKET, type_="foreignkey")
        batch.create_foreign_key(
            PERSON,
            "tickets",
            ["forum_id", "ticket_id", "person_id"],
            ["forum_id", "id", "person_id"],
        )
        batch.create_foreign_key(SHIFT, "door_shifts", ["forum_id", "shift_id"], ["forum_id", "id"])
        for name, condition in CONDITIONS.items():
            batch.create_check_constraint(op.f(name), condition)
        batch.create_index("ix_check_ins_session_id", ["session_id"])
        for name, column in LIVE.items():
            _live_index(batch, name, ["person_id", column], f" AND {column} IS NOT NULL")


def _shifts():
    op.create_table(
        "door_shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("device_hash", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opened_at < ends_at", name=op.f("ck_door_shifts_ends_after_it_begins")),
        sa.CheckConstraint(
            "ended_at >= opened_at", name=op.f("ck_door_shifts_ended_after_it_began")
        ),
        sa.CheckConstraint("locks >= 0", name=op.f("ck_door_shifts_locks_not_negative")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name="fk_door_shifts_forum_id_forums"),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["users.id"], name="fk_door_shifts_opened_by_id_users"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_door_shifts"),
        sa.UniqueConstraint("forum_id", "id", name="uq_door_shifts_forum_id_id"),
        sa.UniqueConstraint("device_hash", name="uq_door_shifts_device_hash"),
    )


def _counts():
    op.create_table(
        "door_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.CheckConstraint("inside >= 0", name=op.f("ck_door_counts_inside_not_negative")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name="fk_door_counts_forum_id_forums"),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name="fk_door_counts_forum_id_session_id_sessions",
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name="fk_door_counts_forum_id_point_id_points",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_door_counts"),
    )
    with op.batch_alter_table("door_counts") as batch:
        for name, columns, condition in (
            ("uq_door_counts_one_per_session", ["session_id"], "point_id IS NULL"),
            (
                "uq_door_counts_one_per_session_and_point",
                ["session_id", "point_id"],
                "point_id IS NOT NULL",
            ),
        ):
            where = sa.text(condition)
            batch.create_index(
                name, columns, unique=True, sqlite_where=where, postgresql_where=where
            )


def _live_index(batch, name, columns, more=""):
    where = sa.text(f"undone_at IS NULL{more}")
    batch.create_index(name, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade():
    """Entries at the entrance stay, without their day: `session_id` stays free to be missing."""
    with op.batch_alter_table("check_ins") as batch:
        for name in LIVE:
            batch.drop_index(name)
        batch.drop_index("ix_check_ins_session_id")
        for name in CONDITIONS:
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_constraint(SHIFT, type_="foreignkey")
        batch.drop_constraint(PERSON, type_="foreignkey")
        batch.create_foreign_key(TICKET, "tickets", ["forum_id", "ticket_id"], ["forum_id", "id"])
        for name in ("person_id", "day", "actor", "shift_id", "because"):
            batch.drop_column(name)
        _live_index(batch, OLD, ["ticket_id", "session_id"])
    with op.batch_alter_table("tickets") as batch:
        batch.drop_constraint("uq_tickets_forum_id_id_person_id", type_="unique")
    op.drop_table("door_counts")
    op.drop_table("door_shifts")

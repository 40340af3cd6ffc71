"""Self-tests, tests that points move, reminders, and people who became others."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
RULES = ("test_24h", "test_2h", "missing_7d", "missing_3d", "missing_1d")
SELF_TEST = "is_self_test AND retired_at IS NULL"


def upgrade():
    with op.batch_alter_table("check_items") as batch:
        batch.add_column(
            sa.Column("is_self_test", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(
            sa.Column("of_people", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.create_check_constraint(
            op.f("ck_check_items_people_of_a_point"), "NOT of_people OR about = 'point'"
        )
        batch.create_check_constraint(
            op.f("ck_check_items_self_test_of_the_room"), "NOT is_self_test OR about <> 'line'"
        )
    op.create_index(
        "uq_check_items_one_self_test",
        "check_items",
        ["forum_id"],
        unique=True,
        sqlite_where=sa.text(SELF_TEST),
        postgresql_where=sa.text(SELF_TEST),
    )
    op.execute("UPDATE check_items SET of_people = true WHERE code = 'people' AND about = 'point'")
    with op.batch_alter_table("test_rounds") as batch:
        batch.add_column(
            sa.Column("rebook_hours", sa.Integer(), server_default=sa.text("12"), nullable=False)
        )
        batch.create_check_constraint(
            op.f("ck_test_rounds_rebook_hours_not_negative"), "rebook_hours >= 0"
        )
    op.add_column("tech_checks", sa.Column("press", sa.String()))
    op.create_index(
        "uq_tech_checks_one_per_press",
        "tech_checks",
        ["point_id", "press"],
        unique=True,
        sqlite_where=sa.text("press IS NOT NULL"),
        postgresql_where=sa.text("press IS NOT NULL"),
    )
    for name in ("planned_at", "rebooked_at"):
        op.add_column("test_slots", sa.Column(name, INSTANT))
    op.create_table(
        "people_changes",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        *_of_point("people_changes"),
        sa.PrimaryKeyConstraint("forum_id", "point_id", name=op.f("pk_people_changes")),
    )
    _make_reminders()


def downgrade():
    for table in ("reminders", "reminder_pauses", "people_changes"):
        op.drop_table(table)
    for name in ("rebooked_at", "planned_at"):
        op.drop_column("test_slots", name)
    op.drop_index("uq_tech_checks_one_per_press", "tech_checks")
    op.drop_column("tech_checks", "press")
    with op.batch_alter_table("test_rounds") as batch:
        batch.drop_constraint(op.f("ck_test_rounds_rebook_hours_not_negative"), type_="check")
        batch.drop_column("rebook_hours")
    op.drop_index("uq_check_items_one_self_test", "check_items")
    with op.batch_alter_table("check_items") as batch:
        batch.drop_constraint(op.f("ck_check_items_self_test_of_the_room"), type_="check")
        batch.drop_constraint(op.f("ck_check_items_people_of_a_point"), type_="check")
        batch.drop_column("of_people")
        batch.drop_column("is_self_test")


def _make_reminders():
    op.create_table(
        "reminder_pauses",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("rule", _rules(), nullable=False),
        sa.Column("paused_at", INSTANT, nullable=False),
        sa.Column("paused_by_id", sa.Integer()),
        _of_forum("reminder_pauses"),
        sa.ForeignKeyConstraint(
            ["paused_by_id"], ["users.id"], name=op.f("fk_reminder_pauses_paused_by_id_users")
        ),
        sa.PrimaryKeyConstraint("forum_id", "rule", name=op.f("pk_reminder_pauses")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("rule", _rules(), nullable=False),
        sa.Column("for_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.CheckConstraint("letters >= 0", name=op.f("ck_reminders_letters_not_negative")),
        *_of_point("reminders"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_reminders_forum_id_id")),
        sa.UniqueConstraint(
            "point_id", "rule", "for_at", name=op.f("uq_reminders_point_id_rule_for_at")
        ),
    )


def _rules():
    return sa.Enum(*RULES, name="rule", native_enum=False, create_constraint=True)


def _of_forum(table):
    return sa.ForeignKeyConstraint(
        ["forum_id"], ["forums.id"], name=op.f(f"fk_{table}_forum_id_forums")
    )


def _of_point(table):
    yield _of_forum(table)
    yield sa.ForeignKeyConstraint(
        ["forum_id", "point_id"],
        ["points.forum_id", "points.id"],
        name=op.f(f"fk_{table}_forum_id_point_id_points"),
    )

"""Tests of points: the check list, its results, rounds, crews, slots."""

import sqlalchemy as sa
from alembic import op

from forum_app.db import append_only_triggers

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "check_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "about",
            sa.Enum("line", "point", name="about", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_check_items_counts_for_a_while")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_check_items_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_items")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_check_items_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_check_items_forum_id_id")),
    )
    op.create_table(
        "crews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_crews_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crews")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_crews_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_crews_forum_id_id")),
    )
    op.create_table(
        "test_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("until_time", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_day <= last_day", name=op.f("ck_test_rounds_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "from_time < until_time", name=op.f("ck_test_rounds_day_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "minutes > 0 AND minutes % 15 = 0", name=op.f("ck_test_rounds_whole_quarters")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_test_rounds_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_rounds")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_test_rounds_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_test_rounds_forum_id_id")),
    )
    op.create_table(
        "test_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("missed_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "done_at IS NULL OR missed_at IS NULL", name=op.f("ck_test_slots_done_or_missed")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_test_slots_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["forum_id", "crew_id"],
            ["crews.forum_id", "crews.id"],
            name=op.f("fk_test_slots_forum_id_crew_id_crews"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_test_slots_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "round_id"],
            ["test_rounds.forum_id", "test_rounds.id"],
            name=op.f("fk_test_slots_forum_id_round_id_test_rounds"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_test_slots_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_slots")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_test_slots_forum_id_id")),
    )
    op.create_index("ix_test_slots_starts", "test_slots", ["forum_id", "starts_at"], unique=False)
    op.create_index(
        "uq_test_slots_one_planned_per_point_and_round",
        "test_slots",
        ["round_id", "point_id"],
        unique=True,
        sqlite_where=sa.text("missed_at IS NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("missed_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "slot_claims",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("crew_id", sa.Integer(), nullable=False),
        sa.Column("quarter_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id", "crew_id"],
            ["crews.forum_id", "crews.id"],
            name=op.f("fk_slot_claims_forum_id_crew_id_crews"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_slot_claims_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "slot_id"],
            ["test_slots.forum_id", "test_slots.id"],
            name=op.f("fk_slot_claims_forum_id_slot_id_test_slots"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_slot_claims_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("crew_id", "quarter_at", name=op.f("pk_slot_claims")),
        sa.UniqueConstraint(
            "point_id", "quarter_at", name=op.f("uq_slot_claims_point_id_quarter_at")
        ),
    )
    op.create_index(op.f("ix_slot_claims_slot_id"), "slot_claims", ["slot_id"], unique=False)
    op.create_table(
        "tech_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "pass", "warn", "fail", name="result", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.CheckConstraint("revision > 0", name=op.f("ck_tech_checks_of_a_revision")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_tech_checks_by_id_users")),
        sa.ForeignKeyConstraint(
            ["forum_id", "item_id"],
            ["check_items.forum_id", "check_items.id"],
            name=op.f("fk_tech_checks_forum_id_item_id_check_items"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "link_id"],
            ["links.forum_id", "links.id"],
            name=op.f("fk_tech_checks_forum_id_link_id_links"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_tech_checks_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_tech_checks_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tech_checks")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_tech_checks_forum_id_id")),
    )
    op.create_index(
        "ix_tech_checks_point", "tech_checks", ["forum_id", "point_id", "id"], unique=False
    )
    for trigger in append_only_triggers("tech_checks", op.get_bind().dialect.name):
        op.execute(trigger)


def downgrade():
    op.drop_index("ix_tech_checks_point", table_name="tech_checks")
    op.drop_table("tech_checks")
    op.drop_index(op.f("ix_slot_claims_slot_id"), table_name="slot_claims")
    op.drop_table("slot_claims")
    op.drop_index(
        "uq_test_slots_one_planned_per_point_and_round",
        table_name="test_slots",
        sqlite_where=sa.text("missed_at IS NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("missed_at IS NULL AND cancelled_at IS NULL"),
    )
    op.drop_index("ix_test_slots_starts", table_name="test_slots")
    op.drop_table("test_slots")
    op.drop_table("test_rounds")
    op.drop_table("crews")
    op.drop_table("check_items")

"""Points and people: contacts, coordinators, secret pages; the points' parts in sessions."""

import sqlalchemy as sa
from alembic import op

from forum_app.db import append_only_triggers

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relay_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["users.id"], name=op.f("fk_relay_acts_done_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_relay_acts_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_acts")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_relay_acts_forum_id_id")),
    )
    op.create_table(
        "coordinator_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_coordinator_invitations_accepted_or_withdrawn"),
        ),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_coordinator_invitations_email_is_folded")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_coordinator_invitations_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_coordinator_invitations_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["mailed_links.id"],
            name=op.f("fk_coordinator_invitations_link_id_mailed_links"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_coordinator_invitations_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator_invitations")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_coordinator_invitations_forum_id_id")),
    )
    with op.batch_alter_table("coordinator_invitations", schema=None) as batch_op:
        batch_op.create_index("ix_coordinator_invitations_email", ["email"], unique=False)
        batch_op.create_index(
            "uq_coordinator_invitations_one_open_per_point",
            ["point_id", "email"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )

    op.create_table(
        "point_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "coordinator",
                "technician",
                "deputy",
                name="part",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("second_channel", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("on_site", sa.Boolean(), nullable=False),
        sa.Column("reachable_from", sa.String(), nullable=True),
        sa.Column("reachable_until", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(reachable_from IS NULL) = (reachable_until IS NULL)",
            name=op.f("ck_point_contacts_from_and_until"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_point_contacts_email_is_folded")),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_point_contacts_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_point_contacts_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_contacts")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_point_contacts_forum_id_id")),
    )
    with op.batch_alter_table("point_contacts", schema=None) as batch_op:
        batch_op.create_index("ix_point_contacts_point_id", ["point_id"], unique=False)
        batch_op.create_index(
            "uq_point_contacts_one_coordinator_per_point",
            ["point_id"],
            unique=True,
            sqlite_where=sa.text("part = 'coordinator'"),
            postgresql_where=sa.text("part = 'coordinator'"),
        )

    op.create_table(
        "point_coordinators",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_point_coordinators_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_point_coordinators_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_point_coordinators_given_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_point_coordinators_user_id_users")
        ),
        sa.PrimaryKeyConstraint(
            "forum_id", "point_id", "user_id", name=op.f("pk_point_coordinators")
        ),
    )
    with op.batch_alter_table("point_coordinators", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_point_coordinators_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "point_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("key_sealed", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_point_keys_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_point_keys_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_point_keys_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_keys")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_point_keys_forum_id_id")),
        sa.UniqueConstraint("forum_id", "point_id", name=op.f("uq_point_keys_forum_id_point_id")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_point_keys_key_hash")),
    )
    op.create_table(
        "relays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "speak",
                "discuss",
                "listen",
                name="relayrole",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("call_wall", sa.DateTime(), nullable=True),
        sa.Column("call_fold", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone_data", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(call_wall IS NULL) = (call_at IS NULL)", name=op.f("ck_relays_call_has_an_instant")
        ),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_relays_expected_not_negative")),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_relays_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_relays_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_relays_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relays")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_relays_forum_id_id")),
        sa.UniqueConstraint(
            "forum_id",
            "session_id",
            "point_id",
            name=op.f("uq_relays_forum_id_session_id_point_id"),
        ),
    )
    with op.batch_alter_table("relays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relays_point_id"), ["point_id"], unique=False)

    op.create_table(
        "released_relays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chair",
                "speak",
                "discuss",
                "listen",
                name="relayrole",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_released_relays_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "release_id"],
            ["releases.forum_id", "releases.id"],
            name=op.f("fk_released_relays_forum_id_release_id_releases"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_released_relays_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_released_relays_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_relays")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_released_relays_forum_id_id")),
        sa.UniqueConstraint(
            "forum_id",
            "release_id",
            "session_id",
            "point_id",
            name=op.f("uq_released_relays_forum_id_release_id_session_id_point_id"),
        ),
    )
    with op.batch_alter_table("released_relays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_released_relays_point_id"), ["point_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_released_relays_session_id"), ["session_id"], unique=False
        )

    with op.batch_alter_table("points", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(
            sa.Column("host_institution", sa.JSON(none_as_null=True), nullable=True)
        )
        batch_op.add_column(sa.Column("screen_label", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("languages", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("min_viable", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(
            sa.Column("seating", sa.String(8), server_default=sa.text("'open'"), nullable=False)
        )
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_points_min_viable_not_negative"), "min_viable >= 0"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_points_seating"), "seating IN ('open', 'approval', 'closed')"
        )
    op.add_column("places", sa.Column("approved_at", sa.DateTime(timezone=True)))
    for trigger in append_only_triggers("released_relays", op.get_bind().dialect.name):
        op.execute(trigger)


def downgrade() -> None:
    op.drop_column("places", "approved_at")
    with op.batch_alter_table("points", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_points_seating"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_points_min_viable_not_negative"), type_="check")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("seating")
        batch_op.drop_column("min_viable")
        batch_op.drop_column("languages")
        batch_op.drop_column("screen_label")
        batch_op.drop_column("host_institution")
        batch_op.drop_column("address")

    with op.batch_alter_table("released_relays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_relays_session_id"))
        batch_op.drop_index(batch_op.f("ix_released_relays_point_id"))

    op.drop_table("released_relays")
    with op.batch_alter_table("relays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relays_point_id"))

    op.drop_table("relays")
    op.drop_table("point_keys")
    with op.batch_alter_table("point_coordinators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_coordinators_user_id"))

    op.drop_table("point_coordinators")
    with op.batch_alter_table("point_contacts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_point_contacts_one_coordinator_per_point",
            sqlite_where=sa.text("part = 'coordinator'"),
            postgresql_where=sa.text("part = 'coordinator'"),
        )
        batch_op.drop_index("ix_point_contacts_point_id")

    op.drop_table("point_contacts")
    with op.batch_alter_table("coordinator_invitations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_coordinator_invitations_one_open_per_point",
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_coordinator_invitations_email")

    op.drop_table("coordinator_invitations")
    op.drop_table("relay_acts")

"""The spine: ground, accounts, forums, programme, registration, links, booths and claims.

Revision 0001, the first. Made 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

from forum_app.db import append_only_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("entries", "releases", "released_sessions")


def upgrade() -> None:
    op.create_table(
        "chain_heads",
        sa.Column("forum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("forum_id", name=op.f("pk_chain_heads")),
    )
    op.create_table(
        "counts",
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "window", name=op.f("pk_counts")),
    )
    with op.batch_alter_table("counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counts_ends"), ["ends"], unique=False)

    op.create_table(
        "forums",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("short_name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("theme", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("venue", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("city", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_forums_ends_after_it_begins")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forums")),
        sa.UniqueConstraint("slug", name=op.f("uq_forums_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_forums_uuid")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL) = (status IS NULL)",
            name=op.f("ck_idempotency_keys_answered_with_a_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("scope", "key", name=op.f("uq_idempotency_keys_scope_key")),
    )
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_keys_at"), ["at"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_is_folded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("writes_per_second", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("writes_per_second > 0", name=op.f("ck_api_tokens_may_write_sometimes")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_api_tokens_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_api_tokens_fingerprint")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_api_tokens_forum_id_id")),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("over >= 0", name=op.f("ck_categories_over_not_negative")),
        sa.CheckConstraint("quota >= 0", name=op.f("ck_categories_quota_not_negative")),
        sa.CheckConstraint(
            "taken >= 0 AND (quota IS NULL OR taken <= quota + over)",
            name=op.f("ck_categories_quota"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_categories_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_categories_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_categories_forum_id_id")),
    )
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.create_index(
            "uq_categories_one_default_per_forum",
            ["forum_id"],
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.create_table(
        "consent_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("consequence", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_consent_wordings_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_wordings")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_consent_wordings_forum_id_id")),
        sa.UniqueConstraint(
            "forum_id",
            "purpose",
            "version",
            name=op.f("uq_consent_wordings_forum_id_purpose_version"),
        ),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("personal_hash", sa.String(), nullable=True),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_entries_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_entries_hash")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_object", ["forum_id", "kind", "object_id"], unique=False)

    op.create_table(
        "forum_roles",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "organiser",
                "caller",
                "door",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_forum_roles_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_forum_roles_user_id_users")
        ),
        sa.PrimaryKeyConstraint("forum_id", "user_id", "role", name=op.f("pk_forum_roles")),
    )
    op.create_table(
        "halls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_halls_seats_not_negative")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_halls_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halls")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_halls_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_halls_forum_id_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_halls_uuid")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "dead",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_jobs_attempts_not_negative")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_jobs_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_jobs_dedup_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_due", ["state", "next_at"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "dead",
                "cancelled",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_messages_sent_when")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_messages_attempts_not_negative")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_messages_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_messages_dedup_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_messages_uuid")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_due", ["state", "next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_forum_id"), ["forum_id"], unique=False)

    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("post", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("name_sort", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_persons_email_is_folded")),
        sa.CheckConstraint(
            "length(country) = 2 AND country = upper(country)", name=op.f("ck_persons_country_iso")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_persons_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_persons_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("forum_id", "email", name=op.f("uq_persons_forum_id_email")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_persons_forum_id_id")),
        sa.UniqueConstraint("forum_id", "user_id", name=op.f("uq_persons_forum_id_user_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_persons_uuid")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index("ix_persons_name_folded", ["forum_id", "name_folded"], unique=False)
        batch_op.create_index("ix_persons_name_sort", ["forum_id", "name_sort"], unique=False)

    op.create_table(
        "points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "central",
                "regional",
                "embassy",
                "agency",
                "studio",
                "single_speaker",
                name="pointkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "participate",
                "view_only",
                name="pointtype",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("city", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("name_sort", sa.JSON(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_points_latitude_on_earth")),
        sa.CheckConstraint(
            "length(country) = 2 AND country = upper(country)", name=op.f("ck_points_country_iso")
        ),
        sa.CheckConstraint(
            "longitude BETWEEN -180 AND 180", name=op.f("ck_points_longitude_on_earth")
        ),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_points_seats_not_negative")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_points_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_points_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_points_forum_id_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_points_uuid")),
    )
    with op.batch_alter_table("points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_points_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(
            "uq_points_one_central_per_forum",
            ["forum_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'central'"),
            postgresql_where=sa.text("kind = 'central'"),
        )

    op.create_table(
        "registration_terms",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("opens_wall", sa.DateTime(), nullable=True),
        sa.Column("opens_fold", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_wall", sa.DateTime(), nullable=True),
        sa.Column("closes_fold", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone_data", sa.String(), nullable=False),
        sa.Column("confirm_hours", sa.Integer(), nullable=False),
        sa.Column("waiting_lists", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("confirm_hours > 0", name=op.f("ck_registration_terms_time_to_confirm")),
        sa.CheckConstraint(
            "opens_at < closes_at", name=op.f("ck_registration_terms_closes_after_it_opens")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_registration_terms_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("forum_id", name=op.f("pk_registration_terms")),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_releases_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_releases_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["users.id"], name=op.f("fk_releases_released_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_releases_forum_id_id")),
        sa.UniqueConstraint("forum_id", "number", name=op.f("uq_releases_forum_id_number")),
    )
    op.create_table(
        "site_roles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("admin", name="siterolename", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_site_roles_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_site_roles")),
    )
    op.create_table(
        "zones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "invited",
                "first_come",
                "apply",
                name="zonemode",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("hold_minutes > 0", name=op.f("ck_zones_holds_last")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_zones_closes_after_it_opens")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_zones_price_not_negative")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_zones_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_zones_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_zones_forum_id_id")),
    )
    op.create_table(
        "booths",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("blocked_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id", "zone_id"],
            ["zones.forum_id", "zones.id"],
            name=op.f("fk_booths_forum_id_zone_id_zones"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_booths_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booths")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_booths_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_booths_forum_id_id")),
    )
    op.create_table(
        "cells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("x_cm", sa.Integer(), nullable=False),
        sa.Column("y_cm", sa.Integer(), nullable=False),
        sa.Column("width_cm", sa.Integer(), nullable=False),
        sa.Column("depth_cm", sa.Integer(), nullable=False),
        sa.CheckConstraint("width_cm > 0 AND depth_cm > 0", name=op.f("ck_cells_has_floor")),
        sa.ForeignKeyConstraint(
            ["forum_id", "hall_id"],
            ["halls.forum_id", "halls.id"],
            name=op.f("fk_cells_forum_id_hall_id_halls"),
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_cells_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cells")),
        sa.UniqueConstraint(
            "forum_id", "hall_id", "code", name=op.f("uq_cells_forum_id_hall_id_code")
        ),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_cells_forum_id_id")),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("quota >= 0", name=op.f("ck_delegations_quota_not_negative")),
        sa.ForeignKeyConstraint(
            ["forum_id", "head_id"],
            ["persons.forum_id", "persons.id"],
            name=op.f("fk_delegations_forum_id_head_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_delegations_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_delegations_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_delegations_forum_id_id")),
    )
    op.create_table(
        "entry_personals",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("before_after", sa.JSON(), nullable=True),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_entry_personals_entry_id_entries")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_personals")),
    )
    op.create_table(
        "exhibitors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("profile", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id", "contact_id"],
            ["persons.forum_id", "persons.id"],
            name=op.f("fk_exhibitors_forum_id_contact_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_exhibitors_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibitors")),
        sa.UniqueConstraint(
            "forum_id", "contact_id", name=op.f("uq_exhibitors_forum_id_contact_id")
        ),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_exhibitors_forum_id_id")),
        sa.UniqueConstraint("forum_id", "slug", name=op.f("uq_exhibitors_forum_id_slug")),
    )
    op.create_table(
        "floor_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "superseded",
                name="planstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("width_cm", sa.Integer(), nullable=False),
        sa.Column("depth_cm", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("width_cm > 0 AND depth_cm > 0", name=op.f("ck_floor_plans_has_floor")),
        sa.ForeignKeyConstraint(
            ["forum_id", "hall_id"],
            ["halls.forum_id", "halls.id"],
            name=op.f("fk_floor_plans_forum_id_hall_id_halls"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_floor_plans_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_plans")),
        sa.UniqueConstraint(
            "forum_id", "hall_id", "version", name=op.f("uq_floor_plans_forum_id_hall_id_version")
        ),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_floor_plans_forum_id_id")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plenary",
                "workshop",
                "ceremony",
                "break",
                "visit",
                name="sessionkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("abstract", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("starts_fold", sa.Integer(), nullable=False),
        sa.Column("ends_wall", sa.DateTime(), nullable=False),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone_data", sa.String(), nullable=False),
        sa.Column("title_folded", sa.String(), nullable=False),
        sa.Column("title_sort", sa.JSON(), nullable=False),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("times_documented", sa.Boolean(), nullable=False),
        sa.Column("title_documented", sa.JSON(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_sessions_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["forum_id", "hall_id"],
            ["halls.forum_id", "halls.id"],
            name=op.f("fk_sessions_forum_id_hall_id_halls"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_sessions_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("forum_id", "code", name=op.f("uq_sessions_forum_id_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_sessions_forum_id_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sessions_uuid")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index("ix_sessions_starts", ["forum_id", "starts_at"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "delegate",
                "stand",
                "crew",
                name="ticketpurpose",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["forum_id", "person_id"],
            ["persons.forum_id", "persons.id"],
            name=op.f("fk_tickets_forum_id_person_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_tickets_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("code", name=op.f("uq_tickets_code")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_tickets_forum_id_id")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            "uq_tickets_one_live_per_person_and_purpose",
            ["person_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Integer(), nullable=False),
        sa.Column("booked_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "submitted",
                "confirmed",
                "declined",
                "expired",
                "cancelled",
                name="bookingstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)",
            name=op.f("ck_bookings_cancelled_when"),
        ),
        sa.CheckConstraint(
            "(state = 'held') = (held_until IS NOT NULL)", name=op.f("ck_bookings_only_holds_end")
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR confirmed_at IS NOT NULL",
            name=op.f("ck_bookings_confirmed_when"),
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_bookings_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["booked_by_id"], ["users.id"], name=op.f("fk_bookings_booked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "booth_id"],
            ["booths.forum_id", "booths.id"],
            name=op.f("fk_bookings_forum_id_booth_id_booths"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "exhibitor_id"],
            ["exhibitors.forum_id", "exhibitors.id"],
            name=op.f("fk_bookings_forum_id_exhibitor_id_exhibitors"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_bookings_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_bookings_forum_id_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_bookings_uuid")),
    )
    op.create_table(
        "booth_cells",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id", "booth_id"],
            ["booths.forum_id", "booths.id"],
            name=op.f("fk_booth_cells_forum_id_booth_id_booths"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "cell_id"],
            ["cells.forum_id", "cells.id"],
            name=op.f("fk_booth_cells_forum_id_cell_id_cells"),
        ),
        sa.PrimaryKeyConstraint("booth_id", "cell_id", name=op.f("pk_booth_cells")),
    )
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.String(), nullable=True),
        sa.CheckConstraint("undone_at >= entered_at", name=op.f("ck_check_ins_undone_after")),
        sa.ForeignKeyConstraint(
            ["forum_id", "hall_id"],
            ["halls.forum_id", "halls.id"],
            name=op.f("fk_check_ins_forum_id_hall_id_halls"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_check_ins_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_check_ins_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "ticket_id"],
            ["tickets.forum_id", "tickets.id"],
            name=op.f("fk_check_ins_forum_id_ticket_id_tickets"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_check_ins_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("forum_id", "nonce", name=op.f("uq_check_ins_forum_id_nonce")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_ins_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_check_ins_one_entry_per_ticket_and_session",
            ["ticket_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    op.create_table(
        "delegates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "pending",
                "confirmed",
                "declined",
                "withdrawn",
                name="delegatestate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("link_sealed", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'declined') = (declined_at IS NOT NULL)",
            name=op.f("ck_delegates_declined_when"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_delegates_withdrawn_when"),
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR confirm_by IS NOT NULL",
            name=op.f("ck_delegates_confirm_by_when"),
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_delegates_sequence_not_negative")),
        sa.ForeignKeyConstraint(
            ["forum_id", "category_id"],
            ["categories.forum_id", "categories.id"],
            name=op.f("fk_delegates_forum_id_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "delegation_id"],
            ["delegations.forum_id", "delegations.id"],
            name=op.f("fk_delegates_forum_id_delegation_id_delegations"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "person_id"],
            ["persons.forum_id", "persons.id"],
            name=op.f("fk_delegates_forum_id_person_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "registered_by_id"],
            ["persons.forum_id", "persons.id"],
            name=op.f("fk_delegates_forum_id_registered_by_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_delegates_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegates")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_delegates_forum_id_id")),
        sa.UniqueConstraint("forum_id", "reference", name=op.f("uq_delegates_forum_id_reference")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_delegates_link_hash")),
        sa.UniqueConstraint("uuid", name=op.f("uq_delegates_uuid")),
    )
    with op.batch_alter_table("delegates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegates_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delegates_registered_by_id"), ["registered_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_delegates_unconfirmed",
            ["confirm_by"],
            unique=False,
            sqlite_where=sa.text("state = 'submitted'"),
            postgresql_where=sa.text("state = 'submitted'"),
        )
        batch_op.create_index(
            "uq_delegates_one_live_per_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('submitted', 'pending', 'confirmed')"),
            postgresql_where=sa.text("state IN ('submitted', 'pending', 'confirmed')"),
        )

    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "meet",
                "contribute",
                "return",
                "watch",
                "phone",
                "interpretation",
                "backup",
                "green_room",
                name="purpose",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "transport",
            sa.Enum(
                "web",
                "sip",
                "h323",
                "pstn",
                "srt",
                "rtmp",
                "hls",
                "webrtc",
                name="transport",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "crew",
                "speakers",
                "point",
                "delegates",
                name="audience",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_links_closes_after_it_opens")),
        sa.CheckConstraint("priority > 0", name=op.f("ck_links_first_is_one")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_links_revised_from_one")),
        sa.CheckConstraint(
            "session_id IS NOT NULL OR point_id IS NOT NULL",
            name=op.f("ck_links_belongs_somewhere"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_links_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_links_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_links_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_links_forum_id_id")),
    )
    op.create_table(
        "released_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plenary",
                "workshop",
                "ceremony",
                "break",
                "visit",
                name="sessionkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("abstract", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("times_documented", sa.Boolean(), nullable=False),
        sa.Column("title_documented", sa.JSON(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "starts_at < ends_at", name=op.f("ck_released_sessions_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "hall_id"],
            ["halls.forum_id", "halls.id"],
            name=op.f("fk_released_sessions_forum_id_hall_id_halls"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "release_id"],
            ["releases.forum_id", "releases.id"],
            name=op.f("fk_released_sessions_forum_id_release_id_releases"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_released_sessions_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_released_sessions_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_sessions")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_released_sessions_forum_id_id")),
        sa.UniqueConstraint(
            "forum_id",
            "release_id",
            "session_id",
            name=op.f("uq_released_sessions_forum_id_release_id_session_id"),
        ),
    )
    with op.batch_alter_table("released_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_released_sessions_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "seat_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "hall", "point", "online", name="way", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(way = 'point') = (point_id IS NOT NULL)",
            name=op.f("ck_seat_counts_point_where_point"),
        ),
        sa.CheckConstraint("over >= 0", name=op.f("ck_seat_counts_over_not_negative")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_seat_counts_seats_not_negative")),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND seats + over", name=op.f("ck_seat_counts_never_oversold")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_seat_counts_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_seat_counts_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_seat_counts_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_counts")),
        sa.UniqueConstraint(
            "forum_id", "id", "session_id", name=op.f("uq_seat_counts_forum_id_id_session_id")
        ),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_seat_counts_forum_id_id")),
    )
    with op.batch_alter_table("seat_counts", schema=None) as batch_op:
        batch_op.create_index(
            "uq_seat_counts_one_per_session_and_point",
            ["forum_id", "session_id", "point_id"],
            unique=True,
            sqlite_where=sa.text("point_id IS NOT NULL"),
            postgresql_where=sa.text("point_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_seat_counts_one_per_session_and_way",
            ["forum_id", "session_id", "way"],
            unique=True,
            sqlite_where=sa.text("point_id IS NULL"),
            postgresql_where=sa.text("point_id IS NULL"),
        )

    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_talks_lasts")),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_talks_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_talks_forum_id_forums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_talks_forum_id_id")),
        sa.UniqueConstraint(
            "forum_id", "session_id", "id", name=op.f("uq_talks_forum_id_session_id_id")
        ),
        sa.UniqueConstraint(
            "forum_id", "session_id", "position", name=op.f("uq_talks_forum_id_session_id_position")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_talks_uuid")),
    )
    op.create_table(
        "appearances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "opening",
                "keynote",
                "speaker",
                "report and closing",
                "chair",
                "moderator",
                name="appearancerole",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_way",
            sa.Enum(
                "hall", "point", "online", name="way", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("from_documented", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(from_way = 'point') = (point_id IS NOT NULL)",
            name=op.f("ck_appearances_point_where_point"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "person_id"],
            ["persons.forum_id", "persons.id"],
            name=op.f("fk_appearances_forum_id_person_id_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_appearances_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_appearances_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "talk_id"],
            ["talks.forum_id", "talks.id"],
            name=op.f("fk_appearances_forum_id_talk_id_talks"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_appearances_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearances")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_appearances_forum_id_id")),
        sa.UniqueConstraint(
            "forum_id",
            "session_id",
            "person_id",
            "role",
            name=op.f("uq_appearances_forum_id_session_id_person_id_role"),
        ),
    )
    with op.batch_alter_table("appearances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appearances_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearances_session_id"), ["session_id"], unique=False)

    op.create_table(
        "cell_claims",
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id", "booking_id"],
            ["bookings.forum_id", "bookings.id"],
            name=op.f("fk_cell_claims_forum_id_booking_id_bookings"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "cell_id"],
            ["cells.forum_id", "cells.id"],
            name=op.f("fk_cell_claims_forum_id_cell_id_cells"),
        ),
        sa.PrimaryKeyConstraint("cell_id", "day", name=op.f("pk_cell_claims")),
    )
    with op.batch_alter_table("cell_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cell_claims_booking_id"), ["booking_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at >= given_at", name=op.f("ck_consents_withdrawn_after_given")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "delegate_id"],
            ["delegates.forum_id", "delegates.id"],
            name=op.f("fk_consents_forum_id_delegate_id_delegates"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "wording_id"],
            ["consent_wordings.forum_id", "consent_wordings.id"],
            name=op.f("fk_consents_forum_id_wording_id_consent_wordings"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_consents_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "uq_consents_one_live_per_wording",
            ["delegate_id", "wording_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "confirmed",
                "released",
                name="placestate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("seat_count_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "hall", "point", "online", name="way", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL)", name=op.f("ck_places_released_when")
        ),
        sa.CheckConstraint(
            "(way = 'point') = (point_id IS NOT NULL)", name=op.f("ck_places_point_where_point")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "delegate_id"],
            ["delegates.forum_id", "delegates.id"],
            name=op.f("fk_places_forum_id_delegate_id_delegates"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_places_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "seat_count_id", "session_id"],
            ["seat_counts.forum_id", "seat_counts.id", "seat_counts.session_id"],
            name=op.f("fk_places_forum_id_seat_count_id_session_id_seat_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_places_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_places_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_places_forum_id_id")),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_delegate_id"), ["delegate_id"], unique=False)
        batch_op.create_index(
            "ix_places_live_by_seats",
            ["seat_count_id"],
            unique=False,
            sqlite_where=sa.text("state = 'confirmed'"),
            postgresql_where=sa.text("state = 'confirmed'"),
        )
        batch_op.create_index(
            "uq_places_one_live_per_delegate_and_session",
            ["delegate_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("state = 'confirmed'"),
            postgresql_where=sa.text("state = 'confirmed'"),
        )

    op.create_table(
        "waitings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "promoted",
                "declined",
                "left",
                name="waitingstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("given_up_id", sa.Integer(), nullable=True),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("seat_count_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "hall", "point", "online", name="way", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_waitings_ended_when")
        ),
        sa.CheckConstraint(
            "(way = 'point') = (point_id IS NOT NULL)", name=op.f("ck_waitings_point_where_point")
        ),
        sa.CheckConstraint(
            "state <> 'promoted' OR place_id IS NOT NULL",
            name=op.f("ck_waitings_promoted_to_a_place"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "delegate_id"],
            ["delegates.forum_id", "delegates.id"],
            name=op.f("fk_waitings_forum_id_delegate_id_delegates"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "given_up_id"],
            ["places.forum_id", "places.id"],
            name=op.f("fk_waitings_forum_id_given_up_id_places"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "place_id"],
            ["places.forum_id", "places.id"],
            name=op.f("fk_waitings_forum_id_place_id_places"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "point_id"],
            ["points.forum_id", "points.id"],
            name=op.f("fk_waitings_forum_id_point_id_points"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "seat_count_id", "session_id"],
            ["seat_counts.forum_id", "seat_counts.id", "seat_counts.session_id"],
            name=op.f("fk_waitings_forum_id_seat_count_id_session_id_seat_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_waitings_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_waitings_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitings")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_waitings_forum_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("waitings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waitings_delegate_id"), ["delegate_id"], unique=False)
        batch_op.create_index(
            "ix_waitings_line",
            ["seat_count_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "uq_waitings_one_line_per_delegate_and_session",
            ["delegate_id", "session_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    for table in APPEND_ONLY:
        for trigger in append_only_triggers(table, op.get_bind().dialect.name):
            op.execute(trigger)


def downgrade() -> None:
    with op.batch_alter_table("waitings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waitings_delegate_id"))
        batch_op.drop_index(
            "uq_waitings_one_line_per_delegate_and_session",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(
            "ix_waitings_line",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("waitings")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_delegate_id"))
        batch_op.drop_index(
            "uq_places_one_live_per_delegate_and_session",
            sqlite_where=sa.text("state = 'confirmed'"),
            postgresql_where=sa.text("state = 'confirmed'"),
        )
        batch_op.drop_index(
            "ix_places_live_by_seats",
            sqlite_where=sa.text("state = 'confirmed'"),
            postgresql_where=sa.text("state = 'confirmed'"),
        )

    op.drop_table("places")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consents_one_live_per_wording",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("consents")
    with op.batch_alter_table("cell_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cell_claims_booking_id"))

    op.drop_table("cell_claims")
    with op.batch_alter_table("appearances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appearances_session_id"))
        batch_op.drop_index(batch_op.f("ix_appearances_person_id"))

    op.drop_table("appearances")
    op.drop_table("talks")
    with op.batch_alter_table("seat_counts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_seat_counts_one_per_session_and_way",
            sqlite_where=sa.text("point_id IS NULL"),
            postgresql_where=sa.text("point_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_seat_counts_one_per_session_and_point",
            sqlite_where=sa.text("point_id IS NOT NULL"),
            postgresql_where=sa.text("point_id IS NOT NULL"),
        )

    op.drop_table("seat_counts")
    with op.batch_alter_table("released_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_sessions_session_id"))

    op.drop_table("released_sessions")
    op.drop_table("links")
    with op.batch_alter_table("delegates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegates_person_id"))
        batch_op.drop_index(batch_op.f("ix_delegates_registered_by_id"))
        batch_op.drop_index(
            "uq_delegates_one_live_per_person",
            sqlite_where=sa.text("state IN ('submitted', 'pending', 'confirmed')"),
            postgresql_where=sa.text("state IN ('submitted', 'pending', 'confirmed')"),
        )
        batch_op.drop_index(
            "ix_delegates_unconfirmed",
            sqlite_where=sa.text("state = 'submitted'"),
            postgresql_where=sa.text("state = 'submitted'"),
        )

    op.drop_table("delegates")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_check_ins_one_entry_per_ticket_and_session",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_check_ins_ticket_id"))

    op.drop_table("check_ins")
    op.drop_table("booth_cells")
    op.drop_table("bookings")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tickets_one_live_per_person_and_purpose",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("tickets")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_sessions_starts")

    op.drop_table("sessions")
    op.drop_table("floor_plans")
    op.drop_table("exhibitors")
    op.drop_table("entry_personals")
    op.drop_table("delegations")
    op.drop_table("cells")
    op.drop_table("booths")
    op.drop_table("zones")
    op.drop_table("site_roles")
    op.drop_table("releases")
    op.drop_table("registration_terms")
    with op.batch_alter_table("points", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_points_one_central_per_forum",
            sqlite_where=sa.text("kind = 'central'"),
            postgresql_where=sa.text("kind = 'central'"),
        )
        batch_op.drop_index(batch_op.f("ix_points_name_folded"))

    op.drop_table("points")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index("ix_persons_name_sort")
        batch_op.drop_index("ix_persons_name_folded")

    op.drop_table("persons")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_messages_forum_id"))
        batch_op.drop_index("ix_messages_due")

    op.drop_table("messages")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_due")

    op.drop_table("jobs")
    op.drop_table("halls")
    op.drop_table("forum_roles")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_object")

    op.drop_table("entries")
    op.drop_table("consent_wordings")
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_categories_one_default_per_forum",
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.drop_table("categories")
    op.drop_table("api_tokens")
    op.drop_table("users")
    with op.batch_alter_table("idempotency_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_keys_at"))

    op.drop_table("idempotency_keys")
    op.drop_table("forums")
    with op.batch_alter_table("counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counts_ends"))

    op.drop_table("counts")
    op.drop_table("chain_heads")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")

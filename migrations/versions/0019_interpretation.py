"""What is spoken in a session, its channels of interpretation, who interprets, and by which line."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OLD = (
    *("chair", "moderator", "opening", "keynote", "speaker", "report", "panellist", "closing"),
    "report and closing",
)
KINDS = ("audio", "video", "sign")
OF_ITS_SESSION = "fk_appearances_channel_of_its_session"


def upgrade():
    for table in ("sessions", "released_sessions"):
        spoken = sa.Column("spoken", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        op.add_column(table, spoken)
    _make_channels()
    op.drop_index("uq_appearances_one_per_role", "appearances")
    with op.batch_alter_table("appearances") as batch:
        batch.add_column(sa.Column("channel_id", sa.Integer()))
        batch.drop_constraint(op.f("ck_appearances_appearancerole"), type_="check")
        batch.create_check_constraint(
            op.f("ck_appearances_appearancerole"), _one_of((*OLD, "interpreter"))
        )
        batch.create_check_constraint(
            op.f("ck_appearances_interprets_in_a_channel"),
            "(role = 'interpreter') = (channel_id IS NOT NULL)",
        )
        batch.create_check_constraint(
            op.f("ck_appearances_interprets_the_whole_session"),
            "channel_id IS NULL OR talk_id IS NULL",
        )
        batch.create_foreign_key(
            op.f(OF_ITS_SESSION),
            "interpretation_channels",
            ["forum_id", "session_id", "channel_id"],
            ["forum_id", "session_id", "id"],
        )
    _one_per_role("talk_id IS NULL AND channel_id IS NULL")
    where = "channel_id IS NOT NULL"
    _unique("uq_appearances_one_per_channel", ["forum_id", "channel_id", "person_id"], where)
    with op.batch_alter_table("links") as batch:
        batch.add_column(sa.Column("channel_kind", _kinds()))
        batch.create_check_constraint(
            op.f("ck_links_a_channel_is_interpretation"),
            "channel_kind IS NULL OR (language IS NOT NULL AND purpose = 'interpretation')",
        )


def downgrade():
    """Interpreters are in no session any more; what they answered goes with them."""
    with op.batch_alter_table("links") as batch:
        for check in ("a_channel_is_interpretation", "channelkind"):
            batch.drop_constraint(op.f(f"ck_links_{check}"), type_="check")
        batch.drop_column("channel_kind")
    for index in ("uq_appearances_one_per_channel", "uq_appearances_one_per_role"):
        op.drop_index(index, "appearances")
    op.execute("DELETE FROM appearances WHERE role = 'interpreter'")
    with op.batch_alter_table("appearances") as batch:
        batch.drop_constraint(op.f(OF_ITS_SESSION), type_="foreignkey")
        for check in (
            *("interprets_in_a_channel", "interprets_the_whole_session"),
            "appearancerole",
        ):
            batch.drop_constraint(op.f(f"ck_appearances_{check}"), type_="check")
        batch.create_check_constraint(op.f("ck_appearances_appearancerole"), _one_of(OLD))
        batch.drop_column("channel_id")
    _one_per_role("talk_id IS NULL")
    op.drop_table("interpretation_channels")
    for table in ("sessions", "released_sessions"):
        op.drop_column(table, "spoken")


def _one_of(roles):
    return f"role IN ({', '.join(repr(role) for role in roles)})"


def _one_per_role(where):
    columns = ["forum_id", "session_id", "person_id", "role"]
    _unique("uq_appearances_one_per_role", columns, where)


def _unique(name, columns, where):
    given = {f"{x}_where": sa.text(where) for x in ("sqlite", "postgresql")}
    op.create_index(name, "appearances", columns, unique=True, **given)


def _kinds():
    return sa.Enum(*KINDS, name="channelkind", native_enum=False, create_constraint=True)


def _make_channels():
    op.create_table(
        "interpretation_channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", _kinds(), nullable=False),
        sa.Column("relay_from_id", sa.Integer()),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "relay_from_id <> id", name=op.f("ck_interpretation_channels_not_its_own_relay")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_interpretation_channels_forum_id_forums")
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id"],
            ["sessions.forum_id", "sessions.id"],
            name=op.f("fk_interpretation_channels_forum_id_session_id_sessions"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "session_id", "relay_from_id"],
            [f"interpretation_channels.{x}" for x in ("forum_id", "session_id", "id")],
            name=op.f("fk_interpretation_channels_relay_of_its_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpretation_channels")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_interpretation_channels_forum_id_id")),
        sa.UniqueConstraint(
            *("forum_id", "session_id", "id"),
            name=op.f("uq_interpretation_channels_forum_id_session_id_id"),
        ),
        sa.UniqueConstraint(
            *("forum_id", "session_id", "language", "kind"),
            name=op.f("uq_interpretation_channels_forum_id_session_id_language_kind"),
        ),
    )
    op.create_index(
        "ix_interpretation_channels_session_id", "interpretation_channels", ["session_id"]
    )

"""Who hosts one session, practical notes of sessions, when a token was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NOTED = ("sessions", "released_sessions")
OPEN = sa.text("accepted_at IS NULL AND withdrawn_at IS NULL")


def upgrade():
    # Not in batches: a copied table would lose the triggers that keep releases as they are.
    for table in NOTED:
        practical = sa.Column("practical", sa.JSON(none_as_null=True), nullable=True)
        op.add_column(table, practical)
    op.add_column("api_tokens", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "session_hosts",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        *_of_session("session_hosts", "user_id", "given_by_id"),
        sa.PrimaryKeyConstraint("forum_id", "session_id", "user_id", name="pk_session_hosts"),
    )
    op.create_index("ix_session_hosts_user_id", "session_hosts", ["user_id"])
    _make_invitations()


def downgrade():
    for table in ("host_invitations", "session_hosts"):
        op.drop_table(table)
    op.drop_column("api_tokens", "used_at")
    for table in NOTED:
        op.drop_column(table, "practical")


def _of_session(table, *users):
    yield sa.ForeignKeyConstraint(
        ["forum_id"], ["forums.id"], name=op.f(f"fk_{table}_forum_id_forums")
    )
    yield sa.ForeignKeyConstraint(
        ["forum_id", "session_id"],
        ["sessions.forum_id", "sessions.id"],
        name=op.f(f"fk_{table}_forum_id_session_id_sessions"),
    )
    for user in users:
        yield sa.ForeignKeyConstraint([user], ["users.id"], name=op.f(f"fk_{table}_{user}_users"))


def _make_invitations():
    op.create_table(
        "host_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_host_invitations_email_is_folded")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_host_invitations_accepted_or_withdrawn"),
        ),
        *_of_session("host_invitations", "made_by_id"),
        sa.ForeignKeyConstraint(
            ["link_id"], ["mailed_links.id"], name="fk_host_invitations_link_id_mailed_links"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_host_invitations"),
        sa.UniqueConstraint("forum_id", "id", name="uq_host_invitations_forum_id_id"),
    )
    op.create_index("ix_host_invitations_email", "host_invitations", ["email"])
    op.create_index(
        "uq_host_invitations_one_open_per_session",
        "host_invitations",
        ["session_id", "email"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )

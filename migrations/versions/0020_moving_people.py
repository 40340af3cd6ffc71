"""Moving the people of a point that takes part no more; and who was told that a point changed.

On the way down the acts go, since the code of before cannot name them; where people are by then
stays, and so does the trail.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OLD = ("approve", "decline", "resend", "categorise", "release")
VERBS = (*OLD, "relocate")
OUTCOMES = ("moved", "kept", "overlaps", "full")
OPEN = sa.text("asked_at IS NULL AND let_be_at IS NULL")


def upgrade():
    _let_be(VERBS)
    _make_relocations()
    _make_relocated()
    _make_point_mailings()


def downgrade():
    for table in ("point_mailings", "relocated", "relocations"):
        op.drop_table(table)
    op.execute(
        "DELETE FROM bulk_items WHERE act_id IN (SELECT id FROM bulk_acts WHERE verb = 'relocate')"
    )
    op.execute("DELETE FROM bulk_acts WHERE verb = 'relocate'")
    _let_be(OLD)


def _let_be(verbs):
    with op.batch_alter_table("bulk_acts") as batch:
        batch.drop_constraint(op.f("ck_bulk_acts_verb"), type_="check")
        batch.create_check_constraint(
            op.f("ck_bulk_acts_verb"), f"verb IN ({', '.join(map(repr, verbs))})"
        )


def _make_relocations():
    op.create_table(
        "relocations",
        *_of_forum("relocations"),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("to_point_id", sa.Integer()),
        sa.Column("to_online", sa.Boolean(), nullable=False),
        sa.Column("withdrew", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "to_online OR to_point_id IS NOT NULL", name=op.f("ck_relocations_somewhere")
        ),
        sa.CheckConstraint("to_point_id <> point_id", name=op.f("ck_relocations_elsewhere")),
        _same_forum("relocations", "act_id", "bulk_acts"),
        _same_forum("relocations", "point_id", "points"),
        _same_forum("relocations", "to_point_id", "points"),
        sa.UniqueConstraint("act_id", name=op.f("uq_relocations_act_id")),
    )
    op.create_index("ix_relocations_point_id", "relocations", ["point_id"])


def _make_relocated():
    outcome = sa.Enum(*OUTCOMES, name="outcome", native_enum=False, create_constraint=True)
    op.create_table(
        "relocated",
        *_of_forum("relocated"),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("was_place_id", sa.Integer()),
        sa.Column("was_waiting_id", sa.Integer()),
        sa.Column("outcome", outcome, nullable=False),
        sa.Column("place_id", sa.Integer()),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(was_place_id IS NULL) <> (was_waiting_id IS NULL)",
            name=op.f("ck_relocated_a_place_or_a_turn"),
        ),
        sa.CheckConstraint(
            "(outcome = 'moved') = (place_id IS NOT NULL)",
            name=op.f("ck_relocated_place_where_moved"),
        ),
        _same_forum("relocated", "act_id", "bulk_acts"),
        _same_forum("relocated", "delegate_id", "delegates"),
        _same_forum("relocated", "session_id", "sessions"),
        _same_forum("relocated", "was_place_id", "places"),
        _same_forum("relocated", "was_waiting_id", "waitings"),
        _same_forum("relocated", "place_id", "places"),
        sa.UniqueConstraint(
            "act_id",
            "delegate_id",
            "session_id",
            name=op.f("uq_relocated_act_id_delegate_id_session_id"),
        ),
    )
    op.create_index("ix_relocated_delegate_id", "relocated", ["delegate_id"])


def _make_point_mailings():
    op.create_table(
        "point_mailings",
        *_of_forum("point_mailings"),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT),
        sa.Column("asked_by", sa.String()),
        sa.Column("let_be_at", INSTANT),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.CheckConstraint(
            "(asked_at IS NULL) = (asked_by IS NULL)",
            name=op.f("ck_point_mailings_asked_by_somebody"),
        ),
        sa.CheckConstraint(
            "asked_at IS NULL OR let_be_at IS NULL", name=op.f("ck_point_mailings_asked_or_let_be")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR asked_at IS NOT NULL",
            name=op.f("ck_point_mailings_ended_after_asked"),
        ),
        sa.CheckConstraint("people >= 0", name=op.f("ck_point_mailings_people_not_negative")),
        _same_forum("point_mailings", "point_id", "points"),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_point_mailings_forum_id_id")),
    )
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    name = "uq_point_mailings_one_open_per_point"
    op.create_index(name, "point_mailings", ["point_id"], unique=True, **where)


def _of_forum(table):
    yield sa.Column("id", sa.Integer(), nullable=False)
    yield sa.Column("forum_id", sa.Integer(), nullable=False)
    yield sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    yield sa.ForeignKeyConstraint(
        ["forum_id"], ["forums.id"], name=op.f(f"fk_{table}_forum_id_forums")
    )


def _same_forum(table, column, other):
    return sa.ForeignKeyConstraint(
        ["forum_id", column],
        [f"{other}.forum_id", f"{other}.id"],
        name=op.f(f"fk_{table}_forum_id_{column}_{other}"),
    )

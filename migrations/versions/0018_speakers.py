"""Talks and who appears have versions; who was asked, and what they answered; speakers' own pages."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OLD = ("opening", "keynote", "speaker", "report and closing", "chair", "moderator")
NEW = ("chair", "moderator", "opening", "keynote", "speaker", "report", "panellist", "closing")
ONE_PER_ROLE = "uq_appearances_forum_id_session_id_person_id_role"
OF_A_TALK = "fk_appearances_forum_id_talk_id_talks"
OF_ITS_SESSION = "fk_appearances_forum_id_session_id_talk_id_talks"


def upgrade():
    op.add_column(
        "talks", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    with op.batch_alter_table("appearances") as batch:
        for name in ("invited_at", "declined_at"):
            batch.add_column(sa.Column(name, INSTANT))
        batch.add_column(sa.Column("declined_because", sa.String()))
        batch.add_column(
            sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
        )
        batch.drop_constraint(op.f("ck_appearances_appearancerole"), type_="check")
        batch.create_check_constraint(
            op.f("ck_appearances_appearancerole"), _one_of((*NEW, "report and closing"))
        )
        batch.create_check_constraint(
            op.f("ck_appearances_one_answer"), "confirmed_at IS NULL OR declined_at IS NULL"
        )
        batch.create_check_constraint(
            op.f("ck_appearances_reason_of_declining"),
            "declined_because IS NULL OR declined_at IS NOT NULL",
        )
        batch.drop_constraint(op.f(ONE_PER_ROLE), type_="unique")
        batch.drop_constraint(op.f(OF_A_TALK), type_="foreignkey")
        batch.create_foreign_key(
            op.f(OF_ITS_SESSION),
            "talks",
            ["forum_id", "session_id", "talk_id"],
            ["forum_id", "session_id", "id"],
        )
    for name, columns, where in _one_per_role():
        given = {f"{x}_where": sa.text(where) for x in ("sqlite", "postgresql")}
        op.create_index(name, "appearances", columns, unique=True, **given)
    _make_photos()
    _make_speaker_pages()
    _make_slides()


def downgrade():
    """Whoever has a role that was not known becomes a speaker, once in each session."""
    for table in ("slides", "speaker_pages", "photos"):
        op.drop_table(table)
    for name, _, _ in _one_per_role():
        op.drop_index(name, "appearances")
    known = _one_of(OLD)
    op.execute(f"UPDATE appearances SET role = 'speaker' WHERE NOT ({known})")
    op.execute(
        "DELETE FROM appearances WHERE id NOT IN (SELECT min(id) FROM appearances"
        " GROUP BY forum_id, session_id, person_id, role)"
    )
    with op.batch_alter_table("appearances") as batch:
        batch.drop_constraint(op.f(OF_ITS_SESSION), type_="foreignkey")
        batch.create_foreign_key(
            op.f(OF_A_TALK), "talks", ["forum_id", "talk_id"], ["forum_id", "id"]
        )
        batch.create_unique_constraint(
            op.f(ONE_PER_ROLE), ["forum_id", "session_id", "person_id", "role"]
        )
        for check in ("one_answer", "reason_of_declining", "appearancerole"):
            batch.drop_constraint(op.f(f"ck_appearances_{check}"), type_="check")
        batch.create_check_constraint(op.f("ck_appearances_appearancerole"), known)
        for column in ("version", "declined_because", "declined_at", "invited_at"):
            batch.drop_column(column)
    op.drop_column("talks", "version")


def _one_of(roles):
    return f"role IN ({', '.join(repr(role) for role in roles)})"


def _one_per_role():
    who = ["person_id", "role"]
    yield "uq_appearances_one_per_role", ["forum_id", "session_id", *who], "talk_id IS NULL"
    in_a_talk = "uq_appearances_one_per_role_in_a_talk"
    yield in_a_talk, ["forum_id", "talk_id", *who], "talk_id IS NOT NULL"


def _make_photos():
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("length(content) = 64", name=op.f("ck_photos_named_by_its_content")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photos_has_a_size")),
        _of_forum("photos"),
        _same_forum("photos", "person_id", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_photos_forum_id_id")),
    )
    op.create_index("ix_photos_person_id", "photos", ["person_id"])
    op.create_index("ix_photos_content", "photos", ["forum_id", "content"])


def _make_speaker_pages():
    op.create_table(
        "speaker_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("biography", sa.JSON()),
        sa.Column("name_said", sa.JSON()),
        sa.Column("contact", sa.String()),
        sa.Column("zone", sa.String()),
        sa.Column("photo_id", sa.Integer()),
        sa.Column("link_hash", sa.String(), nullable=False),
        sa.Column("link_sealed", sa.String(), nullable=False),
        sa.Column("feed_hash", sa.String(), nullable=False),
        sa.Column("feed_sealed", sa.String(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_forum("speaker_pages"),
        _same_forum("speaker_pages", "person_id", "persons"),
        _same_forum("speaker_pages", "photo_id", "photos"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_pages")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_speaker_pages_forum_id_id")),
        sa.UniqueConstraint("person_id", name=op.f("uq_speaker_pages_person_id")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_speaker_pages_link_hash")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_speaker_pages_feed_hash")),
    )


def _make_slides():
    op.create_table(
        "slides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _kinds(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("shown_at", INSTANT),
        sa.CheckConstraint("number > 0", name=op.f("ck_slides_counted_from_one")),
        sa.CheckConstraint("size > 0", name=op.f("ck_slides_not_empty")),
        sa.CheckConstraint("length(content) = 64", name=op.f("ck_slides_named_by_its_content")),
        _of_forum("slides"),
        _same_forum("slides", "session_id", "sessions"),
        _same_forum("slides", "person_id", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slides")),
        sa.UniqueConstraint(
            "forum_id",
            "session_id",
            "person_id",
            "number",
            name=op.f("uq_slides_forum_id_session_id_person_id_number"),
        ),
    )
    op.create_index("ix_slides_person_id", "slides", ["person_id"])


def _kinds():
    return sa.Enum("pdf", "pptx", name="slideskind", native_enum=False, create_constraint=True)


def _of_forum(table):
    return sa.ForeignKeyConstraint(
        ["forum_id"], ["forums.id"], name=op.f(f"fk_{table}_forum_id_forums")
    )


def _same_forum(table, column, other):
    return sa.ForeignKeyConstraint(
        ["forum_id", column],
        [f"{other}.forum_id", f"{other}.id"],
        name=op.f(f"fk_{table}_forum_id_{column}_{other}"),
    )

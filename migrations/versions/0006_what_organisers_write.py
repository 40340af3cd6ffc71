"""Information pages, banners, openings of letters; what is edited names the version it saw."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EDITED = ("halls", "points", "categories")
SPOKEN = ("sessions", "released_sessions")
PUBLISHED = sa.text("published_at IS NOT NULL AND withdrawn_at IS NULL")


def upgrade():
    # Not in batches: a copied table would lose the triggers that keep releases as they are.
    for table in EDITED:
        version = sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
        op.add_column(table, version)
    for table in SPOKEN:
        spoken = sa.Column("languages", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        op.add_column(table, spoken)
    _make_pages()
    _make_banners()
    op.create_table(
        "letter_texts",
        *_of_forum("letter_texts"),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("paragraph", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("forum_id", "template", name=op.f("uq_letter_texts_forum_id_template")),
    )


def downgrade():
    for table in ("letter_texts", "banners", "info_page_versions", "info_pages"):
        op.drop_table(table)
    for table in SPOKEN:
        op.drop_column(table, "languages")
    for table in EDITED:
        op.drop_column(table, "version")


def _of_forum(table):
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=f"fk_{table}_forum_id_forums"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _make_pages():
    op.create_table(
        "info_pages",
        *_of_forum("info_pages"),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "navigation",
                "footer",
                "nowhere",
                name="pageplace",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_info_pages_forum_id_id")),
        sa.UniqueConstraint("forum_id", "slug", name=op.f("uq_info_pages_forum_id_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_info_pages_uuid")),
    )
    op.create_table(
        "info_page_versions",
        *_of_forum("info_page_versions"),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_info_page_versions_counted_from_one")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR published_at IS NOT NULL",
            name=op.f("ck_info_page_versions_withdrawn_after_published"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id", "page_id"],
            ["info_pages.forum_id", "info_pages.id"],
            name=op.f("fk_info_page_versions_forum_id_page_id_info_pages"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["users.id"],
            name=op.f("fk_info_page_versions_written_by_id_users"),
        ),
        sa.UniqueConstraint(
            "forum_id",
            "page_id",
            "number",
            name=op.f("uq_info_page_versions_forum_id_page_id_number"),
        ),
    )
    op.create_index(
        "uq_info_page_versions_one_published_per_page",
        "info_page_versions",
        ["page_id"],
        unique=True,
        sqlite_where=PUBLISHED,
        postgresql_where=PUBLISHED,
    )


def _make_banners():
    op.create_table(
        "banners",
        *_of_forum("banners"),
        sa.Column("sentence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "info", "attention", name="bannerkind", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("shows_wall", sa.DateTime(), nullable=True),
        sa.Column("shows_fold", sa.Integer(), nullable=False),
        sa.Column("shows_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_wall", sa.DateTime(), nullable=True),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone_data", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("shows_at < ends_at", name=op.f("ck_banners_ends_after_it_shows")),
        sa.UniqueConstraint("forum_id", "id", name=op.f("uq_banners_forum_id_id")),
    )

"""Which pictures each release shows, as a keyed question instead of a search of its JSON."""

import sqlalchemy as sa
from alembic import op

from forum_app.db import append_only_triggers

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    shown = op.create_table(
        "released_photos",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id", "release_id"],
            ["releases.forum_id", "releases.id"],
            name=op.f("fk_released_photos_forum_id_release_id_releases"),
        ),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forums.id"], name=op.f("fk_released_photos_forum_id_forums")
        ),
        sa.PrimaryKeyConstraint(
            "forum_id", "release_id", "content", name=op.f("pk_released_photos")
        ),
    )
    releases = sa.table(
        "releases",
        sa.column("id", sa.Integer),
        sa.column("forum_id", sa.Integer),
        sa.column("frozen", sa.JSON),
    )
    connection = op.get_bind()
    for release_id in connection.scalars(sa.select(releases.c.id).order_by(releases.c.id)).all():
        release = connection.execute(sa.select(releases).where(releases.c.id == release_id)).one()
        at = {"forum_id": release.forum_id, "release_id": release.id}
        if rows := [at | {"content": content} for content in sorted(_photos_in(release.frozen))]:
            op.bulk_insert(shown, rows)
    for trigger in append_only_triggers("released_photos", connection.dialect.name):
        op.execute(trigger)


def _photos_in(frozen):
    people = [
        one["person"]
        for session in frozen.get("sessions", ())
        for one in session.get("appearances", ())
    ]
    return {person["photo"] for person in people if person.get("photo")}


def downgrade():
    op.drop_table("released_photos")

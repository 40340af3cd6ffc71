"""Zones of booths are edited at the desk: what is edited names the version it saw."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    version = sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    op.add_column("zones", version)


def downgrade():
    op.drop_column("zones", "version")

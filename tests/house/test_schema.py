"""migrations/schema.sql is the whole relational model on one page; this keeps it true."""

from pathlib import Path

from sqlalchemy import DateTime

from forum_app.commands.schema import schema_page
from forum_app.db import Base
from forum_app.models import CellClaim

PAGE = Path(__file__).parents[2] / "migrations" / "schema.sql"
TABLES = Base.metadata.sorted_tables


def test_the_schema_page_is_current():
    assert PAGE.read_text() == schema_page()


def test_no_row_can_join_two_forums():
    keys = [
        key for table in TABLES if "forum_id" in table.c for key in table.foreign_key_constraints
    ]
    across = [k for k in keys if "forum_id" in k.referred_table.c and "forum_id" not in k.columns]
    assert across == []


def test_no_foreign_key_forgets_its_parent():
    assert [key for table in TABLES for key in table.foreign_keys if key.ondelete] == []


def test_every_time_is_an_instant_in_utc_or_on_a_wall_with_its_zone():
    bare = [c for table in TABLES for c in table.c if isinstance(c.type, DateTime)]
    walls = [c for table in TABLES for c in table.c if c.name.endswith("_wall")]

    assert bare == []
    for wall in walls:
        stem = wall.name.removesuffix("_wall")
        assert {"zone", "zone_data", f"{stem}_fold", f"{stem}_at"} <= set(wall.table.c.keys())


def test_each_partial_unique_index_names_the_rows_it_covers():
    for table in TABLES:
        for index in table.indexes:
            where = {str(index.dialect_options[d]["where"]) for d in ("sqlite", "postgresql")}
            assert len(where) == 1, index.name
            assert not (index.unique and where == {"None"}), index.name


def test_one_cell_on_one_day_belongs_to_one_booking():
    assert CellClaim.__table__.primary_key.columns.keys() == ["cell_id", "day"]

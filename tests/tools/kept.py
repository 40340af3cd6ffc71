"""What is long in the making is made once for all tests of a process, then put back row by row."""

from copy import deepcopy

from forum_app.db import Base, db

_said = {}  # (name, dialect) -> what its maker returned
_files = {}  # name -> the bytes of a SQLite database
_ways = {}  # name -> the SQL that puts its rows back on PostgreSQL
PUT_BACK = """
DO $$ DECLARE t text; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);  -- no keys, no triggers
  {inserts}
  FOREACH t IN ARRAY ARRAY[{counted}] LOOP
    EXECUTE format('SELECT setval(%L, (SELECT max(id) FROM public.%I))', t || '_id_seq', t);
  END LOOP;
END $$"""


def once(app, name, make):
    """What `make(app)` returns, plain values; the rows it commits are in the empty database of
    `app` afterwards, whether they were made now or in an earlier test."""
    with app.app_context():
        dialect = db.engine.dialect.name
        keep, put_back = (_keep_file, _file) if dialect == "sqlite" else (_keep_rows, _rows)
        if (name, dialect) in _said:
            put_back(name)
            return deepcopy(_said[name, dialect])
    said = make(app)
    with app.app_context():
        keep(name)
    _said[name, dialect] = said
    return deepcopy(said)


def _keep_file(name):
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.engine.dispose()
    with open(db.engine.url.database, "rb") as file:
        _files[name] = file.read()


def _file(name):
    db.engine.dispose()
    with open(db.engine.url.database, "wb") as file:
        file.write(_files[name])


def _keep_rows(name):
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        filled = [
            table
            for table in Base.metadata.sorted_tables
            if connection.exec_driver_sql(f"SELECT 1 FROM public.{table.name} LIMIT 1").first()
        ]
        for table in filled:
            copied = f"CREATE TABLE {name}.{table.name} AS TABLE public.{table.name}"
            connection.exec_driver_sql(copied)
    _ways[name] = _way_back(name, filled)


def _way_back(name, filled):
    inserts = []
    for table in filled:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        kept = f"SELECT {columns} FROM {name}.{table.name}"
        inserts.append(f"INSERT INTO public.{table.name} ({columns}) {kept};")
    counted = [table for table in filled if "id" in table.c and table.c.id.autoincrement]
    named = ", ".join(f"'{table.name}'" for table in counted)
    return PUT_BACK.format(inserts="\n  ".join(inserts), counted=named)


def _rows(name):
    with db.engine.begin() as connection:
        connection.exec_driver_sql(_ways[name].replace("%", "%%"))

"""The relational model as one page of SQL."""

import click
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from ..db import Base, append_only_triggers

APPEND_ONLY = ("entries", "released_sessions", "releases")


@click.command()
def schema() -> None:
    """Print the whole relational model as SQL; `migrations/schema.sql` keeps it."""
    click.echo(schema_page(), nl=False)


def schema_page() -> str:
    dialect, statements = sqlite.dialect(), []
    for table in Base.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            statements.append(str(CreateIndex(index).compile(dialect=dialect)))
    for name in APPEND_ONLY:
        statements += [trigger.strip() for trigger in append_only_triggers(name, "sqlite")]
    page = "".join(f"{statement};\n\n" for statement in statements)
    return page.replace("\t", "    ").replace(" \n", "\n")

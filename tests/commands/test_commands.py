"""The commands stand in their table by name, and the server keeps none of the others in memory."""

import subprocess
import sys

import click

from forum_app.commands import COMMANDS, forum


def test_every_command_of_the_table_is_found_by_the_name_it_has(room):
    context = click.Context(forum)
    found = {name: forum.get_command(context, name).name for name in forum.list_commands(context)}

    assert found == {name: name for name in COMMANDS}
    assert forum.get_command(context, "unheard-of") is None


def test_a_web_process_loads_neither_migrations_nor_measurements_nor_what_few_pages_need():
    heavy = {"alembic", "flask_migrate", "forum_app.bench.command", "forum_app.commands.serving"}
    heavy |= {"openpyxl", "xlsxwriter", "PIL", "webauthn"}  # tables, pictures, passkeys
    asked = f"import wsgi, sys; print(*({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.split() == []

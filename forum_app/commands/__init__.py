"""`flask --app wsgi forum …`: what is done from a terminal. Part of the roof."""

from collections.abc import Mapping
from importlib import import_module

import click
from flask.cli import AppGroup

COMMANDS = {  # name -> where it stands
    "bench": "forum_app.bench.command:bench",
    "check": "forum_app.commands.check:check",
    "clone": "forum_app.commands.founding:clone",
    "db": "forum_app.commands.migrations:migrations",
    "demo": "forum_app.commands.demo:demo",
    "mail": "forum_app.commands.mail:mail",
    "new": "forum_app.commands.founding:new",
    "release": "forum_app.commands.releasing:release",
    "rotate-key": "forum_app.commands.rotate:rotate_key",
    "schema": "forum_app.commands.schema:schema",
    "serve": "forum_app.commands.serving:serve",
    "terms": "forum_app.commands.terms:terms",
    "worker": "forum_app.worker:worker_command",
    "zones": "forum_app.commands.zones:zones",
}


class Commands(AppGroup):
    """Loads a command when it is called: the server keeps nothing of the others in memory."""

    def __init__(self, name: str, standing: Mapping[str, str], *, help: str) -> None:
        super().__init__(name, help=help)
        self.standing = standing

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.standing)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.standing:
            return None
        module, _, name = self.standing[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        assert isinstance(found, click.Command)
        return found


forum = Commands("forum", COMMANDS, help="Work on the forum's data.")

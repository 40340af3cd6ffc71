"""`flask --app wsgi forum …`: what is done from a terminal. Part of the roof."""

from flask.cli import AppGroup

from . import schema

forum = AppGroup("forum", help="Work on the forum's data.")
for command in (schema.schema,):
    forum.add_command(command)

"""`flask --app wsgi forum …`: what is done from a terminal. Part of the roof."""

from flask.cli import AppGroup

from ..worker import worker_command
from . import demo, founding, mail, rotate, schema, serving, zones

forum = AppGroup("forum", help="Work on the forum's data.")
for command in (
    demo.demo,
    founding.clone,
    founding.new,
    mail.mail,
    rotate.rotate_key,
    schema.schema,
    serving.serve,
    worker_command,
    zones.zones,
):
    forum.add_command(command)

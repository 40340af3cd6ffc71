"""`flask --app wsgi forum …`: what is done from a terminal. Part of the roof."""

from flask.cli import AppGroup

from ..bench.command import bench
from ..worker import worker_command
from . import check, demo, founding, mail, releasing, rotate, schema, serving, terms, zones

forum = AppGroup("forum", help="Work on the forum's data.")
for command in (
    bench,
    check.check,
    demo.demo,
    founding.clone,
    founding.new,
    mail.mail,
    releasing.release,
    rotate.rotate_key,
    schema.schema,
    serving.serve,
    terms.terms,
    worker_command,
    zones.zones,
):
    forum.add_command(command)

"""What stands before the server answers: tables, times, the demonstration or none."""

import logging

import click
from flask import current_app

from .. import clock
from ..db import writing
from .demo import make_demo
from .demo_doors import any_open, shut_doors
from .migrations import upgrade
from .zones import read_zones_anew


def make_ready() -> None:
    """Tables as the code expects them, times by the present zone data, the demo where wanted."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    for sentence in read_zones_anew().told:
        click.echo(sentence)
    if current_app.config["FORUM_DEMO"]:
        make_demo()
    elif any_open():
        with writing():
            shut_doors(now=clock.now())
        click.echo("The accounts and the token of the demonstration are shut.")

"""The public site of the programme: home, schedule, sessions, speakers, points; and its desk."""

from . import desk, home, now, points, schedule, speakers
from .blueprint import bp
from .desk import show_setup
from .now import show_changes

__all__ = [
    "bp",
    "desk",
    "home",
    "now",
    "points",
    "schedule",
    "show_changes",
    "show_setup",
    "speakers",
]

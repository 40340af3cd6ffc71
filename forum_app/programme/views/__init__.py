"""The public site of the programme: home, schedule, sessions, speakers, points."""

from . import home, points, schedule, speakers
from .blueprint import bp

__all__ = ["bp", "home", "points", "schedule", "speakers"]

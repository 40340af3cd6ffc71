"""The exhibition on screen: for everybody, for an exhibitor, for the organisers at their desk."""

from . import deciding, floor, mine, profile, public, zones  # their routes join the blueprint
from .blueprint import bp

__all__ = ["bp", "deciding", "floor", "mine", "profile", "public", "zones"]

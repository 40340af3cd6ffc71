"""What delegates see: the registration page, and the pages behind their secret link."""

from . import manage, register
from .blueprint import bp

__all__ = ["bp", "manage", "register"]

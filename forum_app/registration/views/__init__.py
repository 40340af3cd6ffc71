"""What delegates see: the registration page, and the pages behind their secret link."""

from . import manage as manage
from . import register as register
from .blueprint import bp as bp

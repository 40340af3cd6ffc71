"""The desk's pages of lines."""

from . import links as links
from . import pasting as pasting
from .blueprint import bp as bp

"""The organiser's first page, letters that did not leave, files to take along, and figures."""

from . import exports as exports
from . import figures as figures
from . import overview as overview
from .blueprint import bp as bp
from .overview import show_desks as show_desks
from .overview import show_navigation as show_navigation

"""Pages about lines, tests and points. The address names the language and the forum."""

from . import checklist as checklist
from . import links as links
from . import pasting as pasting
from . import readiness as readiness
from . import slots as slots
from . import tests as tests
from .blueprint import bp as bp

"""Questions about lines, tests and points."""

from .links import link_at as link_at
from .links import links_of as links_of
from .links import links_of_session as links_of_session
from .links import sessions_online as sessions_online
from .links import sessions_to_serve as sessions_to_serve

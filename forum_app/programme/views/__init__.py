"""The public site of the programme: home, schedule, sessions, speakers, points; and its desk."""

from . import builder, desk, home, hosting, hosts, hours, now, points, releases, schedule, speakers
from .blueprint import bp
from .desk import show_setup
from .hosting import hosted_path, hosted_session, session_host, show_hosted_sessions
from .now import show_changes

__all__ = [
    "bp",
    "builder",
    "desk",
    "home",
    "hosted_path",
    "hosted_session",
    "hosting",
    "hosts",
    "hours",
    "now",
    "points",
    "releases",
    "schedule",
    "session_host",
    "show_changes",
    "show_hosted_sessions",
    "show_setup",
    "speakers",
]

"""The public site of the programme: home, schedule, sessions, speakers, points; and its desk."""

from . import (
    appearances,
    builder,
    channels,
    cues,
    desk,
    desk_speakers,
    home,
    hosting,
    hosts,
    hours,
    now,
    own,
    own_files,
    parts,
    points,
    releases,
    schedule,
    speakers,
    talks,
)
from .blueprint import bp
from .cues import show_led_sessions
from .desk import show_setup
from .hosting import hosted_path, hosted_session, session_host, show_hosted_sessions
from .now import show_changes
from .own import show_spoken, speaker_link

__all__ = [
    "appearances",
    "bp",
    "builder",
    "channels",
    "cues",
    "desk",
    "desk_speakers",
    "home",
    "hosted_path",
    "hosted_session",
    "hosting",
    "hosts",
    "hours",
    "now",
    "own",
    "own_files",
    "parts",
    "points",
    "releases",
    "schedule",
    "session_host",
    "show_changes",
    "show_hosted_sessions",
    "show_led_sessions",
    "show_setup",
    "show_spoken",
    "speaker_link",
    "speakers",
    "talks",
]

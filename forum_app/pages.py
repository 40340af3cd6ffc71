"""Named places on the pages of a lower room that upper rooms fill, rendered on the server.

The lower room's template says `{{ slot("session.places", session=session) }}` and knows no more;
`create_app` registers who fills it. A filler reads with its own query and returns markup.
"""

from collections.abc import Callable

from flask import g
from markupsafe import Markup

Filler = Callable[..., str]
_fillers: dict[str, list[Filler]] = {}


def wire(fillers: list[tuple[str, Filler]]) -> None:
    """Replace all fillers; those of one slot stand in the order given here."""
    _fillers.clear()
    for name, filler in fillers:
        _fillers.setdefault(name, []).append(filler)


def slot(name: str, **given: object) -> Markup:
    """What the rooms above have to show in `name`; empty where nobody has."""
    return Markup("").join(Markup(filler(**given)) for filler in _fillers.get(name, ()))


def use_camera() -> None:
    """The page being made may use the camera of the device: its headers alone say so (`web`)."""
    g.uses_camera = True


def try_devices() -> None:
    """The page being made tries camera and microphone of the device: its headers alone say so."""
    g.tries_devices = True


def play_from(source: str | None) -> None:
    """The page being made plays picture and sound of this place, "https://cdn.example.org", and of
    no other: its headers alone say so. None for a page that plays nothing."""
    g.plays_from = source


def check_lines() -> None:
    """The page being made tries camera and microphone, and its form leads out to a line."""
    g.checks_lines = True

"""The pages of the points at work: the organisers' desk, and each point's own."""

from . import contacts, importing, people, point_desk, relays, slots
from .blueprint import bp, coordinator, key_holder, point_held, point_or_404
from .point_desk import coordinated_path, show_coordinated

__all__ = [
    "bp",
    "contacts",
    "coordinated_path",
    "coordinator",
    "importing",
    "key_holder",
    "people",
    "point_desk",
    "point_held",
    "point_or_404",
    "relays",
    "show_coordinated",
    "slots",
]

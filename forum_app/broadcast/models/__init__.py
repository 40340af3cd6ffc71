"""Tables of the broadcast room."""

from .links import Audience, Link, Purpose, Transport
from .points import CoordinatorInvitation, PointContact, PointCoordinator, PointKey
from .relays import Relay, RelayAct, ReleasedRelay

__all__ = [
    "Audience",
    "CoordinatorInvitation",
    "Link",
    "PointContact",
    "PointCoordinator",
    "PointKey",
    "Purpose",
    "Relay",
    "RelayAct",
    "ReleasedRelay",
    "Transport",
]

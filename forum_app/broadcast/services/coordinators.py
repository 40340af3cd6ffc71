"""Who coordinates a point: given, taken away, offered to addresses."""

from ...announce import SignedIn
from ...forums.services.bound import BoundRole
from ..models import CoordinatorInvitation, PointCoordinator
from ..rules.contacts import CoordinatesAlready, NotTheirPoint

ROLE = BoundRole(
    thing="point",
    role="coordinator",
    holder=PointCoordinator,
    invitation=CoordinatorInvitation,
    given="broadcast.give_point",
    taken="broadcast.take_point",
    invited="broadcast.invite_coordinator",
    invitation_withdrawn="broadcast.withdraw_invitation",
    letter="broadcast.coordinator",
    letter_of_invitation="broadcast.invitation",
    already=CoordinatesAlready,
    not_theirs=NotTheirPoint,
)


def on_signed_in(said: SignedIn) -> None:
    """Whoever signs in with a confirmed address coordinates what it was invited to."""
    ROLE.accept(said)

"""What a line of a point carries, and so which items of the check list make sense on it. Pure."""

from collections.abc import Collection
from enum import StrEnum, auto

from ...i18n import N_
from .kinds import Purpose, Transport


class Carries(StrEnum):
    BOTH_WAYS = auto()  # picture and sound
    TO_HALL = auto()  # picture and sound, that way alone
    FROM_HALL = auto()
    SOUND = auto()  # both ways, without a picture


CARRIES = {
    Carries.BOTH_WAYS: N_("Lines with picture both ways"),
    Carries.TO_HALL: N_("Lines with picture to the hall alone"),
    Carries.FROM_HALL: N_("Lines with picture from the hall alone"),
    Carries.SOUND: N_("Telephones, with sound alone"),
}
_BOTH_WAYS = (Transport.WEB, Transport.SIP, Transport.H323, Transport.WEBRTC)


def carried_by(purpose: Purpose, transport: Transport, *, only_watches: bool) -> Carries:
    """only_watches: whether the point sends nothing itself, whatever its lines could carry.

    A meeting room that brings a point's picture to the hall is one-way: it is used so.
    """
    if purpose is Purpose.PHONE or transport is Transport.PSTN:
        return Carries.SOUND
    if only_watches or purpose is Purpose.RETURN or transport is Transport.HLS:
        return Carries.FROM_HALL
    if purpose is Purpose.CONTRIBUTE or transport not in _BOTH_WAYS:
        return Carries.TO_HALL
    return Carries.BOTH_WAYS


def possible_at(*, only_watches: bool) -> frozenset[Carries]:
    """What the lines of a point can carry at all."""
    one_way = frozenset({Carries.FROM_HALL, Carries.SOUND})
    return one_way if only_watches else frozenset(Carries)


def applies(applies_to: Collection[str], carried: Carries) -> bool:
    """applies_to: of an item; empty: whatever a line carries."""
    return not applies_to or carried in applies_to

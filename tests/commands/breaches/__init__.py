"""What breaks each invariant, by what it is about: (expected counts by name, statements)."""

from . import (
    accounts,
    acts,
    booths,
    broadcast,
    channels,
    doors,
    orders,
    registrations,
    releases,
    seats,
    tables,
    written_twice,
)

_ABOUT = (
    seats,
    registrations,
    releases,
    orders,
    channels,
    doors,
    acts,
    booths,
    broadcast,
    accounts,
    written_twice,
    tables,
)
CASES = [({name: 1}, statements) for about in _ABOUT for name, *statements in about.ONE]
CASES += [case for about in _ABOUT for case in getattr(about, "MORE", [])]
CASES += [({}, statements) for about in _ABOUT for statements in getattr(about, "NONE", [])]

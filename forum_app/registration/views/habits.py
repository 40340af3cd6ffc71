"""The channel that a browser followed last, kept in its cookie until it is closed or signed out.

No row: it is a convenience of the gate, and asked anew of each session.
"""

from flask import request, session

from ...programme.rules.channels import Channel, channel_named
from ..queries.gate import AtGate
from ..rules.gate import habit_after

CHANNEL = "channel"


def habit() -> Channel | None:
    """What to offer first; None for the original, and for a press, which names what it wants."""
    return _kept() if request.method in ("GET", "HEAD") else None


def remember(there: AtGate) -> None:
    """After a press: what they followed in there is offered at the next gate."""
    before = _kept()
    after = habit_after(before, there.entrant.follows, there.channels)
    if after == before:
        return
    if after is None:
        session.pop(CHANNEL)
    else:
        session[CHANNEL] = after.key


def _kept() -> Channel | None:
    return channel_named(str(session.get(CHANNEL, "")))

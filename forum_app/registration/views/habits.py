"""The channel that each person followed last in a browser, kept in its cookie until it is closed or
signed out.

No row: it is a convenience of the gate, and asked anew of each session. The cookie calls people by
a keyed digest, which says nothing of them without our key.
"""

from flask import request, session

from ... import seal
from ...forums.models import Person
from ...programme.rules.channels import Channel, channel_named
from ..queries.gate import AtGate
from ..rules.gate import habit_after

CHANNELS = "channels"
MOST = 12  # people in one browser, the latest


def habit(person: Person | None) -> Channel | None:
    """What to offer them first; None for the original, and for a press, which names what it
    wants."""
    looks = request.method in ("GET", "HEAD")
    return _kept(_name_of(person)) if person and looks else None


def remember(there: AtGate) -> None:
    """After a press: what they followed in there is offered to them at the next gate."""
    if there.person is None:
        return
    name = _name_of(there.person)
    before = _kept(name)
    after = habit_after(before, there.entrant.follows, there.channels)
    if after == before:
        return
    others = [pair for pair in _all().items() if pair[0] != name]
    own = [(name, after.key)] if after else []
    session[CHANNELS] = [*others, *own][-MOST:]


def _kept(name: str) -> Channel | None:
    return channel_named(str(_all().get(name, "")))


def _all() -> dict[str, str]:
    """The latest last; pairs, since the cookie keeps no order of names."""
    try:
        return {str(name): str(key) for name, key in session.get(CHANNELS, ())}
    except (TypeError, ValueError):
        return {}


def _name_of(person: Person) -> str:
    return seal.signature("gate.channel", person.uuid)

"""A pasted invitation becomes lines: the room, and the ways around it. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...forums.models import Forum
from ..rules.addresses import transport_of
from ..rules.invitations import Invitation, invitation_in
from ..rules.kinds import Purpose, Transport
from ..rules.links import LineThereAlready, Owner, Secret
from .links import add_link


@dataclass(frozen=True)
class Laid:
    """told: "meet", "secret" or "no_secret", "phone", "sip"."""

    service: str
    told: tuple[str, ...]


def lay(forum: Forum, text: str, owner: Owner, *, actor: str, now: datetime) -> Laid:
    """The meeting room; a telephone line and a backup by SIP where the text has them.

    Those that are there already stay as they are. Raises LineThereAlready where all are, and what
    `invitation_in` raises.
    """
    found = invitation_in(text)
    told, known = [], None
    for what, columns, secret in _lines(found):
        wanted = _usual(owner, found.service) | columns
        try:
            add_link(forum, wanted, secret, actor=actor, now=now)
        except LineThereAlready as there:
            known = there
            continue
        told += ["meet", "secret" if secret.text else "no_secret"] if what == "meet" else [what]
    if known and not told:
        raise known
    return Laid(found.service, tuple(told))


def _lines(found: Invitation) -> list[tuple[str, dict[str, Any], Secret]]:
    address = found.address
    room: dict[str, Any] = {
        "purpose": Purpose.MEET,
        "transport": transport_of(address.address),
        "address": address.address,
        "room": found.room,
    }
    lines = [("meet", room, Secret(text=address.secret, name=address.name))]
    if found.dial_in:
        phone = {
            "purpose": Purpose.PHONE,
            "transport": Transport.PSTN,
            "address": found.dial_in[0],
            "room": found.phone_room,
        }
        lines.append(("phone", phone, Secret(text=found.phone_pin)))
    if found.sip:
        sip = {
            "purpose": Purpose.BACKUP,
            "transport": Transport.SIP,
            "address": found.sip.address,
            "room": found.room,
        }
        lines.append(("sip", sip, Secret(text=found.sip.secret or found.passcode)))
    return lines


def _usual(owner: Owner, service: str) -> dict[str, Any]:
    return {
        "session_id": owner.session_id,
        "point_id": owner.point_id,
        "audience": owner.audience,
        "label": service,
        "direction": None,
        "opens_at": None,
        "closes_at": None,
        "priority": 1,
    }

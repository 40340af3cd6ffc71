"""What is wrong or missing with a line. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...i18n import N_
from ...programme.rules.channels import Channel
from ...refusal import Refusal
from .addresses import host_of
from .kinds import Audience, Purpose, Transport
from .secrets import is_key

MOST_OF_A_SECRET, MOST_OF_A_LABEL, MOST_OF_A_ROOM = 1000, 80, 60
SAME = (  # two lines that are alike in all of these, and in their secret, are one
    *("session_id", "point_id", "purpose", "transport", "audience", "address", "room"),
    *("language", "channel_kind", "opens_at", "closes_at"),
)
REVISED = ("address", "room", "transport", "direction", "secret_name")  # what a test was made of
_SERVICES = {
    "zoom.us": "Zoom",
    "zoom.com": "Zoom",
    "zoomgov.com": "Zoom",
    "zoomcrc.com": "Zoom",
    "teams.microsoft.com": "Teams",
    "teams.live.com": "Teams",
    "webex.com": "Webex",
    "meet.google.com": "Google Meet",
    "jit.si": "Jitsi",
    "8x8.vc": "Jitsi",
}


class GreenRoomOfDelegates(Refusal):
    says = N_("A green room is never shown to delegates. Please choose the speakers or the crew.")
    status = 422


class WindowBackwards(Refusal):
    says = N_("The line would close before it opens. Please look at the two times.")
    status = 422


class PointNeeded(Refusal):
    says = N_("A line that brings a point's picture belongs to a point. Please choose it.")
    status = 422


class ChannelNotSaid(Refusal):
    says = N_(
        "A line of interpretation carries one language in one kind: without both nobody is led to "
        "it. Please choose them."
    )
    status = 422


class LineThereAlready(Refusal):
    says = N_(
        "This line is there already, for the same session, point, purpose and hours: %(address)s. "
        "Nothing was added."
    )


class LinkRevoked(Refusal):
    says = N_("This line is revoked: it opens nothing any more, and stays as it was.")


class NoSecret(Refusal):
    says = N_("This line has no secret.")


class SecretTooLong(Refusal):
    says = N_("A secret has at most %(most)s characters. Please check whether more was pasted.")
    status = 422


class LineNotOpen(Refusal):
    says = N_("This line is not open: it was changed, or its time is not now. See what is below.")


class SecretClosed(Refusal):
    says = N_("The secret of this line cannot be opened with the key in use. Please write it anew.")


@dataclass(frozen=True, kw_only=True)
class Secret:
    """What becomes of the secret. text: None keeps it. name: see Link.secret_name."""

    text: str | None = None
    name: str | None = None
    remove: bool = False


@dataclass(frozen=True, kw_only=True)
class Owner:
    session_id: int | None
    point_id: int | None
    audience: Audience


def check(wanted: Mapping[str, Any]) -> None:
    """Raises GreenRoomOfDelegates, PointNeeded, ChannelNotSaid and WindowBackwards."""
    seen_by = (Audience.CREW, Audience.SPEAKERS)
    if wanted["purpose"] == Purpose.GREEN_ROOM and wanted["audience"] not in seen_by:
        raise GreenRoomOfDelegates
    if wanted["purpose"] == Purpose.CONTRIBUTE and wanted["point_id"] is None:
        raise PointNeeded
    channel = (wanted.get("language"), wanted.get("channel_kind"))
    if wanted["purpose"] == Purpose.INTERPRETATION and not all(channel):
        raise ChannelNotSaid
    opens, closes = wanted["opens_at"], wanted["closes_at"]
    if opens and closes and opens >= closes:
        raise WindowBackwards


def service_of(address: str) -> str | None:
    """Whose web meeting it is, where the name of its host tells."""
    host = host_of(address)
    found = (x for end, x in _SERVICES.items() if host == end or host.endswith(f".{end}"))
    named = next(found, None)
    return named or ("Jitsi" if re.search(r"(^|\.)jitsi\.", host) else None)


def carries_as_before(name: str, before: str, after: str) -> bool:
    """Whether the part `name` of an address means the same in another one: a passcode does in
    another room of the same house, a key to one room does not."""
    if before == after:
        return True
    same = before.partition(":")[0] == after.partition(":")[0] and host_of(before) == host_of(after)
    return same and not is_key(name)


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A line as far as it counts for what is missing."""

    purpose: Purpose
    transport: Transport
    audience: Audience
    session_id: int | None
    point_id: int | None
    channel: Channel | None = None


@dataclass(frozen=True)
class Missing:
    """What people online could not open in a session. channels: those without a line."""

    session_id: int
    what: tuple[str, ...]  # "meet", or "backup" and "phone"
    channels: tuple[Channel, ...] = ()


def missing_in(
    laid: Iterable[Laid], sessions: Iterable[int], channels: Mapping[int, Sequence[Channel]]
) -> list[Missing]:
    """For each session with places online: a line for delegates, a telephone, a backup that
    travels another way, and a line for each channel of interpretation.

    channels: by the ids of sessions.
    """
    there = list(laid)
    for_delegates = {session: _for_delegates(session, there) for session in sessions}
    found = [
        Missing(session, _gaps(here), _without_line(here, channels.get(session, ())))
        for session, here in for_delegates.items()
    ]
    return [one for one in found if one.what or one.channels]


def _for_delegates(session: int, laid: list[Laid]) -> list[Laid]:
    return [
        one
        for one in laid
        if one.audience is Audience.DELEGATES
        and one.point_id is None
        and one.session_id in (None, session)
    ]


def _without_line(here: list[Laid], channels: Sequence[Channel]) -> tuple[Channel, ...]:
    has = {x.channel for x in here if x.purpose is Purpose.INTERPRETATION}
    return tuple(x for x in channels if x not in has)


def _gaps(here: list[Laid]) -> tuple[str, ...]:
    main = {x.transport for x in here if x.purpose in (Purpose.MEET, Purpose.WATCH)}
    if not main:
        return ("meet",)
    ways = main | {x.transport for x in here if x.purpose is Purpose.BACKUP}
    has_phone = any(x.purpose is Purpose.PHONE for x in here)
    return ("backup",) * (len(ways) < 2) + ("phone",) * (not has_phone)

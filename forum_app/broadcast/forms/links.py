"""What is asked about one line, and about a pasted invitation."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from ...asks import Ask, AskForm, Kind
from ...clock import instant_of, wall_of
from ...forms import said
from ...forums.models import Forum, Point
from ...forums.rules import HEARD
from ...i18n import N_, language_said
from ...programme.models import ChannelKind, Session
from ...programme.rules.channels import KINDS
from ...refusal import Refusal
from ...text import cleaned
from ..models import Link
from ..rules import addresses
from ..rules.kinds import AUDIENCES as AUDIENCES
from ..rules.kinds import PURPOSES as PURPOSES
from ..rules.kinds import TRANSPORTS as TRANSPORTS
from ..rules.kinds import Audience, Direction, Purpose, Transport
from ..rules.links import MOST_OF_A_LABEL, MOST_OF_A_ROOM, MOST_OF_A_SECRET, Secret, SecretTooLong
from ..rules.secrets import Parted, is_key, with_typed
from .kept import keep, kept_for

DIRECTIONS = {Direction.IN: N_("They dial the line"), Direction.OUT: N_("We dial them")}
_ADDRESS_HELP = N_("What lets people in, as a passcode or a key, is moved to the secret by itself.")
_WINDOW_HELP = N_(
    "By the clocks at the venue. Empty: 15 minutes before the session, a green room 30, until 30 "
    "minutes after it."
)
_ORDER_HELP = N_("1 is used first; the next is its backup.")
USUAL = {"purpose": "meet", "transport": "web", "audience": "delegates", "priority": 1}


def asks_of(sessions: Sequence[Session], points: Sequence[Point], lang: str) -> tuple[Ask, ...]:
    return (
        *owner_asks(sessions, points, lang),
        Ask("purpose", N_("What for"), Kind.CHOICE, choices=_said(PURPOSES)),
        Ask(
            "language",
            N_("Language of an interpretation"),
            Kind.CHOICE,
            choices=[("", "–"), *((code, language_said(code, lang)) for code in HEARD)],
            help=N_("Only for a line of interpretation: people choose it at the gate."),
        ),
        Ask(
            "channel_kind",
            N_("Kind of an interpretation"),
            Kind.CHOICE,
            choices=[("", "–"), *_said(KINDS)],
        ),
        Ask("transport", N_("Transport"), Kind.CHOICE, choices=_said(TRANSPORTS)),
        Ask(
            "address",
            N_("Address of the line"),
            needed=True,
            most=addresses.MOST,
            help=_ADDRESS_HELP,
        ),
        Ask("room", N_("Meeting number"), most=MOST_OF_A_ROOM),
        Ask("label", N_("Name for the crew"), most=MOST_OF_A_LABEL),
        Ask("direction", N_("Who dials"), Kind.CHOICE, choices=[("", "–"), *_said(DIRECTIONS)]),
        Ask("opens", N_("Opens"), Kind.WALL, help=_WINDOW_HELP),
        Ask("closes", N_("Closes"), Kind.WALL),
        Ask("priority", N_("Order"), Kind.NUMBER, needed=True, most=9, help=_ORDER_HELP),
    )


def owner_asks(sessions: Sequence[Session], points: Sequence[Point], lang: str) -> tuple[Ask, ...]:
    """Of which session, of which point, for whom."""
    of_sessions = [(x.code, f"{x.code} {x.title.said_in(lang)}"[:90]) for x in sessions]
    of_points = [(x.code, f"{x.code} {x.name.said_in(lang)}") for x in points]
    every, none = said(N_("Every session")), said(N_("No point of its own"))
    return (
        Ask("session", N_("Session"), Kind.CHOICE, choices=[("", every), *of_sessions]),
        Ask("point", N_("Point"), Kind.CHOICE, choices=[("", none), *of_points]),
        Ask("audience", N_("For whom"), Kind.CHOICE, choices=_said(AUDIENCES)),
    )


def saved_in(link: Link) -> dict[str, Any]:
    """As the form shows it: never the secret."""
    return {
        "session": link.session.code if link.session else "",
        "point": link.point.code if link.point else "",
        "audience": link.audience.value,
        "purpose": link.purpose.value,
        "language": link.language or "",
        "channel_kind": link.channel_kind.value if link.channel_kind else "",
        "transport": link.transport.value,
        "address": link.address,
        "room": link.room,
        "label": link.label,
        "direction": link.direction.value if link.direction else "",
        "priority": link.priority,
    }


def walls_of(link: Link, forum: Forum) -> dict[str, datetime | None]:
    """Its window on the forum's walls, as far as it was set."""
    ends = {"opens": link.opens_at, "closes": link.closes_at}
    return {name: wall_of(at, forum.zone)[0] if at else None for name, at in ends.items()}


@dataclass(frozen=True, kw_only=True)
class Typed:
    columns: dict[str, Any]
    secret: Secret
    moved: bool  # the secret stood in the address


def typed_in(
    form: AskForm, forum: Forum, sessions: Mapping[str, int], points: Mapping[str, int]
) -> Typed:
    """What was meant. From now on the form holds the address without its secret.

    sessions, points: code -> id. Raises what `address_in` and `secret_typed` raise, TwoSecrets,
    SecretOfAnother, and Skipped, a ValueError, for an hour that the clocks skip.
    """
    values = form.values()
    read = addresses.address_in(values["address"], Transport(values["transport"]))
    secret = _secret_of(read)
    form.address.data = form._values["address"] = read.address
    ends = {name: values.pop(name) for name in ("opens", "closes")}
    purpose = Purpose(values.pop("purpose"))
    columns = {
        **_channel(purpose, values),
        "session_id": sessions.get(values.pop("session")),
        "point_id": points.get(values.pop("point")),
        "purpose": purpose,
        "transport": Transport(values.pop("transport")),
        "audience": Audience(values.pop("audience")),
        "direction": Direction(values["direction"]) if values["direction"] else None,
        "address": read.address,
        "room": values["room"] or read.room,
        "label": values["label"],
        "priority": max(1, values["priority"]),
        **{f"{name}_at": instant_of(x, forum.zone) if x else None for name, x in ends.items()},
    }
    return Typed(columns=columns, secret=secret, moved=secret.name is not None or bool(read.secret))


def _secret_of(read: Parted) -> Secret:
    """That of the address, that of its own field, or both; else what was typed before."""
    own, secret = secret_typed(), Secret(text=read.secret, name=read.name)
    if own.text is not None and read.secret is not None and own.text != read.secret:
        if not is_key(read.name):
            raise addresses.TwoSecrets
        secret = Secret(text=with_typed(read.secret, own.text), name=read.name)
    if read.secret is None:
        secret = own if own.text or own.remove else kept_for(read.address) or own
    keep(read.address, secret)
    return secret


def keep_typed() -> None:
    """Where the form itself is refused, nothing of it is read: its secret is kept all the same."""
    with suppress(Refusal):
        keep(None, secret_typed())


def _channel(purpose: Purpose, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of which channel it is; of no other purpose than interpretation."""
    of_one = purpose is Purpose.INTERPRETATION
    kind = values["channel_kind"]
    return {
        "language": (values["language"] or None) if of_one else None,
        "channel_kind": ChannelKind(kind) if of_one and kind else None,
    }


def secret_typed() -> Secret:
    """A field that is empty whenever the page is made; left empty it changes nothing.

    Raises AddressUnreadable and SecretTooLong.
    """
    try:
        text = cleaned(request.form.get("secret", ""))
    except ValueError:
        raise addresses.AddressUnreadable from None
    if len(text) > MOST_OF_A_SECRET:
        raise SecretTooLong(most=MOST_OF_A_SECRET)
    return Secret(text=text or None, remove=not text and "forget_secret" in request.form)


def _said(words: Mapping[Any, str]) -> list[tuple[str, object]]:
    return [(key.value, said(text)) for key, text in words.items()]

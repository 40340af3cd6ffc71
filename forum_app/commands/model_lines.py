"""The lines of the model case: all of them illustrative, each with a secret of its own.

What carried the forum of 2020 is on no public record. The addresses end in example.org, a name
that nobody can have, and every line says in its name that it is an illustration.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..broadcast.models import Audience, Direction, Purpose, Transport
from ..broadcast.rules.links import Secret
from ..broadcast.services.links import add_link
from ..forums.models import Forum, Point, PointKind, PointType
from ..programme.models import ChannelKind, Session, SessionKind
from ..programme.queries.channels import channels_in_draft
from ..seal import new_secret

ACTOR = "system"
LABEL = "Minh họa · Illustrative"
HOST = "example.org"
_SERVED = (SessionKind.PLENARY, SessionKind.WORKSHOP)
_USUAL: dict[str, Any] = {
    "session_id": None,
    "point_id": None,
    "label": LABEL,
    "room": None,
    "direction": None,
    "opens_at": None,
    "closes_at": None,
    "priority": 1,
}
# Columns; the part of the address that carries the secret, None where it is typed, "" for a PIN.
Line = tuple[dict[str, Any], str | None]


def lay_lines(forum: Forum, sessions: list[Session], points: list[Point], *, now: datetime) -> None:
    """Lines of all points, and of every session that people attend online."""
    of_points = (line for point in points for line in _of_point(point))
    of_sessions = (line for x in sessions if x.kind in _SERVED for line in _of_session(x))
    for columns, name in (*of_points, *of_sessions):
        secret = Secret(text=new_secret() if name != "" else _pin(), name=name or None)
        add_link(forum, _USUAL | columns, secret, actor=ACTOR, now=now)


def lay_voices(forum: Forum, sessions: list[Session], *, now: datetime) -> None:
    """A line for each channel that one hears: for people at home, and for who interprets it from
    afar. What is signed is inside the meeting."""
    for session in sessions:
        for channel in channels_in_draft(session):
            if channel.kind is ChannelKind.SIGN:
                continue
            of = {"session_id": session.id, "purpose": Purpose.INTERPRETATION}
            of |= {"language": channel.language, "channel_kind": channel.kind}
            of |= {"transport": Transport.WEB}
            code = f"{session.code.lower()}-{channel.language}"
            for audience, room in ((Audience.DELEGATES, "hear"), (Audience.SPEAKERS, "booth")):
                address = f"https://meet.{HOST}/{room}-{code}"
                secret = Secret(text=new_secret(), name="pwd")
                wanted = _USUAL | of | {"audience": audience, "address": address}
                add_link(forum, wanted, secret, actor=ACTOR, now=now)


def _of_point(point: Point) -> Iterator[Line]:
    """What brings its picture where it takes part, the hall's picture back, and a telephone."""
    code, of = point.code.lower(), {"point_id": point.id, "audience": Audience.CREW}
    port = 9000 + point.position
    srt = {"address": f"srt://lines.{HOST}:{port}?mode=caller", "transport": Transport.SRT}
    if point.kind is PointKind.CENTRAL:
        yield of | srt | {"purpose": Purpose.RETURN, "direction": Direction.OUT}, "passphrase"
        return
    if point.type is PointType.PARTICIPATE:
        web = {"address": f"https://meet.{HOST}/{code}", "transport": Transport.WEB}
        yield of | web | {"purpose": Purpose.CONTRIBUTE, "direction": Direction.IN}, "pwd"
        sip = {"address": f"sips:{code}@video.{HOST}", "transport": Transport.SIP}
        yield of | sip | {"purpose": Purpose.BACKUP, "direction": Direction.OUT}, None
    yield of | srt | {"purpose": Purpose.RETURN, "direction": Direction.OUT}, "passphrase"
    yield of | _phone(point.position) | {"direction": Direction.IN}, ""


def _of_session(session: Session) -> Iterator[Line]:
    """For people at home; what points show on their wall; the speakers' green room."""
    code, of = session.code.lower(), {"session_id": session.id}
    web = {"address": f"https://meet.{HOST}/{code}", "transport": Transport.WEB}
    online = of | {"audience": Audience.DELEGATES}
    yield online | web | {"purpose": Purpose.MEET, "room": f"9{session.id:09}"}, "pwd"
    hls = {"address": f"https://watch.{HOST}/{code}/live.m3u8", "transport": Transport.HLS}
    yield online | hls | {"purpose": Purpose.BACKUP}, "token"
    yield online | _phone(900 + session.id), ""
    yield of | hls | {"purpose": Purpose.WATCH, "audience": Audience.POINT}, "token"
    speakers = of | {"audience": Audience.SPEAKERS}
    green = web | {"address": f"https://meet.{HOST}/green-{code}"}
    yield speakers | green | {"purpose": Purpose.GREEN_ROOM}, "pwd"
    yield speakers | web | {"purpose": Purpose.MEET}, "pwd"


def _phone(number: int) -> dict[str, Any]:
    """A number of the range that is kept for stories: +1 555 01…"""
    address = f"tel:+1202555{100 + number % 100:04}"
    return {
        "purpose": Purpose.PHONE,
        "transport": Transport.PSTN,
        "address": address,
        "room": f"{700000 + number}",
    }


def _pin() -> str:
    """Six digits, as telephones can dial them."""
    return f"{int.from_bytes(new_secret().encode()[:8], 'big') % 1_000_000:06}"

"""What a radio button of a way sends: "hall", "point-wait", "hall-wait+online"."""

from ...programme.models import Way
from ..queries import Option
from ..rules import Choice

WAIT = "-wait"
MEANWHILE = "+"
NOT_ATTENDING = ""


def value_of(chosen: Option | Choice) -> str:
    meanwhile = f"{MEANWHILE}{chosen.meanwhile.value}" if chosen.meanwhile else ""
    return chosen.way.value + (WAIT if chosen.wait else "") + meanwhile


def choice_in(value: str, session: str, point: str | None) -> Choice:
    """What `value`, of a button that there is, means. session, point: codes."""
    line, _, meanwhile = value.partition(MEANWHILE)
    way = Way(line.removesuffix(WAIT))
    return Choice(
        session=session,
        way=way,
        point=point if way is Way.POINT else None,
        wait=line.endswith(WAIT),
        meanwhile=Way(meanwhile) if meanwhile else None,
    )

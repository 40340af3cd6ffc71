"""What is asked beside a pasted invitation."""

from collections.abc import Mapping, Sequence

from ...asks import Ask, AskForm, Kind
from ...forums.models import Point
from ...i18n import N_
from ...programme.models import Session
from ..rules.invitations import MOST
from ..rules.kinds import Audience
from ..rules.links import Owner
from .links import owner_asks

TEXT = Ask(
    "text",
    N_("The invitation"),
    Kind.LINES,
    needed=True,
    most=MOST,
    help=N_("From Zoom, Teams, Webex, Google Meet or Jitsi, whole, as it came by mail."),
)


def asks_of(sessions: Sequence[Session], points: Sequence[Point], lang: str) -> tuple[Ask, ...]:
    return (*owner_asks(sessions, points, lang), TEXT)


def owner_in(form: AskForm, sessions: Mapping[str, int], points: Mapping[str, int]) -> Owner:
    """sessions, points: code -> id."""
    values = form.values()
    return Owner(
        session_id=sessions.get(values["session"]),
        point_id=points.get(values["point"]),
        audience=Audience(values["audience"]),
    )


def pasted_in(form: AskForm) -> str:
    return str(form.values()["text"])

"""The example of a letter that the desk of the organisers shows."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from ... import clock
from ...forums.models import Forum
from ...i18n import N_
from ...post.rules import Act, Block, Letter, Note, Reference, Title
from ...programme.models import ReleasedSession
from ...programme.queries import released_sessions
from ..models import Delegate, DelegateState
from ..rules.moves import Move, move_in
from .writing import Writing


class Example(Writing):
    """A letter to somebody made up: it opens no registration, and nothing real is in it."""

    def __init__(self, forum: Forum, lang: str) -> None:
        self.forum, self.lang = forum, lang
        self.agenda = []
        self.delegate = cast(
            Delegate,
            SimpleNamespace(
                person=SimpleNamespace(name="Nguyễn Thị Ánh", email="anh@example.org"),
                reference="7K4M-2Q9D",
                state=DelegateState.CONFIRMED,
                confirm_by=None,
                reason=None,
                is_live=True,
            ),
        )

    def session_promoted(self, facts: dict[str, Any]) -> ReleasedSession | None:
        return next(iter(released_sessions(self.forum)), None)

    def named(self, facts: dict[str, Any]) -> dict[str, str]:
        return super().named(facts | {"waiting_id": 0})

    def letter(self, subject: str, heading: str, blocks: list[Block], *, calendar: bool) -> Letter:
        return super().letter(subject, heading, blocks, calendar=False)

    def open_link(self, label: str) -> Act:
        return Act(label, self.path("registration.show_link_request"))

    def agenda_blocks(self) -> list[Block]:
        day = clock.day_said(self.forum.first_day, self.lang)
        heading = self.say(N_("Your agenda, %(day)s"), day=day)
        return [Title(heading), Note(self.say(N_("(the sessions of the person)")))]

    def ticket_blocks(self) -> list[Block]:
        ticket = Note(self.say(N_("(the code of the ticket)")))
        return [Title(self.say(N_("Your ticket"))), Reference(self.delegate.reference), ticket]


def example_moves(forum: Forum) -> list[Move]:
    """The first session as if it had moved by an hour; none where nothing is released."""
    session = next((x for x in released_sessions(forum) if not x.cancelled), None)
    if session is None:
        return []
    hour = timedelta(hours=1)
    common: dict[str, Any] = {
        "uuid": session.code,
        "code": session.code,
        "title": dict(session.title.by_lang),
        "hall": {"code": session.hall.code, "name": dict(session.hall.name.by_lang)},
        "zone": session.zone,
        "cancelled": False,
        "appearances": [],
        "talks": [],
    }
    before, after = (
        common | {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}
        for starts, ends in (
            (session.starts_at - hour, session.ends_at - hour),
            (session.starts_at, session.ends_at),
        )
    )
    facts = {"before": before, "after": after, "way": "hall", "point": None}
    move = move_in(facts | {"waits": False, "speaks": False}, "")
    return [move] if move else []

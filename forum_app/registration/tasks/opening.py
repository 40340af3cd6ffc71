"""How the organisers let a letter begin, and the example of one that their desk shows."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from ... import clock
from ...forums.models import Forum
from ...forums.queries import letter_text_row
from ...forums.rules import filled
from ...i18n import N_, Words
from ...post.rules import Act, Block, Letter, Note, Reference, Text, Title
from ...programme.models import ReleasedSession
from ...programme.queries import released_sessions
from ..models import Delegate, DelegateState
from .writing import Writing


def opened(
    letter: Letter,
    template: str,
    forum: Forum,
    named: dict[str, str],
    facts: dict[str, Any],
    lang: str,
) -> Letter:
    """`letter` with the organisers' paragraph before everything else. One query.

    What it names is put in as text, which letters make harmless. facts["paragraph"]: what to try
    instead of what is saved, as Words hold it.
    """
    if "paragraph" in facts:
        paragraph = Words(facts["paragraph"]) if facts["paragraph"] else None
    else:
        row = letter_text_row(forum.id, template)
        paragraph = row.paragraph if row else None
    if paragraph is None:
        return letter
    pieces = re.split(r"\n\s*\n", filled(paragraph.said_in(lang), named))
    opening: list[Block] = [Text(piece) for piece in pieces if piece.strip()]
    return replace(letter, blocks=[*opening, *letter.blocks])


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

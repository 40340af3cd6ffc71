"""How the organisers let a letter begin."""

import re
from dataclasses import replace
from typing import Any

from ...i18n import Words
from ...post.rules import Block, Letter, Text
from ..models import Forum
from ..queries import letter_text_row
from ..rules import filled


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

"""The banner, and how letters begin."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from ...db import db
from ...i18n import Words
from ...live.services import touch
from ...refusal import ChangedMeanwhile
from ...versioned import change, plain
from .. import queries, rules
from ..models import Banner, Forum, LetterText
from .noting import note_act, one_maker_at_a_time


def put_up_banner(forum: Forum, wanted: Mapping[str, Any], *, actor: str, now: datetime) -> Banner:
    """Say something on every page. wanted: sentence, kind, shows_wall, ends_wall.

    Raises WallSkipped, BannerBackwards.
    """
    _check_times(wanted, forum.zone)
    banner = Banner(forum_id=forum.id, zone=forum.zone, **wanted)
    db.session.add(banner)
    db.session.flush()
    facts = {name: plain(value) for name, value in wanted.items()}
    note_act(forum.id, "forums.put_up_banner", "banner", banner.id, facts, actor=actor, now=now)
    touch(rules.banner_topic(forum.id))
    return banner


def edit_banner(
    banner: Banner, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Raises WallSkipped, BannerBackwards, ChangedMeanwhile."""
    _check_times(wanted, banner.zone)
    facts = change(banner, {**wanted, "shows_fold": 0, "ends_fold": 0}, seen=seen)
    _note(banner, "forums.edit_banner", facts, actor=actor, now=now)
    touch(rules.banner_topic(banner.forum_id))


def take_down_banner(banner: Banner, *, actor: str, now: datetime) -> None:
    """It is shown nowhere any more, and kept. Twice is once."""
    if banner.removed_at is None:
        banner.removed_at = now
        db.session.flush()
        _note(banner, "forums.take_down_banner", None, actor=actor, now=now)
        touch(rules.banner_topic(banner.forum_id))


def _note(
    banner: Banner, act: str, facts: Mapping[str, Any] | None, *, actor: str, now: datetime
) -> None:
    note_act(banner.forum_id, act, "banner", banner.id, facts, actor=actor, now=now)


def _check_times(wanted: Mapping[str, Any], zone: str) -> None:
    walls = [wanted[x] for x in ("shows_wall", "ends_wall")]
    shows, ends = (wall and rules.instant_checked(wall, zone) for wall in walls)
    if shows and ends and shows >= ends:
        raise rules.BannerBackwards


def set_letter_text(
    forum: Forum,
    template: str,
    paragraph: Words | None,
    known: Collection[str],
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """Let letters of this kind begin with `paragraph`; None: as the house says it.

    known: the placeholders of the letter. seen: the version, 0 where there was none. Raises
    UnknownPlaceholder, StrayBrace, ChangedMeanwhile.
    """
    for text in paragraph.by_lang.values() if paragraph else ():
        rules.check_placeholders(text, known)
    one_maker_at_a_time(forum)
    row = queries.letter_text_row(forum.id, template)
    if (row.version if row else 0) != seen:
        raise ChangedMeanwhile
    before = plain(row.paragraph) if row else None
    if row is None:
        row = LetterText(forum_id=forum.id, template=template, version=0)
        db.session.add(row)
    row.paragraph, row.version = paragraph, seen + 1
    db.session.flush()
    facts = {"template": template, "before": before, "after": plain(paragraph)}
    note_act(forum.id, "forums.set_letter_text", "letter_text", row.id, facts, actor=actor, now=now)

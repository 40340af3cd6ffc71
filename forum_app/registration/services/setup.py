"""As what people come, and what they are asked to agree to: set by an organiser."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ...db import db
from ...forums.models import Forum
from ...forums.rules import CodeTaken, check_code
from ...forums.services.noting import note_act, one_maker_at_a_time
from ...i18n import Words
from ...refusal import ChangedMeanwhile
from ...versioned import change, lock
from .. import queries
from ..models import Category, ConsentWording
from .founding import add_category, add_wording


def make_category(
    forum: Forum, code: str, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> Category:
    """A new category, after the others. Raises BadCode, CodeTaken."""
    check_code(code)
    one_maker_at_a_time(forum)
    if queries.category_at(forum, code):
        raise CodeTaken(code=code)
    last = select(func.max(Category.position)).where(Category.forum_id == forum.id)
    position = (db.session.scalar(last) or 0) + 1
    category = add_category(forum, code, position=position, **wanted)
    act, facts = "registration.make_category", {"code": code}
    note_act(forum.id, act, "category", category.id, facts, actor=actor, now=now)
    return category


def edit_category(
    category: Category, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Change name, quota and conditions; whoever is registered stays, whatever the quota.

    Raises ChangedMeanwhile.
    """
    lock(category)
    quota = wanted["quota"]
    over = max(0, category.taken - quota) if quota is not None else 0
    facts = change(category, {**wanted, "over": over}, seen=seen)
    act = "registration.edit_category"
    note_act(category.forum_id, act, "category", category.id, facts, actor=actor, now=now)


def word_anew(
    forum: Forum,
    purpose: str,
    sentence: Words,
    consequence: Words | None,
    *,
    required: bool,
    seen: int,
    actor: str,
    now: datetime,
) -> ConsentWording:
    """Ask for `purpose` in other words from now on; who agreed to the earlier ones, did to those.

    A purpose that is new gets its first wording, `seen` is 0 then. Raises BadCode, and
    ChangedMeanwhile where the latest wording is not version `seen`.
    """
    check_code(purpose)
    one_maker_at_a_time(forum)
    wordings = [x for x in queries.wordings_ever(forum) if x.purpose == purpose]
    if max((x.version for x in wordings), default=0) != seen:
        raise ChangedMeanwhile
    position = max((x.position for x in queries.wordings_ever(forum)), default=0) + 1
    for earlier in wordings:
        position = earlier.position
        earlier.retired_at = earlier.retired_at or now
    db.session.flush()
    wording = add_wording(
        forum,
        purpose,
        sentence,
        consequence,
        required=required,
        position=position,
        version=seen + 1,
        now=now,
    )
    facts = {"purpose": purpose, "version": wording.version, "required": required}
    act = "registration.word_anew"
    note_act(forum.id, act, "consent_wording", wording.id, facts, actor=actor, now=now)
    return wording

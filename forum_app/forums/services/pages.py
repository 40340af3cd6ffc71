"""Information pages: every save is a version; people see the one that was published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, update

from ...db import db
from ...i18n import LANGUAGES, N_, Words, say
from ...refusal import ChangedMeanwhile
from ...versioned import lock
from .. import queries, rules
from ..models import Forum, InfoPage, InfoPageVersion, PagePlace
from .noting import note_act, one_maker_at_a_time

STARTING = Path(__file__).parents[2] / "data" / "pages"


@dataclass(frozen=True, kw_only=True)
class PageText:
    """What a page is to say, and where it is linked from. body: Markdown."""

    title: Words
    body: Words
    place: PagePlace
    position: int


def make_page(
    forum: Forum, slug: str, text: PageText, *, by: int | None, actor: str, now: datetime
) -> InfoPage:
    """A new page with its first version, which nobody sees yet. Raises BadCode, CodeTaken."""
    rules.check_code(slug)
    one_maker_at_a_time(forum)
    if queries.page_at(forum, slug):
        raise rules.CodeTaken(code=slug)
    page = InfoPage(
        forum_id=forum.id,
        uuid=str(uuid4()),
        slug=slug,
        place=text.place,
        position=text.position,
    )
    db.session.add(page)
    db.session.flush()
    _add_version(page, text, by=by, now=now)
    facts = {"slug": slug}
    note_act(forum.id, "forums.make_page", "page", page.id, facts, actor=actor, now=now)
    return page


def write_page(
    page: InfoPage, text: PageText, *, seen: int, by: int | None, actor: str, now: datetime
) -> InfoPageVersion:
    """Keep `text` as the latest version; what is published stays. Raises ChangedMeanwhile."""
    _lock(page, seen)
    page.place, page.position, page.version = text.place, text.position, seen + 1
    latest = queries.latest_version_of(page)
    version = latest
    if latest is None or (latest.title, latest.body) != (text.title, text.body):
        version = _add_version(page, text, by=by, now=now)
    assert version is not None
    facts = {"number": version.number, "place": text.place.value, "position": text.position}
    note_act(page.forum_id, "forums.write_page", "page", page.id, facts, actor=actor, now=now)
    return version


def publish_page(page: InfoPage, *, seen: int, actor: str, now: datetime) -> None:
    """Show the latest version to everybody instead of the one before. Raises ChangedMeanwhile."""
    _lock(page, seen)
    version = queries.latest_version_of(page)
    assert version is not None
    if version.published_at is None or version.withdrawn_at is not None:
        _withdraw(page, now)
        version.published_at, version.withdrawn_at = now, None
    page.version = seen + 1
    db.session.flush()
    facts = {"number": version.number}
    note_act(page.forum_id, "forums.publish_page", "page", page.id, facts, actor=actor, now=now)


def withdraw_page(page: InfoPage, *, seen: int, actor: str, now: datetime) -> None:
    """Nobody sees the page any more; all its versions stay. Raises ChangedMeanwhile."""
    _lock(page, seen)
    _withdraw(page, now)
    page.version = seen + 1
    note_act(page.forum_id, "forums.withdraw_page", "page", page.id, actor=actor, now=now)


def go_back(
    page: InfoPage, number: int, *, seen: int, by: int | None, actor: str, now: datetime
) -> InfoPageVersion:
    """Write what version `number` said anew. Raises NoSuchVersion, ChangedMeanwhile."""
    earlier = queries.version_of(page, number)
    if earlier is None:
        raise rules.NoSuchVersion
    text = PageText(
        title=earlier.title, body=earlier.body, place=page.place, position=page.position
    )
    return write_page(page, text, seen=seen, by=by, actor=actor, now=now)


def start_pages(forum: Forum, *, actor: str, now: datetime) -> None:
    """Give a new forum the pages that each needs, published: honest beginnings to complete."""
    facts = _facts_of(forum)
    for position, said in enumerate(_starting(), 1):
        title = Words({lang: rules.filled(said["title"][lang], facts[lang]) for lang in LANGUAGES})
        body = Words(
            {
                lang: rules.filled(
                    (STARTING / f"{said['slug']}.{lang}.md").read_text(), facts[lang]
                )
                for lang in LANGUAGES
            }
        )
        text = PageText(title=title, body=body, place=PagePlace(said["place"]), position=position)
        page = make_page(forum, said["slug"], text, by=None, actor=actor, now=now)
        publish_page(page, seen=page.version, actor=actor, now=now)


def copy_pages(source: Forum, target: Forum, *, actor: str, now: datetime) -> None:
    """Give `target` the pages of `source` as they are published; drafts as drafts."""
    for page in queries.pages_of(source):
        latest = page.published or queries.latest_version_of(page)
        assert latest is not None
        text = PageText(
            title=latest.title, body=latest.body, place=page.place, position=page.position
        )
        copy = make_page(target, page.slug, text, by=None, actor=actor, now=now)
        if page.published:
            publish_page(copy, seen=copy.version, actor=actor, now=now)


NO_ADDRESS = N_("(the organisers have not given an address yet)")


def _facts_of(forum: Forum) -> dict[str, dict[str, str]]:
    """Language -> what the starting texts name."""
    return {
        lang: {
            "forum": forum.name.said_in(lang),
            "venue": forum.venue.said_in(lang),
            "city": forum.city.said_in(lang),
            "contact": forum.contact_email or say(lang, NO_ADDRESS),
        }
        for lang in LANGUAGES
    }


@cache
def _starting() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads((STARTING / "pages.json").read_text()))


def _lock(page: InfoPage, seen: int) -> None:
    lock(page)
    if page.version != seen:
        raise ChangedMeanwhile


def _add_version(
    page: InfoPage, text: PageText, *, by: int | None, now: datetime
) -> InfoPageVersion:
    last = select(func.max(InfoPageVersion.number)).where(InfoPageVersion.page_id == page.id)
    version = InfoPageVersion(
        forum_id=page.forum_id,
        page_id=page.id,
        number=(db.session.scalar(last) or 0) + 1,
        title=text.title,
        body=text.body,
        written_at=now,
        written_by_id=by,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _withdraw(page: InfoPage, now: datetime) -> None:
    db.session.execute(
        update(InfoPageVersion)
        .where(
            InfoPageVersion.page_id == page.id,
            InfoPageVersion.published_at.is_not(None),
            InfoPageVersion.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )

"""All releases of a forum, and one beside the one before it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from ...db import db
from ...forums.models import Forum
from ...forums.queries import names_of_users
from ..models import Release
from ..rules.changelog import Change, changes_in


@dataclass(frozen=True)
class Changelog:
    """What one release changed of the one before it; the first changed nothing."""

    number: int
    note: object
    released_at: datetime
    changes: list[Change]


def releases_of(forum: Forum) -> list[Release]:
    """The latest first, without what they froze. One query."""
    asked = select(Release).where(Release.forum_id == forum.id).options(defer(Release.frozen))
    return list(db.session.scalars(asked.order_by(Release.number.desc())))


def release_at(forum: Forum, number: int) -> Release | None:
    asked = select(Release).where(Release.forum_id == forum.id, Release.number == number)
    return db.session.scalar(asked)


def changelog_of(forum: Forum, number: int) -> Changelog | None:
    """None where there is no such release. One query."""
    numbers = (number - 1, number)
    asked = select(Release).where(Release.forum_id == forum.id, Release.number.in_(numbers))
    found = {release.number: release for release in db.session.scalars(asked)}
    if number not in found:
        return None
    release, before = found[number], found.get(number - 1)
    changes = changes_in(before.frozen, release.frozen) if before else []
    return Changelog(number, release.note, release.released_at, changes)


def releasers_of(releases: list[Release]) -> dict[int, str]:
    """user id -> name, of whoever released. One query."""
    return names_of_users({x.released_by_id for x in releases if x.released_by_id is not None})

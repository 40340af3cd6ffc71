"""All registrations of a forum, page by page."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum
from ..models import Delegate


def registrations_after(forum: Forum, after: Delegate | None, *, at_most: int) -> list[Delegate]:
    """Registrations in the order they were made, ended ones too, from the one after `after` on.

    With person and category. One query.
    """
    asked = select(Delegate).where(Delegate.forum_id == forum.id)
    if after is not None:
        asked = asked.where(Delegate.id > after.id)
    asked = asked.options(joinedload(Delegate.person), joinedload(Delegate.category))
    return list(db.session.scalars(asked.order_by(Delegate.id).limit(at_most)))

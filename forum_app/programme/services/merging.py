"""What happens in the programme when two persons are found to be one."""

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import aliased

from ...announce import PersonsMerged
from ...db import db
from ..models import Appearance, Availability, Photo, Slides, SpeakerPage
from .draft_versions import planned_elsewhere

OF_A_PAGE = ("biography", "name_said", "contact", "zone", "photo_id")


def on_persons_merged(said: PersonsMerged) -> None:
    """Who appeared as either appears as the one, once in each session, talk, channel and role, and
    can then too; pictures, slides and what they say of themself are the one's.

    The draft alone: releases stay as they were, and one made ready before is made ready anew.
    """
    planned_elsewhere(said.forum_id)
    other = aliased(Appearance)
    twice = exists().where(
        other.person_id == said.kept_id,
        other.session_id == Appearance.session_id,
        other.talk_id.is_not_distinct_from(Appearance.talk_id),
        other.channel_id.is_not_distinct_from(Appearance.channel_id),
        other.role == Appearance.role,
    )
    gone = Appearance.person_id == said.gone_id
    _do(
        delete(Appearance).where(gone, twice),
        update(Appearance).where(gone).values(person_id=said.kept_id),
        *(
            update(table).where(table.person_id == said.gone_id).values(person_id=said.kept_id)
            for table in (Availability, Photo)
        ),
    )
    _join_slides(said)
    _join_pages(said)


def _join_slides(said: PersonsMerged) -> None:
    """Those of the other person come after one's own, in their order."""
    kept = aliased(Slides)
    mine = (kept.person_id == said.kept_id, kept.session_id == Slides.session_id)
    last = select(func.coalesce(func.max(kept.number), 0)).where(*mine).scalar_subquery()
    joined = {"person_id": said.kept_id, "number": Slides.number + last}
    _do(update(Slides).where(Slides.person_id == said.gone_id).values(joined))


def _join_pages(said: PersonsMerged) -> None:
    """One page: that of the kept person, with whatever only the other's says."""
    pages = {
        page.person_id: page
        for page in db.session.scalars(
            select(SpeakerPage).where(SpeakerPage.person_id.in_((said.kept_id, said.gone_id)))
        )
    }
    kept, gone = pages.get(said.kept_id), pages.get(said.gone_id)
    if gone is None:
        return
    if kept is None:
        gone.person_id = said.kept_id
    else:
        for name in OF_A_PAGE:
            if getattr(kept, name) is None:
                setattr(kept, name, getattr(gone, name))
        kept.version += 1
        kept.changes += gone.changes
        db.session.delete(gone)
    db.session.flush()


def _do(*acts: object) -> None:
    for act in acts:
        db.session.execute(act.execution_options(synchronize_session=False))  # type: ignore[attr-defined]

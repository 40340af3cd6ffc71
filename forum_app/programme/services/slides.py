"""Slides: each sending is another version; which of them everybody may have is said for each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ...db import db
from ...forums.models import Person
from ...forums.services.noting import note_act
from ...versioned import lock
from ..models import Session, Slides, SpeakerPage
from ..queries.speakers import page_of_person
from ..rules.files import SlidesKind


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file that lies among the uploads under `content`, its SHA-256. size: bytes."""

    name: str
    kind: SlidesKind
    content: str
    size: int


def keep_slides(
    person: Person, session: Session, sent: Sent, *, shown: bool, actor: str, now: datetime
) -> Slides:
    """The next version. shown: everybody may have it, as soon as the session is released."""
    page: SpeakerPage | None = page_of_person(person)
    if page is not None:
        lock(page)  # whoever sends another at the same time is given the next number
    whose = (Slides.person_id == person.id, Slides.session_id == session.id)
    last = db.session.scalar(select(func.max(Slides.number)).where(*whose)) or 0
    slides = Slides(
        forum_id=session.forum_id,
        session_id=session.id,
        person_id=person.id,
        number=last + 1,
        kind=sent.kind,
        name=sent.name,
        content=sent.content,
        size=sent.size,
        made_at=now,
        made_by=actor,
        shown_at=now if shown else None,
    )
    db.session.add(slides)
    db.session.flush()
    _note("programme.send_slides", slides, person, actor, now)
    return slides


def show_slides(slides: Slides, *, shown: bool, actor: str, now: datetime) -> None:
    """Let everybody have this version, or nobody but the speaker and the organisers."""
    lock(slides)
    if (slides.shown_at is not None) == shown:
        return
    slides.shown_at = now if shown else None
    db.session.flush()
    act = "programme.show_slides" if shown else "programme.hide_slides"
    _note(act, slides, slides.person, actor, now)


def _note(act: str, slides: Slides, person: Person, actor: str, now: datetime) -> None:
    facts = {"person": person.uuid, "number": slides.number, "content": slides.content}
    note_act(slides.forum_id, act, "session", slides.session_id, facts, actor=actor, now=now)

"""Writing to those whom a release moved: asked for once, done by a job in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ...announce import ProgrammeReleased
from ...db import db
from ...i18n import Words
from ...jobs import services as jobs
from ...post.services import Laid, Row, lay_in_all, sealed_row, take_back_all
from ...programme.models import Release
from ...trail.services import Note, note
from ..models import ReleaseMailing
from ..queries.moved import Changelogs, Moved, keys_of
from ..rules.moves import Concerned, Move
from ..rules.moving import NewerReleased, NothingBefore, WrittenAlready

TELL = "registration.tell_moved"  # the job
TEMPLATE = "registration.moved"


def on_released(said: ProgrammeReleased) -> None:
    """Keep whether people are to be written to, and ask for it where they are."""
    db.session.add(ReleaseMailing(release_id=said.release_id, forum_id=said.forum_id))
    db.session.flush()
    if said.write and said.number > 1:
        _ask(said.release_id, said.number, actor=said.by, now=said.at)


def write_after_all(release: Release, *, actor: str, now: datetime) -> None:
    """Write to those whom the latest release moved, where nobody did yet.

    Raises NewerReleased, WrittenAlready, NothingBefore.
    """
    newer = select(Release.id).where(
        Release.forum_id == release.forum_id, Release.number > release.number
    )
    if db.session.scalar(newer.limit(1)) is not None:
        raise NewerReleased
    if release.number == 1:
        raise NothingBefore
    if not _ask(release.id, release.number, actor=actor, now=now):
        raise WrittenAlready
    note(
        Note(
            forum_id=release.forum_id,
            at=now,
            actor=actor,
            act="registration.write_to_moved",
            kind="release",
            object_id=release.id,
            facts={"number": release.number},
        )
    )


def _ask(release_id: int, number: int, *, actor: str, now: datetime) -> bool:
    """Whether it was not asked for before."""
    release = db.session.get_one(Release, release_id)
    base = Changelogs(release.forum_id, number, release.frozen).base
    row = (ReleaseMailing.release_id == release_id, ReleaseMailing.asked_at.is_(None))
    asked = update(ReleaseMailing).where(*row).values(asked_at=now, asked_by=actor, since=base)
    asked = asked.execution_options(synchronize_session=False).returning(ReleaseMailing.forum_id)
    if db.session.scalar(asked) is None:
        return False
    go_on(release_id, release.forum_id, after=0, at=now)
    return True


def go_on(release_id: int, forum_id: int, *, after: int, at: datetime) -> None:
    """Let the worker write to the people whose ids come after that one."""
    facts = {"release_id": release_id, "after": after}
    jobs.lay_in(TELL, f"{TELL}:{release_id}:{after}", facts, forum_id=forum_id, at=at)


@dataclass(frozen=True)
class Telling:
    """A release that people are told of, without the whole that it froze."""

    forum_id: int
    release_id: int
    note: Words | None
    changelogs: Changelogs


def letters_for(telling: Telling, batch: Sequence[Moved], *, now: datetime) -> dict[int, Row]:
    """person id -> their letter. Before the transaction: it takes longest."""
    return {one.person.person_id: _letter(telling, one.person, one.moves, now) for one in batch}


def lay(
    telling: Telling, batch: Sequence[Moved], letters: dict[int, Row], *, now: datetime
) -> None:
    """One letter to each, once for each release and person, whatever happens to the job.

    Who has a letter about an earlier release that has not left is told of both in this one.
    """
    people = {one.person.person_id: one.person for one in batch}
    for person_id, since in _unsent_since(telling.changelogs, list(people.values())).items():
        del letters[person_id]
        moves = telling.changelogs.moves_of(people[person_id], since)
        if moves:
            letters[person_id] = _letter(telling, people[person_id], moves, now)
    lay_in_all(list(letters.values()))


def count_up(release_id: int, people: int, *, now: datetime, ended: bool) -> None:
    """Note how many more were written to, and whether these were all."""
    row = update(ReleaseMailing).where(ReleaseMailing.release_id == release_id)
    values: dict[str, Any] = {"people": people} | ({"ended_at": now} if ended else {})
    db.session.execute(row.values(**values).execution_options(synchronize_session=False))


def _unsent_since(changelogs: Changelogs, people: Sequence[Concerned]) -> dict[int, int]:
    """person id -> since when the letter, now taken back, was to tell."""
    found: dict[int, int] = {}
    for release_id, since in changelogs.unsent.items():
        keys = {key_of(release_id, one): one.person_id for one in people}
        for key in take_back_all(keys):
            found[keys[key]] = min(since, found.get(keys[key], since))
    return found


def _letter(telling: Telling, person: Concerned, moves: Sequence[Move], now: datetime) -> Row:
    facts: dict[str, Any] = {
        "forum_id": telling.forum_id,
        "person_id": person.person_id,
        "person": person.uuid,
        "number": telling.changelogs.number,
        "moves": [move.as_facts(person.uuid) for move in moves],
    }
    if telling.note:
        facts["note"] = dict(telling.note.by_lang)
    if person.delegate_id is not None:
        facts["delegate_id"] = person.delegate_id
    key = key_of(telling.release_id, person)
    letter = Laid(TEMPLATE, key, person.address or "", person.lang, facts)
    return sealed_row(letter, forum_id=telling.forum_id, now=now)


def key_of(release_id: int, person: Concerned) -> str:
    """Names the letter: of one release to one person."""
    return f"{keys_of(release_id)}{person.uuid}"

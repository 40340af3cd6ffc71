"""Writing to those whom a release moved, some at a time."""

from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from ... import clock
from ...db import db, written
from ...forums.models import Forum
from ...programme.models import Release
from ..queries.moved import Changelogs, Moved, letters_about, moved_by
from ..services import moved

LASTS = 20.0  # seconds of one job; the next one goes on, well within its lease
AT_ONCE = 100  # letters of one transaction
Letters = dict[int, dict[str, Any]]  # person id -> their letter


def tell_moved(facts: dict[str, Any], now: datetime) -> None:
    """Write to all whose ids come after facts["after"], for a while; then a new job goes on.

    Whom it moves is worked out anew each time: who registers or leaves meanwhile is told what
    holds. A letter that is there already is not written again.
    """
    release_id, ends = int(facts["release_id"]), monotonic() + LASTS
    release = db.session.get_one(Release, release_id)
    forum = db.session.get_one(Forum, release.forum_id)
    changelogs = Changelogs(forum.id, release.number, release.frozen)
    telling = moved.Telling(forum.id, release_id, release.note, changelogs)
    found = [x for x in moved_by(forum, changelogs) if x.person.address]
    due = [x for x in found if x.person.person_id > int(facts["after"])]
    done = len(found) - len(due)
    while due:
        batch, due = due[:AT_ONCE], due[AT_ONCE:]
        done += len(batch)
        letters = moved.letters_for(telling, batch, now=clock.now())
        written(partial(_lay, telling, batch, letters, done))
        if due and monotonic() > ends:
            written(partial(_go_on, telling, batch[-1].person.person_id))
            return
    written(partial(_end, release_id))


def _end(release_id: int) -> None:
    moved.count_up(release_id, letters_about(release_id), now=clock.now(), ended=True)


def _lay(telling: moved.Telling, batch: list[Moved], letters: Letters, done: int) -> None:
    now = clock.now()
    moved.lay(telling, batch, dict(letters), now=now)
    moved.count_up(telling.release_id, done, now=now, ended=False)


def _go_on(telling: moved.Telling, after: int) -> None:
    moved.go_on(telling.release_id, telling.forum_id, after=after, at=clock.now())

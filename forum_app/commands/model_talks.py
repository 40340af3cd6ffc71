"""The talks of one workshop of the model case and who gives them: all illustrative, marked so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..forums.models import Forum, Person, Point
from ..i18n import Words
from ..programme.models import AppearanceRole, Session, Talk, Way
from ..programme.queries.speakers import page_of_person
from ..programme.rules.speaking import Named
from ..programme.services.appearances import person_for, put_in
from ..programme.services.speaking import OF_A_PAGE, Answer, answer, edit_page
from ..programme.services.talks import add_talk

ACTOR = "system"


def draw_talks(
    forum: Forum,
    sessions: Mapping[str, Session],
    points: Sequence[Point],
    drawn: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Give one session its talks and people. drawn: of `illustrations.json`."""
    session, by_code = sessions[drawn["session"]], {point.code: point for point in points}
    talks = [
        add_talk(session, Words(said["title"]), said["minutes"], actor=ACTOR, now=now)
        for said in drawn["talks"]
    ]
    for said in drawn["people"]:
        whose = ("name", "email", "organisation", "country")
        named = Named(post=None, **{name: said.get(name) for name in whose})
        person = person_for(forum, named, now=now)
        _let_in(person, session, talks, by_code.get(said.get("point", "")), said, now)


def _let_in(
    person: Person,
    session: Session,
    talks: Sequence[Talk],
    point: Point | None,
    said: Mapping[str, Any],
    now: datetime,
) -> None:
    where = {"from_way": Way.POINT if point else Way.HALL, "point_id": point.id if point else None}
    for role, n in said["roles"]:
        talk_id = None if n is None else talks[n].id
        at = {"role": AppearanceRole(role), "talk_id": talk_id, **where}
        put_in(session, person, at, actor=ACTOR, now=now)
    page = page_of_person(person)
    assert page is not None
    if said["comes"] is not None:
        answer(page, session, Answer(comes=said["comes"]), actor=ACTOR, now=now)
    wanted = {name: getattr(page, name) for name in OF_A_PAGE}
    for words in ("biography", "name_said"):
        wanted[words] = Words(said[words]) if words in said else None
    wanted["contact"] = said.get("contact")
    edit_page(page, wanted, None, seen=page.version, actor=ACTOR, now=now)

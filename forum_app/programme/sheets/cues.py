"""Cue sheets as the facts that `templates/sheets/cue.typ` sets: every text is said already."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ... import clock
from ...forums.models import Forum
from ...i18n import N_, Words, say
from ...typesetting import Paper
from ..models import ReleasedSession
from ..queries.cues import CuePerson, CueSheet
from ..rules import ReleasedAppearance, ReleasedTalk
from ..rules.speaking import ROLES
from ..rules.ways import AppearanceRole

TEMPLATE = "cue.typ"
SHEET = N_("Cue sheet")
LABELS = {  # name in the template -> msgid
    "sheet": SHEET,
    "time": N_("Time"),
    "minutes": N_("Minutes"),
    "what": N_("What"),
    "who": N_("Who, and how the name is spoken"),
    "place": N_("From where"),
    "clock": N_("Their clock"),
    "contact": N_("Contact"),
}
WAYS = {"hall": N_("In the hall"), "point": N_("At a point"), "online": N_("Online")}
TO_BE_CONFIRMED = N_("To be confirmed")
RELEASE = N_("Release %(number)s")
Cities = Mapping[str, Words]  # code of a point -> its city


def facts_of(
    forum: Forum, sheets: Iterable[CueSheet], cities: Cities, *, lang: str
) -> dict[str, Any]:
    pages = [_page(forum, sheet, _Said(sheet.session, cities, lang)) for sheet in sheets]
    return {"title": f"{say(lang, SHEET)}: {forum.name.said_in(lang)}", "pages": pages}


def _page(forum: Forum, sheet: CueSheet, said: "_Said") -> dict[str, Any]:
    session, lang = sheet.session, said.lang
    hours = clock.day_and_hours_said(session.starts_at, session.ends_at, session.zone, lang)
    offset = clock.offset_said(session.starts_at, session.zone)
    page = {
        "labels": {name: say(lang, msgid) for name, msgid in LABELS.items()},
        "forum": said.text(forum.name.said_in(lang)),
        "code": session.code,
        "name": said.text(session.title.said_in(lang)),
        "when": f"{hours} {said.text(forum.city.said_in(lang))} ({offset})",
        "hall": said.text(session.hall.name.said_in(lang)),
        "release": say(lang, RELEASE, number=sheet.number),
        "rows": [row for talk in (None, *sheet.talks) for row in said.rows(sheet, talk)],
    }
    return page | said.facts


class _Said(Paper):
    """What is told on one page, in its language."""

    def __init__(self, session: ReleasedSession, cities: Cities, lang: str) -> None:
        super().__init__(lang)
        self.session, self.cities = session, cities

    def rows(self, sheet: CueSheet, talk: ReleasedTalk | None) -> list[dict[str, Any]]:
        """Who is in `talk`, or in the whole session; the talk is said in its first row."""
        people = sheet.people_of(talk.uuid if talk else None)
        at = talk.starts_at if talk else self.session.starts_at
        rows = [self.person(one, talk, at) for one in people]
        if talk is None:
            return rows
        hours = clock.hours_said(talk.starts_at, talk.ends_at, self.session.zone)
        minutes = int((talk.ends_at - talk.starts_at).total_seconds() // 60)
        title = self.text(talk.title.said_in(self.lang))
        first = {"time": hours, "minutes": str(minutes), "what": title}
        return [(rows[0] if rows else _NOBODY) | first, *rows[1:]]

    def person(self, one: CuePerson, talk: ReleasedTalk | None, at: datetime) -> dict[str, Any]:
        some, page = one.appearances[0], one.page
        there = [x for x in one.appearances if x.talk == (talk.uuid if talk else None)]
        said = list(page.name_said.by_lang.values()) if page and page.name_said else []
        shift = clock.day_shift(at, one.zone, self.session.zone)
        return {
            "time": "",
            "minutes": "",
            "what": ", ".join(dict.fromkeys(self.role(x.role) for x in there)),
            "who": self.text(some.person.name),
            "open": "" if some.confirmed else say(self.lang, TO_BE_CONFIRMED),
            "said": [self.text(x) for x in said if x != some.person.name],
            "post": self.post(some),
            "place": self.place(some),
            "clock": clock.time_said(at, one.zone),
            "shift": self.shift(shift),
            "offset": clock.offset_said(at, one.zone),
            "contact": self.text(page.contact if page else None),
        }

    def role(self, role: str) -> str:
        return say(self.lang, ROLES[AppearanceRole(role)])

    def post(self, one: ReleasedAppearance) -> str:
        post = one.person.post.said_in(self.lang) if one.person.post else ""
        told = ", ".join(x for x in (post, one.person.organisation) if x)
        return self.text(told) if told else ""

    def place(self, one: ReleasedAppearance) -> str:
        city = self.cities.get(one.point or "")
        if one.from_way != "hall" and city is not None:
            return self.text(f"{city.said_in(self.lang)} ({one.point})")
        return say(self.lang, WAYS[one.from_way])


_NOBODY: dict[str, Any] = {
    **dict.fromkeys(("who", "open", "post", "place", "clock", "shift", "offset", "contact"), ""),
    "said": [],
}

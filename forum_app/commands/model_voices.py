"""The interpretation of the model case and who interprets: all illustrative, each name says so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..forums.models import Forum, Person
from ..programme.models import AppearanceRole, ChannelKind, Session, Way
from ..programme.queries.speakers import page_of_person
from ..programme.rules.speaking import Named
from ..programme.services.appearances import person_for, put_in
from ..programme.services.channels import add_channel
from ..programme.services.speaking import Answer, answer

ACTOR = "system"


def let_interpret(
    forum: Forum, sessions: Mapping[str, Session], drawn: Mapping[str, Any], *, now: datetime
) -> None:
    """Channels of some sessions, each with its interpreters. drawn: of `illustrations.json`."""
    people = {key: _person(forum, said, now) for key, said in drawn["interpreters"].items()}
    for code, said in drawn["sessions"].items():
        session, who = sessions[code], {}
        session.spoken = said["spoken"]
        for key, voices in said["channels"].items():
            language, kind = key.split(".")
            wanted = {"language": language, "kind": ChannelKind(kind), "relay_from_id": None}
            channel = add_channel(session, wanted, actor=ACTOR, now=now)
            for voice in map(str, voices):
                who[voice] = people[voice]
                way = Way(drawn["interpreters"][voice]["from"])
                at = {"role": AppearanceRole.INTERPRETER, "from_way": way, "channel_id": channel.id}
                put_in(session, people[voice], at, actor=ACTOR, now=now)
        for voice, person in who.items():
            _answer(person, session, comes=drawn["interpreters"][voice]["comes"], now=now)


def _person(forum: Forum, said: Mapping[str, Any], now: datetime) -> Person:
    name = f"{said['vi']} · {said['en']}"
    named = Named(name=name, email=None, organisation=None, post=None, country=None)
    return person_for(forum, named, now=now)


def _answer(person: Person, session: Session, *, comes: bool | None, now: datetime) -> None:
    page = page_of_person(person)
    if comes is not None and page is not None:
        answer(page, session, Answer(comes=comes), actor=ACTOR, now=now)

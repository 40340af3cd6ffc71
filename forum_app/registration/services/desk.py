"""What an organiser does in somebody's stead: register them."""

from datetime import datetime

from ...forums.models import Forum
from ...keys import services as keys
from .. import queries
from ..models import Delegate
from . import persons
from .letters import AT_ONCE
from .registrations import Application, register


def register_for(
    forum: Forum, application: Application, *, writes: bool, press: str, actor: str, now: datetime
) -> str:
    """The reference of the registration that `actor` makes, once per press of the button.

    Also while registration is closed, and in any category. writes: whether the person has a mail.
    Raises what `register` raises but for the terms, and KeyInUse.
    """
    scope, body = f"desk {forum.id} {actor}", repr(application)

    def act() -> keys.Answer:
        delegate = register(
            forum,
            application,
            actor=actor,
            confirmed=True,
            now=now,
            posting=AT_ONCE if writes else None,
            at_any_time=True,
        )
        return keys.Answer(status=303, body=delegate.reference)

    if not press:
        return act().body
    try:
        return keys.once(scope, press, body, act, now=now)[0].body
    except keys.KeyOfAnotherRequest:
        return act().body  # after "back" and a correction


def registered_with(forum: Forum, email: str | None) -> Delegate | None:
    """The live registration under this address; for organisers, who may see the list. Reads."""
    person = persons.with_address(forum, email) if email else None
    return queries.live_delegate_of(person.id) if person else None

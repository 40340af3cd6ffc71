"""Register, list, look up, withdraw. Each needs a token of the forum with this scope."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, abort, g, url_for

from ... import clock, seal
from ...api import Blueprint, PageSchema, base_url, done_once, next_page, no_such_entry
from ...db import writes, written
from ...forums.api import token_with
from ...forums.models import Forum
from ...forums.views import forum_or_404
from ...keys.services import Answer
from ...refusal import Refusal
from .. import queries
from ..models import Delegate, Place, Waiting
from ..queries import Attendance
from ..queries.listed import registrations_after
from ..rules import Choice
from ..services import changes
from ..services.registrations import register
from .schemas import (
    Asked,
    DelegateSchema,
    DelegateWithPlacesSchema,
    RegisteredSchema,
    RegistrationSchema,
    application_of,
    at_its_field,
)

SCOPE = "registrations"
PRIVATE = {"Cache-Control": "no-store"}
TOLD = ("reference", "state", "person", "category", "lang")

bp = Blueprint("registration_api", __name__, subject="Registrations")


@bp.post("/forums/<forum_slug>/registrations")
@token_with(SCOPE)
@writes
@bp.arguments(RegistrationSchema)
@bp.response(201, RegisteredSchema)
def create_registration(asked: Asked, forum_slug: str) -> Response:
    """Register a person, all or nothing

    Where a session is full, the person stands in its line: `waiting`. The token answers for the
    address, which needs no confirmation; the person is written to.
    """
    application, caller, now = application_of(asked), g.caller, clock.now()

    def act() -> Answer:
        forum = forum_or_404(forum_slug)
        delegate = register(forum, application, actor=caller, confirmed=True, now=now)
        return _registered(forum, delegate, application.choices)

    try:
        return done_once(caller, asked, act)
    except Refusal as refusal:
        raise at_its_field(refusal, asked) from None


def _registered(forum: Forum, delegate: Delegate, choices: Sequence[Choice]) -> Answer:
    """Each choice is a place by now, or a place in a line."""
    page = url_for(
        "registration.show_registration",
        lang=delegate.lang,
        forum_slug=forum.slug,
        secret=seal.opened(delegate.link_sealed),
    )
    here = url_for(".show_registration", forum_slug=forum.slug, reference=delegate.reference)
    waiting = _waiting(forum, delegate)
    told = {
        "reference": delegate.reference,
        "manage_url": base_url() + page,
        "state": delegate.state,
        "places": [
            {
                "session": choice.session,
                "way": choice.way,
                "state": "waiting" if choice.session in waiting else "confirmed",
            }
            for choice in choices
        ],
    }
    return Answer(201, json.dumps(RegisteredSchema().dump(told)), base_url() + here)


def _waiting(forum: Forum, delegate: Delegate) -> set[str]:
    """Codes of the sessions for which `delegate` waits. One query where there is none."""
    if not queries.waitings_of(delegate):
        return set()
    return {one.session.code for one in queries.agenda_of(forum, delegate) if one.waiting}


@bp.get("/forums/<forum_slug>/registrations")
@token_with(SCOPE)
@bp.arguments(PageSchema, location="query")
@bp.response(200, DelegateSchema(many=True))
def list_registrations(asked: Asked, forum_slug: str) -> tuple[list[Delegate], dict[str, str]]:
    """Every registration in the order they were made, ended ones too"""
    forum, after = forum_or_404(forum_slug), None
    if "after" in asked:
        after = queries.delegate_with(forum, asked["after"])
        if after is None:
            raise no_such_entry()
    found = registrations_after(forum, after, at_most=asked["limit"] + 1)
    shown = found[: asked["limit"]]
    more = next_page(asked["limit"], shown[-1].reference) if len(found) > len(shown) else {}
    return shown, PRIVATE | more


@bp.get("/forums/<forum_slug>/registrations/<reference>")
@token_with(SCOPE)
@bp.response(200, DelegateWithPlacesSchema)
def show_registration(forum_slug: str, reference: str) -> tuple[dict[str, Any], dict[str, str]]:
    """One registration, with its places and the lines it waits in"""
    forum = forum_or_404(forum_slug)
    delegate = queries.delegate_with(forum, reference) or abort(404)
    told = {name: getattr(delegate, name) for name in TOLD}
    return told | {"places": list(_places_told(queries.agenda_of(forum, delegate)))}, PRIVATE


@bp.delete("/forums/<forum_slug>/registrations/<reference>")
@token_with(SCOPE)
@writes
@bp.response(204)
def withdraw_registration(forum_slug: str, reference: str) -> Response:
    """Withdraw: frees the places, and promotes the next in line

    One that has ended already is refused with 409 `registration_ended`.
    """
    caller, now = g.caller, clock.now()

    def act() -> None:
        delegate = queries.delegate_with(forum_or_404(forum_slug), reference) or abort(404)
        changes.withdraw(changes.lock_delegate(delegate.id), actor=caller, now=now)

    written(act)
    return Response(status=204)


def _places_told(agenda: Iterable[Attendance]) -> Iterator[dict[str, Any]]:
    for attended in agenda:
        if attended.place:
            yield _told(attended, attended.place) | {"state": "confirmed"}
        if attended.waiting:
            line = {"state": "waiting", "position": attended.ahead + 1}
            yield _told(attended, attended.waiting) | line


def _told(attended: Attendance, held: Place | Waiting) -> dict[str, Any]:
    told = {"session": attended.session.code, "way": held.way}
    return told | ({"point": held.point.code} if held.point else {})

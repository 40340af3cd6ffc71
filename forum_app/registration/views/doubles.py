"""The organiser finds persons who are there twice, and makes them one."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.models import Forum, Person
from ...forums.rules import OF_A_PERSON
from ...forums.services import merging
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from .. import queries
from ..queries.doubles import (
    doubles_of,
    kept_instead_of,
    person_at,
    references_of,
    twins_of,
)
from ..services import doubles
from .blueprint import bp

SHOWN = 50  # pairs
PAIR = "/desk/doubles/<uuid:one>/<uuid:other>"


@bp.get("/desk/doubles")
@organiser
def show_doubles(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The pairs; or, where two references are asked for, the page of these two."""
    forum = forum_or_404(forum_slug)
    typed = [request.args.get(name, "").strip() for name in ("one", "other")]
    found = [queries.delegate_with(forum, reference) for reference in typed]
    if found[0] and found[1]:
        one, other = found[0].person.uuid, found[1].person.uuid
        there: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug, "one": one, "other": other}
        return redirect(url_for(".show_double", **there), 303)
    missing = [text[:40] for text, there in zip(typed, found, strict=True) if not there]
    return _list_page(lang, forum, typed, missing if any(typed) else [])


def _list_page(lang: str, forum: Forum, typed: list[str], missing: list[str]) -> Response:
    pairs, count = doubles_of(forum, at_most=SHOWN)
    people = [person for pair in pairs for person in (pair.one, pair.other)]
    return desk_page_of(
        lang,
        forum,
        "desk/doubles.html",
        pairs=pairs,
        count=count,
        references=references_of(people),
        typed=typed,
        missing=missing,
    )


@bp.get(PAIR)
@organiser
def show_double(lang: str, forum_slug: str, one: UUID, other: UUID) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _page(lang, forum, *_pair(forum, one, other))


@bp.post(PAIR)
@organiser
@writes
def merge(lang: str, forum_slug: str, one: UUID, other: UUID) -> ResponseReturnValue:
    decided, by = _decided(), {"actor": g.caller, "now": clock.now()}

    def act() -> str:
        forum = forum_or_404(forum_slug)
        return doubles.merge(forum, *_pair(forum, one, other), decided, **by).name

    try:
        name = written(act)
    except Refusal as refusal:
        return _refused(lang, forum_slug, one, other, refusal)
    flash(say(lang, N_("%(name)s is one person now."), name=name))
    return _list(lang, forum_slug)


@bp.post(f"{PAIR}/apart")
@organiser
@writes
def tell_apart(lang: str, forum_slug: str, one: UUID, other: UUID) -> ResponseReturnValue:
    by = {"actor": g.caller, "now": clock.now()}
    try:
        written(lambda: merging.tell_apart(*_pair(forum_or_404(forum_slug), one, other), **by))
    except Refusal as refusal:
        return _refused(lang, forum_slug, one, other, refusal)
    flash(say(lang, N_("They are two people: nobody is asked about them again.")))
    return _list(lang, forum_slug)


def _decided() -> doubles.Decision:
    chosen = {field: request.form.get(f"value_{field}", "") for field in OF_A_PERSON}
    return doubles.Decision(
        values={field: side for field, side in chosen.items() if side},
        stays=request.form.get("stays"),
        joins=request.form.get("joins") == "yes",
        seen=request.form.get("seen", ""),
    )


def _pair(forum: Forum, one: UUID, other: UUID) -> tuple[Person, Person]:
    return person_at(forum, one) or abort(404), person_at(forum, other) or abort(404)


def _refused(lang: str, slug: str, one: UUID, other: UUID, refusal: Refusal) -> Response:
    forum = forum_or_404(slug)
    sentence, pair = refusal.said_in(lang), _pair(forum, one, other)
    return _page(lang, forum, *pair, sentence=sentence, status=refusal.status)


def _list(lang: str, slug: str) -> ResponseReturnValue:
    return redirect(url_for(".show_doubles", lang=lang, forum_slug=slug), 303)


def _page(
    lang: str,
    forum: Forum,
    one: Person,
    other: Person,
    *,
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    """Both side by side; of who is one by now, only that."""
    kept = kept_instead_of(one) or kept_instead_of(other)
    is_one = kept is not None or one.id == other.id
    return desk_page_of(
        lang,
        forum,
        "desk/double.html",
        status=status,
        twins=None if is_one else twins_of(forum, one, other),
        kept=kept or one,
        typed=request.form,
        sentence=sentence,
    )

"""One act for many delegates: said before, done, watched, undone."""

from typing import Any
from uuid import UUID, uuid4

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from ...seal import fingerprint
from .. import queries
from ..forms.bulk import BulkForm, picked_in, verb_in
from ..models import BulkAct
from ..queries import bulk as acts
from ..queries.picked import ids_picked, picked_facts
from ..queries.relocating import left_without, relocation_for
from ..rules.bulk import AT_ONCE, SHOWN, WHY, FoundChanged, Verb, undo_until
from ..services import bulk
from .blueprint import bp

LISTED = 50  # acts


@bp.get("/desk/acts")
@organiser
def show_bulk_acts(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    found = acts.acts_of(forum, at_most=LISTED)
    counted = acts.items_by_state([act.id for act in found])
    names = acts.names_of(found)
    return desk_page_of(
        lang, forum, "desk/acts.html", acts=found, counted=counted, names=names, **_undoing()
    )


@bp.get("/desk/acts/new")
@organiser
def show_new_act(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _asking(lang, forum_or_404(forum_slug), request.args)


@bp.post("/desk/acts")
@organiser
@checks_token
@writes
def begin_act(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum, form = forum_or_404(forum_slug), BulkForm()
    try:
        if not form.validate():
            return _asking(lang, forum, request.form, form=form, status=422)
        act_id, act_uuid = written(lambda: _begun(forum_slug, form))
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        forum = forum_or_404(forum_slug)
        return _asking(lang, forum, request.form, form=form, status=refusal.status)
    settle_soon(act_id)
    there = url_for(".show_act", lang=lang, forum_slug=forum_slug, act_uuid=act_uuid)
    return redirect(there, 303)


@bp.get("/desk/acts/<uuid:act_uuid>")
@organiser
def show_act(lang: str, forum_slug: str, act_uuid: UUID) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _page(lang, forum, _act_or_404(forum, act_uuid))


@bp.get("/desk/acts/<uuid:act_uuid>/progress")
@organiser
def show_progress(lang: str, forum_slug: str, act_uuid: UUID) -> ResponseReturnValue:
    """The fragment of that page that renews itself."""
    forum = forum_or_404(forum_slug)
    act = _act_or_404(forum, act_uuid)
    given = _given(act)
    answer = make_response(render_template("desk/progress.html", forum=forum, **given))
    answer.headers["Cache-Control"] = "no-store"
    is_late = act.ended_at is not None and given["now"] >= undo_until(act.ended_at)
    answer.set_etag(fingerprint(f"{act.ended_at} {act.undone_at} {given['counted']} {is_late}"))
    return answer.make_conditional(request)


@bp.post("/desk/acts/<uuid:act_uuid>/undo")
@organiser
@writes
def undo_act(lang: str, forum_slug: str, act_uuid: UUID) -> ResponseReturnValue:
    by_id, now = caller_id(), clock.now()

    def undo() -> int:
        act = _act_or_404(forum_or_404(forum_slug), act_uuid)
        return bulk.begin_undo(act.id, by_id=by_id, now=now).id

    try:
        act_id = written(undo)
    except Refusal as refusal:
        forum = forum_or_404(forum_slug)
        act, sentence = _act_or_404(forum, act_uuid), refusal.said_in(lang)
        return _page(lang, forum, act, sentence=sentence, status=refusal.status)
    settle_soon(act_id)
    flash(say(lang, N_("This is taken back. What could not be is named below.")))
    there = url_for(".show_act", lang=lang, forum_slug=forum_slug, act_uuid=act_uuid)
    return redirect(there, 303)


def _begun(forum_slug: str, form: BulkForm) -> tuple[int, str]:
    """(id of the act, its UUID). In a transaction."""
    forum = forum_or_404(forum_slug)
    asked = form.asked()
    picked = picked_in(request.form)
    ids = ids_picked(forum, picked)
    act = bulk.begin(forum, asked, ids, by_id=caller_id(), now=clock.now())
    many = acts.how_many(act.id)
    if form.counted_is_other(many):
        raise FoundChanged(found=many, counted=form.counted_before())
    return act.id, act.uuid


def settle_soon(act_id: int) -> None:
    """Now where they are few; else the worker does, and the page shows how far it is."""
    if acts.is_done_now(act_id):
        while written(lambda: bulk.settle_next(act_id, now=clock.now())):
            pass


def _asking(
    lang: str,
    forum: Forum,
    given: "MultiDict[str, str]",
    *,
    form: BulkForm | None = None,
    status: int = 200,
) -> Response:
    """The page that says what will be done to how many, before it is. form: one refused."""
    try:
        verb, picked = verb_in(given), picked_in(given)
        facts = picked_facts(forum, picked, verb)
    except Refusal as refusal:
        shown = {"sentence": refusal.said_in(lang), "status": refusal.status}
        return desk_page_of(lang, forum, "desk/new_act.html", verb=None, form=form, **shown)  # type: ignore[arg-type]
    return desk_page_of(
        lang,
        forum,
        "desk/new_act.html",
        status=status,
        verb=verb.value,
        picked=picked,
        facts=facts,
        form=form or BulkForm(),
        press=str(uuid4()),
        categories=queries.categories_of(forum, public_only=False),
        at_once=AT_ONCE,
        sentence=None,
    )


def _act_or_404(forum: Forum, act_uuid: UUID) -> BulkAct:
    return acts.act_at(forum, str(act_uuid)) or abort(404)


def _page(
    lang: str, forum: Forum, act: BulkAct, *, sentence: str | None = None, status: int = 200
) -> Response:
    given = _given(act)
    return desk_page_of(lang, forum, "desk/act.html", status=status, sentence=sentence, **given)


def _given(act: BulkAct) -> dict[str, Any]:
    return {
        "act": act,
        "names": acts.names_of([act]),
        "counted": acts.items_by_state([act.id])[act.id],
        "not_as_meant": acts.not_as_meant(act, at_most=SHOWN),
        "why": WHY,
        "topic": bulk.topic_of(act),
        **_moving(act),
        **_undoing(),
    }


def _moving(act: BulkAct) -> dict[str, Any]:
    """Of an act that moves the people of a point: where to, and whom it left there."""
    if act.verb is not Verb.RELOCATE:
        return {"moving": None, "left": []}
    return {"moving": relocation_for(act), "left": left_without(act)[:SHOWN]}


def _undoing() -> dict[str, Any]:
    return {"undo_until": undo_until, "now": clock.now()}

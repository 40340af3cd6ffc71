"""Moving the people of a point that takes part no more; writing to those of one that changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import (
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import clock
from ...broadcast.queries.relays import parts_at
from ...db import writes, written
from ...forums.models import Forum, Point
from ...forums.queries import point_at
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import LANGUAGES, N_, say
from ...post import feeds
from ...programme.queries.speakers import appearing_from
from ...refusal import Refusal
from ..forms.desk import id_asked
from ..models import Outcome
from ..queries import relocating as found
from ..queries.bulk import how_many
from ..queries.point_changes import points_untold, untold_at
from ..queries.relocating import Targets
from ..rules.bulk import FoundChanged, Verb, is_done_now
from ..rules.relocating import LEFT_THERE
from ..services import bulk, points
from ..services.relocating import Asked
from .blueprint import bp
from .bulk import settle_soon

SHOWN = 200  # names on the page


def _point_or_404(forum: Forum, code: str) -> Point:
    return point_at(forum, code) or abort(404)


@bp.get("/desk/points/<point>/moving")
@organiser
def show_moving(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    """Whom it concerns, and what would become of each: nothing is done yet."""
    return _page(lang, forum_slug, point)


@bp.post("/desk/points/<point>/moving")
@organiser
@writes
def move_people(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    at_once, press = bool(request.form.get("at_once")), _press()
    by_id, now, counted = caller_id(), clock.now(), id_asked(request.form.get("counted", ""))

    def verb() -> tuple[int, str]:
        forum = forum_or_404(forum_slug)
        targets = _targets(forum, request.form)
        asked = Asked(press=press, targets=targets, at_once=at_once)
        act = bulk.begin_move(forum, _point_or_404(forum, point), asked, by_id=by_id, now=now)
        many = how_many(act.id)
        if many != counted:
            raise FoundChanged(found=many, counted=counted)
        return act.id, act.uuid

    try:
        act_id, act_uuid = written(verb)
    except Refusal as refusal:
        return _page(lang, forum_slug, point, refusal.said_in(lang), refusal.status)
    settle_soon(act_id)
    there = url_for(".show_act", lang=lang, forum_slug=forum_slug, act_uuid=act_uuid)
    return redirect(there, 303)


def _press() -> str:
    try:
        return str(UUID(request.form.get("press", "")))
    except ValueError:
        return str(uuid4())


def _targets(forum: Forum, given: Any) -> Targets:
    to = point_at(forum, given.get("to", "")) if given.get("to") else None
    return Targets(to, bool(given.get("online")))


def _page(
    lang: str, forum_slug: str, code: str, sentence: str | None = None, status: int = 200
) -> Response:
    forum = forum_or_404(forum_slug)
    point, asked = _point_or_404(forum, code), request.values
    is_first = "to" not in asked and "online" not in asked
    targets = Targets(None, True) if is_first else _targets(forum, asked)
    looked = found.looked_at(forum, point, targets)
    return desk_page_of(
        lang,
        forum,
        "desk/moving.html",
        status=status,
        point=point,
        targets=targets,
        looked=looked,
        left=looked.ending(*LEFT_THERE),
        at_most=SHOWN,
        is_done_now=is_done_now(Verb.RELOCATE, looked.people),
        outcomes=Outcome,
        points=found.points_to_go_to(forum, point),
        speakers=appearing_from(point),
        roles=parts_at(point),
        before=found.relocations_at(point),
        press=str(uuid4()),
        sentence=sentence,
    )


@bp.post("/desk/points/<point>/letters")
@organiser
@writes
def write_of_point(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    told = N_("The letters are being written.")
    return _do(lang, forum_slug, point, points.write_to_people, told)


@bp.post("/desk/points/<point>/letters/none")
@organiser
@writes
def let_point_be(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    return _do(lang, forum_slug, point, points.let_be, N_("Nobody is written to about that."))


def _do(
    lang: str, forum_slug: str, code: str, verb: Callable[..., None], told: str
) -> ResponseReturnValue:
    by: dict[str, Any] = {"actor": g.caller, "now": clock.now()}
    try:
        written(lambda: verb(_point_or_404(forum_or_404(forum_slug), code), **by))
        flash(say(lang, told))
    except Refusal as refusal:
        flash(refusal.said_in(lang))
    there = url_for("forums.show_point", lang=lang, forum_slug=forum_slug, point=code)
    return redirect(there, 303)


def show_people_of_point(*, forum: Forum, point: Point) -> str:
    """For the form of a point: who sits there, and whether they know how it changed."""
    people = found.people_at(forum, point)
    untold = untold_at(forum, point)
    if not people and untold is None:
        return ""
    letters = _letters(forum, point, untold.mailing.was) if untold else {}
    given = {"point": point, "people": people, "untold": untold, "letters": letters}
    return render_template("desk/people_of_point.html", forum=forum, **given)


def _letters(forum: Forum, point: Point, was: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """language -> (subject, text) of the letter, to whoever has a place in every session there."""
    facts = {"forum_id": forum.id, "point_id": point.id, "was": was}
    base_url = str(current_app.config["BASE_URL"])
    written_in = {x: feeds.example_of(points.TEMPLATE, facts, x) for x in LANGUAGES}
    return {
        x: (letter.subject, feeds.text_of(letter, x, base_url=base_url))
        for x, letter in written_in.items()
        if letter
    }


def show_people_left(*, forum: Forum) -> str:
    """For lists of points: those that take part no more and have people still, and those that
    changed and whose people were not told. Two queries."""
    left, changed = found.points_with_people_left(forum), points_untold(forum)
    if not left and not changed:
        return ""
    return render_template("desk/people_left.html", forum=forum, left=left, changed=changed)

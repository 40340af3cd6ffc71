"""The desk: what a forum is made of, and the edits of the forum, its halls and its points."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import Ask, AskForm, form_of
from ...db import writes, writing
from ...forms import checks_token
from ...i18n import N_, say
from .. import forms, queries
from ..models import Forum, Hall, Point
from ..services import edits
from .blueprint import bp, list_crumb, setup_crumb
from .editing import EditPage, edit_page_of, save
from .frame import desk_page_of, forum_or_404, organiser
from .things import hall_or_404, point_or_404

Row = Hall | Point
NEW = {
    "seats": 100,
    "kind": "regional",
    "type": "participate",
    "country": "VN",
    "documented": False,
    "seating": "open",
    "min_viable": 0,
}


@bp.get("/desk/forum")
@organiser
def show_setup(lang: str, forum_slug: str) -> ResponseReturnValue:
    return desk_page_of(lang, forum_or_404(forum_slug), "desk/setup.html")


@bp.get("/desk/forum/facts")
@organiser
def show_facts(lang: str, forum_slug: str) -> ResponseReturnValue:
    page = _facts_page(lang, forum_slug)
    return edit_page_of(lang, forum_slug, page, _facts_form(forum_slug))


@bp.post("/desk/forum/facts")
@organiser
@checks_token
@writes
def save_facts(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = _facts_form(forum_slug), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        wanted = forms.forum_columns(form.values())
        edits.edit_forum(forum_or_404(forum_slug), wanted, seen=form.seen_version(), **at)

    def saved() -> tuple[dict[str, Any], int]:
        forum = forum_or_404(forum_slug)
        return forms.saved_in(forum, forms.FORUM), forum.version

    page, (done, _) = lambda: _facts_page(lang, forum_slug), setup_crumb(lang, forum_slug)
    return save(lang, forum_slug, form, verb, page=page, saved=saved, done=done)


def _facts_form(forum_slug: str) -> AskForm:
    forum = forum_or_404(forum_slug)
    return form_of(forms.FORUM, forms.saved_in(forum, forms.FORUM), forum.version)


def _facts_page(lang: str, forum_slug: str) -> EditPage:
    return EditPage(
        heading=say(lang, N_("The forum")),
        crumbs=[setup_crumb(lang, forum_slug)],
        happened=url_for(".show_forum_happened", lang=lang, forum_slug=forum_slug),
    )


@bp.get("/desk/halls")
@organiser
def show_halls(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(lang, forum, "desk/halls.html", halls=queries.halls_of(forum))


@bp.get("/desk/halls/new")
@organiser
def show_new_hall(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _show_new(lang, forum_slug, (forms.CODE, *forms.HALL), Hall)


@bp.post("/desk/halls/new")
@organiser
@checks_token
@writes
def make_hall(lang: str, forum_slug: str) -> ResponseReturnValue:
    asks = (forms.CODE, *forms.HALL)
    return _make(lang, forum_slug, asks, Hall, edits.make_hall)


@bp.get("/desk/halls/<hall>")
@organiser
def show_hall(lang: str, forum_slug: str, hall: str) -> ResponseReturnValue:
    row = hall_or_404(forum_or_404(forum_slug), hall)
    return _show(lang, forum_slug, row, forms.HALL)


@bp.post("/desk/halls/<hall>")
@organiser
@checks_token
@writes
def save_hall(lang: str, forum_slug: str, hall: str) -> ResponseReturnValue:
    def again() -> Hall:
        return hall_or_404(forum_or_404(forum_slug), hall)

    return _save(lang, forum_slug, again, forms.HALL, edits.edit_hall)


@bp.post("/desk/halls/<hall>/removal")
@organiser
@writes
def remove_hall(lang: str, forum_slug: str, hall: str) -> ResponseReturnValue:
    with writing():
        row = hall_or_404(forum_or_404(forum_slug), hall)
        edits.remove_hall(row, actor=g.caller, now=clock.now())
    flash(say(lang, N_("Hall %(hall)s is removed."), hall=hall))
    return redirect(list_crumb(lang, forum_slug, Hall)[0], 303)


@bp.get("/desk/points")
@organiser
def show_points(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(lang, forum, "desk/points.html", points=queries.points_of(forum))


@bp.get("/desk/points/new")
@organiser
def show_new_point(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _show_new(lang, forum_slug, (forms.CODE, *forms.point_asks(lang)), Point)


@bp.post("/desk/points/new")
@organiser
@checks_token
@writes
def make_point(lang: str, forum_slug: str) -> ResponseReturnValue:
    asks = (forms.CODE, *forms.point_asks(lang))

    def make(forum: Forum, typed: dict[str, Any], **by: Any) -> None:
        edits.make_point(forum, forms.point_columns(typed), **by)

    return _make(lang, forum_slug, asks, Point, make)


@bp.get("/desk/points/<point>")
@organiser
def show_point(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    row = point_or_404(forum_or_404(forum_slug), point)
    return _show(lang, forum_slug, row, (*forms.point_asks(lang), forms.WITHDRAWN))


@bp.post("/desk/points/<point>")
@organiser
@checks_token
@writes
def save_point(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    def again() -> Point:
        return point_or_404(forum_or_404(forum_slug), point)

    def edit(row: Point, typed: dict[str, Any], **by: Any) -> None:
        edits.edit_point(row, forms.point_columns(typed), **by)

    return _save(lang, forum_slug, again, (*forms.point_asks(lang), forms.WITHDRAWN), edit)


def _show(lang: str, forum_slug: str, row: Row, asks: tuple[Ask, ...]) -> ResponseReturnValue:
    form = form_of(asks, forms.saved_in(row, asks), row.version)
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, row), form)


def _save(
    lang: str,
    forum_slug: str,
    again: Callable[[], Any],
    asks: tuple[Ask, ...],
    edit: Callable[..., None],
) -> ResponseReturnValue:
    """again: the row, read afresh."""
    row, now = again(), clock.now()
    form = form_of(asks, forms.saved_in(row, asks), row.version)

    def verb() -> None:
        edit(again(), form.values(), seen=form.seen_version(), actor=g.caller, now=now)

    def saved() -> tuple[Mapping[str, Any], int]:
        return forms.saved_in(again(), asks), again().version

    done, _ = list_crumb(lang, forum_slug, type(row))
    page = lambda: _page(lang, forum_slug, again())  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, saved=saved, done=done)


def _page(lang: str, forum_slug: str, row: Row) -> EditPage:
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug}
    if isinstance(row, Hall):
        happened = url_for(".show_hall_happened", hall=row.code, **at)
    else:
        happened = url_for(".show_point_happened", point=row.code, **at)
    return EditPage(
        heading=f"{row.code} {row.name.said_in(lang)}",
        crumbs=[list_crumb(lang, forum_slug, type(row))],
        happened=happened,
        template="desk/hall.html" if isinstance(row, Hall) else "desk/point.html",
        more={"code": row.code, "row": row},
    )


def _new_page(lang: str, forum_slug: str, what: type[Row]) -> EditPage:
    heading = N_("A new hall") if what is Hall else N_("A new point")
    return EditPage(heading=say(lang, heading), crumbs=[list_crumb(lang, forum_slug, what)])


def _show_new(
    lang: str, forum_slug: str, asks: tuple[Ask, ...], what: type[Row]
) -> ResponseReturnValue:
    form = form_of(asks, NEW | {"zone": forum_or_404(forum_slug).zone}, 0)
    return edit_page_of(lang, forum_slug, _new_page(lang, forum_slug, what), form)


def _make(
    lang: str,
    forum_slug: str,
    asks: tuple[Ask, ...],
    what: type[Row],
    make: Callable[..., object],
) -> ResponseReturnValue:
    form, actor, now = form_of(asks, {}, 0), g.caller, clock.now()

    def verb() -> None:
        make(forum_or_404(forum_slug), form.values(), actor=actor, now=now)

    done, _ = list_crumb(lang, forum_slug, what)
    page = lambda: _new_page(lang, forum_slug, what)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=done)

"""The desk: all lines and what is missing, one line, its secret."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of, number_in
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.queries import points_of
from ...forums.views import EditPage, desk_page_of, edit_page_of, forum_or_404, organiser, save
from ...forums.views.happened import happened_page
from ...i18n import N_, say
from ...programme.queries.channels import planned_channels
from ...refusal import Refusal
from .. import queries
from ..forms import links as asked
from ..models import Link
from ..rules.links import Laid, Missing, missing_in
from ..rules.listing import narrowed, picked
from ..rules.secrets import as_given
from ..services import links as services
from .blueprint import bp, lines_crumb, link_or_404

AT = f"/desk/lines/<{ID}:line_id>"
MOVED = N_(
    "The part of the address that lets people in is kept as the secret; lists show the rest."
)


@bp.get("/desk/lines")
@organiser
def show_lines(lang: str, forum_slug: str) -> ResponseReturnValue:
    return lines_page(lang, forum_or_404(forum_slug))


def lines_page(
    lang: str, forum: Forum, *, status: int = 200, sentence: str | None = None
) -> ResponseReturnValue:
    links, wanted = queries.links_of(forum), picked(request.args)
    sessions = {x.id: x for x in queries.sessions_to_serve(forum)}
    return desk_page_of(
        lang,
        forum,
        "desk/lines.html",
        status=status,
        links=narrowed(links, wanted),
        total=len(links),
        wanted=wanted,
        missing=[
            (sessions[x.session_id], x) for x in _missing(forum, links) if x.session_id in sessions
        ],
        sessions=list(sessions.values()),
        points=points_of(forum),
        words=asked,
        sentence=sentence,
    )


@bp.get("/desk/lines/new")
@organiser
def show_new_line(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = _form(lang, forum_or_404(forum_slug), None)
    return edit_page_of(lang, forum_slug, _new_page(lang, forum_slug), form)


@bp.post("/desk/lines/new")
@organiser
@checks_token
@writes
def make_line(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, told = (
        _form(lang, forum_or_404(forum_slug), None),
        {"actor": g.caller, "now": clock.now()},
    )

    def verb() -> bool:
        forum = forum_or_404(forum_slug)
        typed = _typed(form, forum)
        services.add_link(forum, typed.columns, typed.secret, **told)
        return typed.moved

    return _saved(lang, forum_slug, form, verb, page=partial(_new_page, lang, forum_slug))


@bp.get(AT)
@organiser
def show_line(lang: str, forum_slug: str, line_id: int) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    form = _form(lang, forum, link_or_404(forum, line_id))
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, line_id), form)


@bp.post(f"{AT}/facts")
@organiser
@checks_token
@writes
def save_line(lang: str, forum_slug: str, line_id: int) -> ResponseReturnValue:
    forum, told = forum_or_404(forum_slug), {"actor": g.caller, "now": clock.now()}
    form = _form(lang, forum, link_or_404(forum, line_id))

    def verb() -> bool:
        here = forum_or_404(forum_slug)
        link, typed = link_or_404(here, line_id), _typed(form, here)
        seen = form.seen_version()
        services.edit_link(link, typed.columns, typed.secret, seen=seen, **told)
        return typed.moved

    def saved() -> tuple[dict[str, Any], int]:
        here = forum_or_404(forum_slug)
        link = link_or_404(here, line_id)
        return asked.saved_in(link) | asked.walls_of(link, here), link.version

    page = partial(_page, lang, forum_slug, line_id)
    return _saved(lang, forum_slug, form, verb, page=page, saved=saved)


@bp.post(f"{AT}/secret")
@organiser
@writes
def show_secret(lang: str, forum_slug: str, line_id: int) -> ResponseReturnValue:
    """The one page that says it, to whoever pressed: the trail names them."""
    told = {"actor": g.caller, "now": clock.now()}

    def act() -> str:
        return services.show_secret(link_or_404(forum_or_404(forum_slug), line_id), **told)

    try:
        secret = written(act)
    except Refusal as refusal:
        return lines_page(
            lang, forum_or_404(forum_slug), status=refusal.status, sentence=refusal.said_in(lang)
        )
    forum = forum_or_404(forum_slug)
    link, page = link_or_404(forum, line_id), "desk/line_secret.html"
    address, typed = as_given(link.address, secret, link.secret_name)
    given: dict[str, Any] = {"link": link, "address": address, "secret": typed, "words": asked}
    answer = desk_page_of(lang, forum, page, **given)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.post(f"{AT}/revocation")
@organiser
@writes
def revoke_line(lang: str, forum_slug: str, line_id: int) -> ResponseReturnValue:
    seen, told = number_in(request.form.get("seen", "")), {"actor": g.caller, "now": clock.now()}

    def act() -> None:
        link = link_or_404(forum_or_404(forum_slug), line_id)
        services.revoke_link(link, seen=seen, **told)

    try:
        written(act)
    except Refusal as refusal:
        sentence = refusal.said_in(lang)
        return lines_page(lang, forum_or_404(forum_slug), status=refusal.status, sentence=sentence)
    flash(say(lang, N_("The line is revoked: it opens nothing any more.")))
    return redirect(lines_crumb(lang, forum_slug)[0], 303)


@bp.get(f"{AT}/happened")
@organiser
def show_line_happened(lang: str, forum_slug: str, line_id: int) -> ResponseReturnValue:
    link = link_or_404(forum_or_404(forum_slug), line_id)
    crumbs = [lines_crumb(lang, forum_slug)]
    return happened_page(lang, forum_slug, "link", link.id, _name(lang, link), crumbs)


def _saved(
    lang: str,
    forum_slug: str,
    form: AskForm,
    verb: Callable[[], bool],
    *,
    page: Callable[[], EditPage],
    saved: Callable[[], tuple[dict[str, Any], int]] | None = None,
) -> ResponseReturnValue:
    """verb: says whether the secret stood in the address."""
    asked.keep_typed()
    moved: list[bool] = []
    there = lines_crumb(lang, forum_slug)[0]
    answer = save(
        *(lang, forum_slug, form, lambda: moved.append(verb())), page=page, saved=saved, done=there
    )
    if moved == [True]:
        flash(say(lang, MOVED))
    return answer


def _form(lang: str, forum: Forum, link: Link | None) -> AskForm:
    """link: None for a new one, which begins where the list was narrowed to."""
    asks = asked.asks_of(queries.sessions_to_serve(forum), points_of(forum), lang)
    if link is None:
        given = {name: request.args.get(name, "") for name in ("session", "point")}
        return form_of(asks, asked.USUAL | given, 0)
    return form_of(asks, asked.saved_in(link) | asked.walls_of(link, forum), link.version)


def _typed(form: AskForm, forum: Forum) -> asked.Typed:
    sessions = {x.code: x.id for x in queries.sessions_to_serve(forum)}
    return asked.typed_in(form, forum, sessions, {x.code: x.id for x in points_of(forum)})


def _page(lang: str, forum_slug: str, line_id: int) -> EditPage:
    link = link_or_404(forum_or_404(forum_slug), line_id)
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug, "line_id": line_id}
    return EditPage(
        heading=_name(lang, link),
        crumbs=[lines_crumb(lang, forum_slug)],
        template="desk/line.html",
        happened=url_for(".show_line_happened", **at),
        action=url_for(".save_line", **at),
        more={"link": link},
    )


def _new_page(lang: str, forum_slug: str) -> EditPage:
    heading, crumbs = say(lang, N_("A new line")), [lines_crumb(lang, forum_slug)]
    return EditPage(heading=heading, crumbs=crumbs, template="desk/line.html", more={"link": None})


def _name(lang: str, link: Link) -> str:
    """What it is, of what: "Meeting room, W1, TYO"."""
    owner = [x.code for x in (link.session, link.point) if x]
    what = link.channel.said_in(lang) if link.channel else say(lang, asked.PURPOSES[link.purpose])
    return ", ".join([what, *owner])


def _missing(forum: Forum, links: list[Link]) -> list[Missing]:
    same = ("purpose", "transport", "audience", "session_id", "point_id", "channel")
    laid = [Laid(**{name: getattr(link, name) for name in same}) for link in links]
    online = queries.sessions_online(forum)
    return missing_in(laid, online, planned_channels(forum, online))

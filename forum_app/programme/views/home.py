"""The start of the site and the first page of a forum."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ... import access
from ...forums.models import Forum
from ...forums.queries import forums_listed, published_at
from ...forums.rules import GETTING_THERE
from ...forums.views import FORUM_URL, LANG_URL, forum_or_404, page_of
from ...i18n import LANGUAGES, N_, Words, say
from ...markup import markup_of
from ...released import held
from .. import queries
from ..rules import by_offset, illustrative_in
from .blueprint import bp, cities_of, first_instant
from .now import now_in

FIGURES = {  # of forum.figures -> how exact it is, what it counts
    "delegates_total_about": ("about", N_("delegates in all")),
    "plenary_more_than": ("over", N_("people at the plenary session")),
    "international_in_person_about": ("about", N_("international delegates in person")),
    "international_online_about": ("about", N_("international delegates online")),
    "points": ("", N_("remote broadcast points")),
    "exhibiting_units": ("", N_("exhibiting units")),
    "network_cities": ("", N_("cities in the network")),
    "network_countries": ("", N_("countries in the network")),
}


@bp.get("/")
@access.anyone
def show_start() -> ResponseReturnValue:
    """The only forum, in the language asked for or the browser's; else all there are."""
    lang = request.args.get("lang", "")
    if lang not in LANGUAGES:
        lang = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    return _start_in(lang)


@bp.get(f"{LANG_URL}/")
@access.anyone
def show_start_in(lang: str) -> ResponseReturnValue:
    """The same in the language that the address names."""
    return _start_in(lang)


def _start_in(lang: str) -> ResponseReturnValue:
    forums = forums_listed()
    if len(forums) == 1:
        return redirect(url_for(".show_home", lang=lang, forum_slug=forums[0].slug))
    return render_template("programme/start.html", forums=forums)


@bp.get(f"{FORUM_URL}/")
@access.anyone
@held
def show_home(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page = queries.home_of(forum)
    instant = first_instant(forum, (s.starts_at for s in page.sessions if not s.cancelled))
    return page_of(
        forum,
        "programme/home.html",
        page=page,
        instant=instant,
        hours=[(x.zone, cities_of(x.places, lang)) for x in by_offset(page.points, [instant])],
        record=illustrative_in(page.sessions),
        now=now_in(page.sessions),
        getting_there=_getting_there(forum, lang),
        hosts=[Words(host) for host in forum.hosts],
        figures=_figures(forum, lang),
    )


def _getting_there(forum: Forum, lang: str) -> Markup | None:
    """How to come and which gate, as the organisers wrote it on the page of this name."""
    page = published_at(forum, GETTING_THERE)
    return markup_of(page.body.said_in(lang), 3) if page else None


def _figures(forum: Forum, lang: str) -> list[tuple[str, int, str]]:
    known = ((FIGURES[name], n) for name, n in forum.figures.items() if name in FIGURES)
    return [(how, n, say(lang, what)) for (how, what), n in known]

"""What happened to one thing: its entries of the trail, in words."""

from flask import Response
from flask.typing import ResponseReturnValue

from ...i18n import N_, say
from ...trail.queries import entries_of
from .. import queries
from ..models import Hall, Point
from .blueprint import bp, list_crumb, setup_crumb
from .frame import desk_page_of, forum_or_404, organiser
from .things import hall_or_404, page_or_404, point_or_404

SHOWN = 300  # entries: a line that everybody opens has thousands


def happened_page(
    lang: str, forum_slug: str, kind: str, object_id: int, what: str, crumbs: list[tuple[str, str]]
) -> Response:
    """What happened to the object of this kind and id, the latest first."""
    forum = forum_or_404(forum_slug)
    entries = entries_of(forum.id, kind, object_id, at_most=SHOWN)
    users = {int(x.actor[5:]) for x in entries if x.actor[5:].isdigit() and x.actor[:5] == "user "}
    users |= {x.facts["host"] for x in entries if "host" in x.facts}
    return desk_page_of(
        lang,
        forum,
        "desk/happened.html",
        what=what,
        crumbs=crumbs,
        entries=entries,
        names={f"user {id}": name for id, name in queries.names_of_users(users).items()},
    )


@bp.get("/desk/forum/happened")
@organiser
def show_forum_happened(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    crumbs = [setup_crumb(lang, forum_slug)]
    name = forum.name.said_in(lang)
    return happened_page(lang, forum_slug, "forum", forum.id, name, crumbs)


@bp.get("/desk/halls/<hall>/happened")
@organiser
def show_hall_happened(lang: str, forum_slug: str, hall: str) -> ResponseReturnValue:
    row = hall_or_404(forum_or_404(forum_slug), hall)
    crumbs = [list_crumb(lang, forum_slug, Hall)]
    return happened_page(lang, forum_slug, "hall", row.id, row.name.said_in(lang), crumbs)


@bp.get("/desk/points/<point>/happened")
@organiser
def show_point_happened(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    row = point_or_404(forum_or_404(forum_slug), point)
    crumbs = [list_crumb(lang, forum_slug, Point)]
    return happened_page(lang, forum_slug, "point", row.id, row.name.said_in(lang), crumbs)


@bp.get("/desk/pages/<page_slug>/happened")
@organiser
def show_page_happened(lang: str, forum_slug: str, page_slug: str) -> ResponseReturnValue:
    row = page_or_404(forum_or_404(forum_slug), page_slug)
    what = say(lang, N_("Page “%(slug)s”"), slug=row.slug)
    return happened_page(lang, forum_slug, "page", row.id, what, [setup_crumb(lang, forum_slug)])

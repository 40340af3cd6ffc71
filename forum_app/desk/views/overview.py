"""The organiser's first page, and the letters that did not leave."""

from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...accounts.models import User
from ...db import writes, written
from ...forums.models import Forum
from ...forums.queries import forums_organised_by
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...post import queries as post
from ...post.services import StillOnItsWay, send_again
from ..queries import overview_of
from ..rules import GROUPS, group_of
from .blueprint import bp

SHOWN = 50  # letters


def show_desks(*, user: User) -> str:
    """For one's own page: the desks of the forums that `user` may organise; empty for none."""
    forums = forums_organised_by(user.id)
    return render_template("desk/desks.html", forums=forums) if forums else ""


def show_navigation(*, forum: Forum) -> str:
    """For every page of the desk: all its pages in groups, and where this one stands."""
    given = {"groups": GROUPS, "group": group_of(request.endpoint or "", GROUPS)}
    return render_template("desk/navigation.html", forum=forum, **given)


@bp.get("/")
@organiser
def show_overview(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(lang, forum, "desk/overview.html", overview=overview_of(forum))


@bp.get("/mail")
@organiser
def show_letters(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(
        lang,
        forum,
        "desk/letters.html",
        counted=post.letters_by_state(forum.id),
        dead=post.dead_letters_of(forum.id, at_most=SHOWN),
    )


@bp.post("/mail/<uuid:uuid>/again")
@organiser
@writes
def send_letter_again(lang: str, forum_slug: str, uuid: UUID) -> ResponseReturnValue:
    forum_id, actor, now = forum_or_404(forum_slug).id, g.caller, clock.now()

    def act() -> str:
        letter = post.letter_at(str(uuid)) or abort(404)
        send_again(letter.id, forum_id=forum_id, actor=actor, now=now)
        return letter.address

    try:
        address = written(act)
        told = say(lang, N_("The letter to %(address)s is sent again at once."), address=address)
    except StillOnItsWay as pressed_twice:
        told = pressed_twice.said_in(lang)
    flash(told)
    return redirect(url_for(".show_letters", lang=lang, forum_slug=forum_slug), 303)

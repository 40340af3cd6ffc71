"""The organiser's floor: every booth and who has it; block and unblock; whom a zone invites."""

from collections.abc import Callable

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms import BlockForm, InviteForm, version_of
from ..queries.floor import floor_of
from ..services import decisions
from ..services.exhibitors import invite
from .blueprint import booth_or_404, bp, by_organiser, zone_or_404


@bp.get("/desk/booths")
@organiser
def show_booths(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _page(lang, forum_or_404(forum_slug))


@bp.post("/desk/booths/<code>/block")
@organiser
@checks_token
@writes
def block(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    now, by, form = clock.now(), by_organiser(), BlockForm()
    booth_or_404(forum_or_404(forum_slug), code)
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), code, form.all_said(), 422)
    version, reason = version_of(form.version.data), str(form.reason.data)

    def act() -> None:
        booth = booth_or_404(forum_or_404(forum_slug), code)
        decisions.block_booth(booth.id, version, reason=reason, by=by, now=now)

    told = say(lang, N_("Booth %(booth)s is blocked."), booth=code)
    return _done(lang, forum_slug, code, act, told)


@bp.post("/desk/booths/<code>/release")
@organiser
@writes
def unblock(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    now, by, version = clock.now(), by_organiser(), version_of(request.form.get("version"))

    def act() -> None:
        booth = booth_or_404(forum_or_404(forum_slug), code)
        decisions.unblock_booth(booth.id, version, by=by, now=now)

    told = say(lang, N_("Booth %(booth)s can be booked again."), booth=code)
    return _done(lang, forum_slug, code, act, told)


@bp.post("/desk/zones/<code>/invitations")
@organiser
@checks_token
@writes
def invite_to(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    now, actor, form = clock.now(), g.caller, InviteForm()
    zone_or_404(forum_or_404(forum_slug), code)
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), f"zone-{code}", form.all_said(), 422)
    name, email = str(form.name.data), str(form.email.data)

    def act() -> None:
        zone = zone_or_404(forum_or_404(forum_slug), code)
        invite(zone, name, email, actor=actor, now=now)

    told = say(lang, N_("“%(name)s” is invited, and is written to."), name=name)
    return _done(lang, forum_slug, f"zone-{code}", act, told)


def _done(
    lang: str, forum_slug: str, where: str, act: Callable[[], None], told: str
) -> ResponseReturnValue:
    try:
        written(act)
    except Refusal as refusal:
        sentence = refusal.said_in(lang)
        return _page(lang, forum_or_404(forum_slug), where, sentence, refusal.status)
    flash(told)
    return redirect(url_for(".show_booths", lang=lang, forum_slug=forum_slug), 303)


def _page(
    lang: str, forum: Forum, refused: str = "", sentence: str | None = None, status: int = 200
) -> Response:
    """refused: the code of the booth, or "zone-" and that of the zone, that `sentence` is about."""
    now = clock.now()
    return desk_page_of(
        lang,
        forum,
        "desk/booths.html",
        status=status,
        floor=floor_of(forum, now=now),
        refused=refused,
        sentence=sentence,
        typed={name: request.form.get(name, "")[:1000] for name in ("reason", "name", "email")},
        now=now,
    )

"""Who an exhibitor is, as it writes itself; seen by everybody once a booth is confirmed."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...accounts.views import signed_in, user_or_sign_in
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404
from ...i18n import N_, Words, say
from ...refusal import Refusal
from ..forms import ProfileForm
from ..models import Exhibitor, ExhibitorKind
from ..queries.exhibitors import exhibitor_of
from ..rules.exhibitors import BadWebsite, ExhibitorStale
from ..services.exhibitors import Profile, save_profile
from .blueprint import bp


@bp.get("/exhibitor/profile")
@signed_in
def show_profile(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    mine = exhibitor_of(user_or_sign_in(lang), forum)
    return _page(lang, forum, mine, ProfileForm(lang, mine))


@bp.post("/exhibitor/profile")
@signed_in
@checks_token
@writes
def change_profile(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    form, mine = ProfileForm(lang), exhibitor_of(user_or_sign_in(lang), forum)
    if not form.validate():
        return _page(lang, forum, mine, form, status=422)
    try:
        _save(lang, forum_slug, form)
    except Refusal as refusal:
        form.refuse("website" if isinstance(refusal, BadWebsite) else None, refusal.said_in(lang))
        forum = forum_or_404(forum_slug)
        mine = exhibitor_of(user_or_sign_in(lang), forum)
        theirs = mine if isinstance(refusal, ExhibitorStale) else None
        return _page(lang, forum, mine, form, theirs=theirs, status=refusal.status)
    flash(say(lang, N_("The profile is saved.")))
    return redirect(url_for(".show_mine", lang=lang, forum_slug=forum_slug), 303)


def _save(lang: str, forum_slug: str, form: ProfileForm) -> None:
    now, said, version = clock.now(), profile_said(form), form.version_seen()

    def work() -> None:
        forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
        known = exhibitor_of(user, forum)
        save_profile(forum, user, known, said, version=version, now=now)

    written(work)


def profile_said(form: ProfileForm) -> Profile:
    texts = {"vi": form.profile_vi.data, "en": form.profile_en.data}
    said = {lang: text for lang, text in texts.items() if text}
    return Profile(
        name=str(form.name.data),
        kind=ExhibitorKind(form.kind.data),
        country=form.country.data or None,
        profile=Words(said) if said else None,
        website=form.website.data,
        lang=str(form.lang.data),
    )


def _page(
    lang: str,
    forum: Forum,
    mine: Exhibitor | None,
    form: ProfileForm,
    *,
    theirs: Exhibitor | None = None,
    status: int = 200,
) -> Response:
    """theirs: what somebody else saved meanwhile."""
    if theirs is not None:
        form.version.data = str(theirs.version)  # whoever sends again has seen it
    return desk_page_of(
        lang,
        forum,
        "exhibition/profile.html",
        status=status,
        exhibitor=mine,
        form=form,
        theirs=theirs,
    )

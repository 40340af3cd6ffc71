"""From one's own page to one's registration: the secret of its link stands on no page."""

from uuid import UUID

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import access, seal
from ...accounts.views import user_or_sign_in
from ...forums.views import forum_or_404
from ...i18n import N_
from ...refusal import Refusal
from ..models import Delegate
from ..queries.own import registration_of_user
from .blueprint import bp


class LinkClosed(Refusal):
    says = N_("The link of this registration cannot be opened here. Please have it sent again.")


def _own_or_404(lang: str, forum_slug: str, uuid: UUID) -> Delegate:
    forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
    found = registration_of_user(user.id, str(uuid))
    return found if found is not None and found.forum_id == forum.id else abort(404)


def _check_its_owner(lang: str, forum_slug: str, uuid: UUID, **_: object) -> None:
    _own_or_404(lang, forum_slug, uuid)


owner = access.guard("whose it is", _check_its_owner)


@bp.get("/registrations/<uuid:uuid>")
@owner
def open_own(lang: str, forum_slug: str, uuid: UUID) -> ResponseReturnValue:
    delegate = _own_or_404(lang, forum_slug, uuid)
    try:
        secret = seal.opened(delegate.link_sealed)
    except seal.CannotOpen:
        raise LinkClosed from None
    there = url_for(".show_registration", lang=lang, forum_slug=forum_slug, secret=secret)
    answer = redirect(there, 303)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer

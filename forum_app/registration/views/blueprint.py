"""The blueprint, and who may enter: whoever holds the secret link of a registration."""

from flask import Blueprint, abort, g, request

from ... import access, clock
from ...forums.models import Forum
from ...forums.queries import forum_at
from ...forums.views import forum_or_404
from ...i18n import LANGUAGES
from ...throttle.services import MISSED_LINKS, count, neighbours
from .. import queries
from ..models import Delegate

bp = Blueprint(
    "registration",
    __name__,
    url_prefix=f"/<any({','.join(LANGUAGES)}):lang>/<forum_slug>",
)


def _check_secret(lang: str, forum_slug: str, secret: str, **_: object) -> None:
    forum = forum_or_404(forum_slug)
    delegate = queries.delegate_of_link(forum, secret)
    if delegate is None:
        count(f"link:ip:{neighbours(request.remote_addr)}", MISSED_LINKS, now=clock.now())
        abort(404)
    g.delegate_id = delegate.id


link_holder = access.guard("whoever holds the secret link", _check_secret)


def held(forum_slug: str, secret: str) -> tuple[Forum, Delegate]:
    """The forum and the registration of the link that the guard let in; loaded afresh."""
    forum = forum_at(forum_slug) or abort(404)
    return forum, queries.delegate_of_link(forum, secret) or abort(404)

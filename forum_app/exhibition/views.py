"""The public page of the exhibition."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from .. import access
from ..forums.views import FORUM_URL, forum_or_404, page_of

bp = Blueprint("exhibition", __name__)


@bp.get(f"{FORUM_URL}/exhibition")
@access.anyone
def show_exhibition(lang: str, forum_slug: str) -> ResponseReturnValue:
    return page_of(forum_or_404(forum_slug), "exhibition/exhibition.html")

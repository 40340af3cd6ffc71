"""The blueprint, and what an address at the desk names here."""

from flask import Blueprint, abort, url_for

from ...forums.models import Forum
from ...forums.views.frame import FORUM_URL
from ...i18n import N_, say
from .. import queries
from ..models import Link

bp = Blueprint("broadcast", __name__, url_prefix=FORUM_URL)


def link_or_404(forum: Forum, line_id: int) -> Link:
    return queries.link_at(forum, line_id) or abort(404)


def lines_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("broadcast.show_lines", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Lines"))

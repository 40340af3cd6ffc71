"""The blueprint, and what an address at the desk names here."""

from flask import Blueprint, abort, url_for

from ...forums.models import Forum
from ...forums.views.frame import FORUM_URL
from ...i18n import N_, say
from .. import queries
from ..models import CheckItem, Link, TestRound, TestSlot
from ..queries.readiness import item_at
from ..queries.slots import round_at, slot_in

bp = Blueprint("broadcast", __name__, url_prefix=FORUM_URL)


def link_or_404(forum: Forum, line_id: int) -> Link:
    return queries.link_at(forum, line_id) or abort(404)


def item_or_404(forum: Forum, code: str) -> CheckItem:
    return item_at(forum, code) or abort(404)


def round_or_404(forum: Forum, code: str) -> TestRound:
    return round_at(forum, code) or abort(404)


def slot_or_404(forum: Forum, slot_id: int) -> TestSlot:
    return slot_in(forum, slot_id) or abort(404)


def lines_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("broadcast.show_lines", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Lines"))


def tests_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("broadcast.show_test_rounds", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Tests of points"))

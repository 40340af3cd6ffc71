"""The blueprint of what the organisers set up and write, and where its pages lead."""

from flask import Blueprint, url_for

from ...i18n import N_, say
from .frame import FORUM_URL

bp = Blueprint("forums", __name__, url_prefix=FORUM_URL)


def setup_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("forums.show_setup", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Set up"))

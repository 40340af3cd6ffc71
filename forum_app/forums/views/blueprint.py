"""The blueprint of what the organisers set up and write, and where its pages lead."""

from flask import Blueprint, url_for

from ...i18n import N_, say
from ..models import Hall, Point
from .frame import FORUM_URL

bp = Blueprint("forums", __name__, url_prefix=FORUM_URL)


def setup_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("forums.show_setup", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Set up"))


def list_crumb(lang: str, forum_slug: str, what: type[Hall] | type[Point]) -> tuple[str, str]:
    """Where all halls, or all points, are listed."""
    endpoint, words = (
        ("forums.show_halls", N_("Halls")) if what is Hall else ("forums.show_points", N_("Points"))
    )
    return url_for(endpoint, lang=lang, forum_slug=forum_slug), say(lang, words)

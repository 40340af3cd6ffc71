"""The blueprint of what belongs to no one room."""

from flask import Blueprint

from ...forums.views import FORUM_URL

bp = Blueprint("desk", __name__, url_prefix=f"{FORUM_URL}/desk")

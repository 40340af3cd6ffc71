"""What every page of a forum begins with."""

from flask import abort

from .models import Forum
from .queries import forum_at


def forum_or_404(slug: str) -> Forum:
    """The forum that the address names; ends the request with 404 where there is none."""
    forum = forum_at(slug)
    if forum is None:
        abort(404)
    return forum

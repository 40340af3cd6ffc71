"""What the exhibition adds to the pages of lower rooms: where somebody exhibits."""

from flask import render_template

from ...accounts.models import User
from ..queries.exhibitors import forums_shown_at_by


def show_exhibited(*, user: User) -> str:
    """For one's own page: the forums at which `user` acts for an exhibitor; empty for none."""
    forums = forums_shown_at_by(user)
    return render_template("exhibition/link.html", forums=forums) if forums else ""

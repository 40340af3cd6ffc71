"""What the exhibition adds to the pages of lower rooms: where somebody exhibits, and for whom."""

from flask import render_template

from ...accounts.models import User
from ...forums.models import Person
from ..queries.exhibitors import exhibitor_with_contact, forums_shown_at_by


def show_exhibited(*, user: User) -> str:
    """For one's own page: the forums at which `user` acts for an exhibitor; empty for none."""
    forums = forums_shown_at_by(user)
    return render_template("exhibition/link.html", forums=forums) if forums else ""


def show_contact(*, person: Person) -> str:
    """For the page of two who may be one: for whom `person` books; empty for nobody. One query."""
    exhibitor = exhibitor_with_contact(person)
    return render_template("exhibition/contact.html", exhibitor=exhibitor) if exhibitor else ""

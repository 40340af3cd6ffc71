"""Whom organisers give a session to host."""

from collections.abc import Iterable

from wtforms import SelectChoice, SelectField

from ...forms import Address, Form, Needed, line, said
from ...i18n import N_
from ..models import Session

ADDRESS = 254  # characters


class GiveHostForm(Form):
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write the e-mail address.")),
        Address(),
        most=ADDRESS,
    )
    session = SelectField(said(N_("Session")))


def give_form(sessions: Iterable[Session], lang: str) -> GiveHostForm:
    """Sessions that are held; cancelled ones have no delegates to host."""
    form = GiveHostForm()
    form.session.choices = [
        SelectChoice(x.code, f"{x.code} {x.title.said_in(lang)}")
        for x in sessions
        if x.cancelled_at is None
    ]
    return form

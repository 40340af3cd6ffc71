"""What people fill in to be let in."""

from wtforms import HiddenField, PasswordField

from ..forms import Address, AtMost, Form, Needed, line, said
from ..i18n import N_

ADDRESS, PASSWORD = 254, 200  # characters


class SignInForm(Form):
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write your e-mail address.")),
        Address(),
        most=ADDRESS,
    )
    password = PasswordField(
        said(N_("Password")),
        validators=[Needed(N_("Please write your password.")), AtMost(PASSWORD)],
    )
    next = HiddenField()  # the page that asked to sign in

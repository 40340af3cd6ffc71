"""What people fill in to be let in, and about their account."""

from collections.abc import Callable
from typing import Any

from wtforms import HiddenField, PasswordField, SelectChoice, SelectField

from ..asks import LANGUAGE_NAMES
from ..forms import Address, AtMost, Form, Needed, line, said
from ..i18n import N_

ADDRESS, PASSWORD, NAME, CODE = 254, 200, 120, 40  # characters


def address_line() -> Any:
    sentence = N_("Please write your e-mail address.")
    return line(N_("E-mail address"), Needed(sentence), Address(), most=ADDRESS)


def name_line() -> Any:
    return line(N_("Full name"), Needed(N_("Please write your name.")), most=NAME)


def password_line(label: str, *validators: Callable[..., None]) -> PasswordField:
    return PasswordField(said(label), validators=[*validators, AtMost(PASSWORD)])


NEEDED = Needed(N_("Please write your password."))


class SignInForm(Form):
    email = address_line()
    password = password_line(N_("Password"), NEEDED)
    next = HiddenField()  # the page that asked to sign in


class AddressForm(Form):
    email = address_line()
    next = HiddenField()


class SignUpForm(Form):
    name = name_line()
    email = address_line()
    next = HiddenField()


class PlainForm(Form):
    """Nothing but the token."""


class NewAccountForm(Form):
    name = name_line()
    password = password_line(N_("Password"))


class NewPasswordForm(Form):
    password = password_line(N_("New password"), NEEDED)


class ChangePasswordForm(Form):
    present = password_line(N_("Current password"))
    password = password_line(N_("New password"), NEEDED)


class MoveForm(Form):
    email = line(
        N_("New e-mail address"),
        Needed(N_("Please write the new e-mail address.")),
        Address(),
        most=ADDRESS,
    )
    present = password_line(N_("Current password"))


class OwnForm(Form):
    """How the house calls somebody, and in which language it writes to them."""

    name = name_line()
    locale = SelectField(
        said(N_("Language of letters")), choices=[SelectChoice(*x) for x in LANGUAGE_NAMES.items()]
    )


class AgainForm(Form):
    present = password_line(N_("Password"), NEEDED)
    next = HiddenField()


class CodeForm(Form):
    code = line(N_("Code"), Needed(N_("Please write the code.")), most=CODE)
    secret = HiddenField()  # sealed: of an app that is being added
    next = HiddenField()


class GiveForm(Form):
    email = address_line()


class SignOutForm(Form):
    account = address_line()

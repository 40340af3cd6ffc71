"""What a person writes about themselves: the same fields when registering and when correcting."""

from typing import cast

from wtforms import Field, SelectChoice, SelectField, StringField
from wtforms.validators import ValidationError

from ...forms import Form, Needed, countries, country_codes, line, said
from ...i18n import N_
from ..rules.applications import Particulars

NAME, ORGANISATION = 120, 200


class _OfTheList:
    def __call__(self, _form: object, field: Field) -> None:
        if field.data not in country_codes():
            raise ValidationError(said(N_("Please choose a country from the list.")))


def name_line() -> StringField:
    return line(N_("Full name"), Needed(N_("Please write the full name.")), most=NAME)


def organisation_line() -> StringField:
    return line(N_("Organisation"), most=ORGANISATION)


def country_select() -> SelectField:
    return SelectField(said(N_("Country")), validators=[_OfTheList()], validate_choice=False)


def fill_countries(field: SelectField, lang: str) -> None:
    field.choices = [SelectChoice("", said(N_("Choose a country"))), *countries(lang)]


class ParticularsForm(Form):
    name = name_line()
    organisation = organisation_line()
    country = country_select()

    def particulars(self) -> Particulars:
        return Particulars(
            name=cast(str, self.name.data),
            organisation=self.organisation.data,
            country=self.country.data,
        )


def particulars_form(lang: str, now: Particulars) -> ParticularsForm:
    """Filled with what is written down `now`, or from the request where one is sent."""
    form = ParticularsForm(obj=now)
    fill_countries(form.country, lang)
    return form

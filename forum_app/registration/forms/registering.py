"""The registration page as the organiser fills it in, for somebody else."""

from typing import cast

from wtforms import BooleanField, Field
from wtforms.fields.core import Label

from ...forms import said
from ...i18n import N_
from ..queries import Offer
from ..rules.applications import Application
from .fields import NOT_TICKED, RegistrationForm, form_of_kind


class DeskRegistrationForm(RegistrationForm):
    """The person may have no address; whether they are written to is the organiser's choice."""

    contact_name = None
    contact_email = None
    writes = BooleanField(said(N_("Write to the person")), false_values=NOT_TICKED)

    def validate_email(self, field: Field) -> None:
        """It may be left out."""

    def application(self) -> Application:
        category = self["category"].data if "category" in self else None
        return Application(
            name=cast(str, self.name.data),
            email=self.email.data,
            country=self.country.data,
            organisation=self.organisation.data,
            category=category or None,
            choices=self.choices(),
            consents=self.consents(),
            lang=cast(str, self.lang.data),
        )


def desk_registration_form(offer: Offer, lang: str) -> DeskRegistrationForm:
    form = form_of_kind(DeskRegistrationForm, offer, lang)
    if "category" in form:
        form["category"].label = Label("category", said(N_("Category")))
    if not form.is_submitted():
        form.writes.data = True
    return form

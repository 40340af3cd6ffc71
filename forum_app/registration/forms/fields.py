"""The fields of the registration page, and of small forms."""

from typing import Any, TypeVar, cast

from wtforms import BooleanField, Field, HiddenField, SelectChoice, SelectField
from wtforms.validators import DataRequired, ValidationError

from ...forms import Address, Form, Needed, line, said
from ...i18n import LANGUAGES, N_, say
from ...refusal import Refusal
from ...text import cleaned
from .. import rules
from ..models import Category
from ..queries import Offer
from ..rules.applications import Application, Contact
from .particulars import NAME, country_select, fill_countries, name_line, organisation_line
from .sessions import SessionsForm, point_field, way_fields

ADDRESS, KEY = 254, 64
# Of names of fields, the part before "_"; what belongs to no field stands before them all.
TOP_TO_BOTTOM = ["name", "email", "organisation", "country", "category", "lang", "contact"]
TOP_TO_BOTTOM += ["point", "way", "consent"]
NOT_TICKED = (False, "false", "0", "n", "no", "off", "")
HOME_OF = {"vi": "VN"}  # language of the page -> the country most of its readers live in
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


class RegistrationForm(SessionsForm):
    """One point serves all sessions. `offer`: what the page shows beside the fields."""

    offer: Offer
    key = HiddenField()
    worded = HiddenField()  # the wordings of the consents that were read
    name = name_line()
    email = line(N_("E-mail address"), Address(), most=ADDRESS)
    organisation = organisation_line()
    country = country_select()
    lang = SelectField(said(N_("Language of our mails")))
    contact_name = line(N_("Your name"), most=NAME)
    contact_email = line(N_("Your e-mail address"), Address(), most=ADDRESS)

    def validate_email(self, field: Field) -> None:
        if not field.data and not field.errors and not self.contact_email.data:
            raise ValidationError(
                said(N_("Please write an e-mail address: the ticket goes there."))
            )

    def validate_contact_name(self, field: Field) -> None:
        if self.contact_email.data and not field.data:
            raise ValidationError(said(N_("Please write your own name too.")))

    def validate_contact_email(self, field: Field) -> None:
        if self.contact_name.data and not field.data and not field.errors:
            raise ValidationError(said(N_("Please write your own e-mail address too.")))

    def refuse_choice(self, refusal: Refusal, lang: str) -> None:
        if isinstance(refusal, rules.AddressTwice):
            self.refuse("email", refusal.said_in(lang))
        else:
            super().refuse_choice(refusal, lang)

    def validate_key(self, field: Field) -> None:
        try:
            field.data = cleaned(field.data or "")[:KEY]
        except ValueError:
            field.data = ""

    def sentences(self) -> list[tuple[str | None, object]]:
        """In the order of the page, from top to bottom."""
        place = {part: n for n, part in enumerate(TOP_TO_BOTTOM)}
        found = super().sentences()
        return sorted(found, key=lambda told: place.get((told[0] or "").partition("_")[0], -1))

    def validate(self, extra_validators: Any = None) -> bool:
        """Nobody agrees to a wording that came while the page was open: it is to be read first."""
        valid, worded = (
            super().validate(extra_validators),
            rules.wordings_shown(self.offer.wordings),
        )
        if self.worded.data not in (None, "", worded):
            self.refuse(None, str(said(rules.WordingsChanged.says)))
            for wording in self.offer.wordings:
                self[f"consent_{wording.purpose}"].data = False
            valid = False
        self.worded.data = worded
        return valid

    def consents(self) -> tuple[str, ...]:
        return tuple(w.purpose for w in self.offer.wordings if self[f"consent_{w.purpose}"].data)

    def application(self) -> Application:
        contact = self.contact_email.data
        name = cast(str, self.contact_name.data)
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
            registered_by=Contact(name=name, email=contact) if contact else None,
        )


class LinkRequestForm(Form):
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write the address you registered with.")),
        Address(),
        most=ADDRESS,
    )


class PlainForm(Form):
    """A button: nothing but the token."""


FormKind = TypeVar("FormKind", bound=RegistrationForm)


def registration_form(offer: Offer, lang: str) -> RegistrationForm:
    """The whole page's form for this offer, filled from the request where one is sent."""
    return form_of_kind(RegistrationForm, offer, lang)


def form_of_kind(kind: type[FormKind], offer: Offer, lang: str) -> FormKind:
    fields: dict[str, Any] = way_fields(offer.sessions) | {
        f"consent_{w.purpose}": BooleanField(
            w.sentence.said_in(lang),
            validators=[DataRequired(said(_NEEDED))] if w.required else [],
            false_values=NOT_TICKED,
        )
        for w in offer.wordings
    }
    if len(offer.categories) > 1:
        choices = [SelectChoice(c.code, _category_said(c, lang)) for c in offer.categories]
        default = next((c.code for c in offer.categories if c.is_default), choices[0].value)
        label = said(N_("You come as"))
        fields["category"] = SelectField(label, choices=choices, default=default)
    fields |= {"point": point_field((there.point for there in offer.points), lang)}
    fields |= {"sessions": offer.sessions, "offer": offer}
    form = cast(FormKind, type(kind.__name__, (kind,), fields)())
    fill_countries(form.country, lang)
    form.lang.choices = [SelectChoice(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES]
    if not form.is_submitted():
        form.worded.data = rules.wordings_shown(offer.wordings)
        form.lang.data, form.country.data = lang, HOME_OF.get(lang, "")
    return form


def _category_said(category: Category, lang: str) -> str:
    name = category.name.said_in(lang)
    return (
        say(lang, N_("%(category)s (all places taken)"), category=name) if category.full else name
    )


_NEEDED = N_("Without this consent we cannot register you.")

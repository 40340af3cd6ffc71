"""The fields of the registration page and of the pages behind the secret link."""

from typing import Any, cast

from flask import g
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, ValidationError

from ...forms import Address, Form, Needed, countries, country_codes, line, said
from ...i18n import LANGUAGES, N_
from ...refusal import Refusal
from ...text import cleaned
from .. import rules
from ..models import ConsentWording
from ..rules.applications import Application, Contact
from .offer import Offer, SessionOffer, choice_in

NAME, ORGANISATION, ADDRESS, KEY = 120, 200, 254, 64
# Every value a radio button may send; which of them can be had is for the rules to say.
_HALL, _POINT = ["hall", "hall-wait", "hall-wait+online"], ["point", "point-wait"]
VALUES = [SelectChoice(value) for value in ("", *_HALL, *_POINT, "online", "online-wait")]
HOME_OF = {"vi": "VN"}  # language of the page -> the country most of its readers live in
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


class SessionsForm(Form):
    """Which sessions, and how. `sessions` are the offers in order."""

    sessions: list[SessionOffer]
    point: SelectField

    def choices(self) -> tuple[rules.Choice, ...]:
        chosen = [(offer, self[offer.field].data) for offer in self.sessions]
        point = self.point.data or None
        return tuple(choice_in(v, offer.session.code, point) for offer, v in chosen if v)

    def validate_point(self, field: Field) -> None:
        values = [self[offer.field].data or "" for offer in self.sessions]
        if not field.data and any(value.startswith("point") for value in values):
            raise ValidationError(said(N_("Please choose the point where you will attend.")))

    def validate(self, extra_validators: Any = None) -> bool:
        """What the fields say, and whether one person can attend all that is chosen."""
        valid = bool(super().validate(extra_validators))
        chosen = {offer.session for offer in self.sessions if self[offer.field].data}
        try:
            rules.check_overlaps(rules.Slot.of(session) for session in chosen)
        except rules.SessionsOverlap as refusal:
            self.refuse_choice(refusal, str(g.lang))
            return False
        return valid

    def refuse_choice(self, refusal: Refusal, lang: str) -> None:
        """At the session it is about, where it names one; on top of the form otherwise."""
        slots = [fact for fact in refusal.facts.values() if isinstance(fact, rules.Slot)]
        codes: list[object] = [slot.code for slot in slots] or [refusal.facts.get("code")]
        for code in codes:
            self.refuse(f"way_{code}" if code else None, refusal.said_in(lang))


class RegistrationForm(SessionsForm):
    key = HiddenField()
    name = line(N_("Full name"), Needed(N_("Please write the full name.")), most=NAME)
    email = line(N_("E-mail address"), Address(), most=ADDRESS)
    organisation = line(N_("Organisation"), most=ORGANISATION)
    country = SelectField(said(N_("Country")), validate_choice=False)
    lang = SelectField(said(N_("Language of our mails")))
    contact_name = line(N_("Your name"), most=NAME)
    contact_email = line(N_("Your e-mail address"), Address(), most=ADDRESS)
    wordings: list[ConsentWording]

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

    def validate_country(self, field: Field) -> None:
        if field.data not in country_codes():
            raise ValidationError(said(N_("Please choose a country of the list.")))

    def validate_key(self, field: Field) -> None:
        try:
            field.data = cleaned(field.data or "")[:KEY]
        except ValueError:
            field.data = ""

    def consents(self) -> tuple[str, ...]:
        return tuple(w.purpose for w in self.wordings if self[f"consent_{w.purpose}"].data)

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


def registration_form(offer: Offer, lang: str) -> RegistrationForm:
    """The whole page's form for this offer, filled from the request where one is sent."""
    fields: dict[str, Any] = _session_fields(offer) | {
        f"consent_{w.purpose}": BooleanField(
            w.sentence.said_in(lang),
            validators=[InputRequired(said(_NEEDED))] if w.required else [],
        )
        for w in offer.wordings
    }
    if len(offer.categories) > 1:
        choices = [SelectChoice(c.code, c.name.said_in(lang)) for c in offer.categories]
        default = next((c.code for c in offer.categories if c.is_default), choices[0].value)
        label = said(N_("You come as"))
        fields["category"] = SelectField(label, choices=choices, default=default)
    fields |= {"sessions": offer.sessions, "wordings": offer.wordings}
    form: RegistrationForm = type("RegistrationForm", (RegistrationForm,), fields)()
    form.country.choices = [SelectChoice("", said(N_("Choose a country"))), *countries(lang)]
    form.lang.choices = [SelectChoice(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES]
    _fill_points(form, offer, lang)
    if not form.is_submitted():
        form.lang.data, form.country.data = lang, HOME_OF.get(lang, "")
    return form


_NEEDED = N_("Without this consent we cannot register you.")


def sessions_form(offer: Offer, lang: str, chosen: dict[str, str], point: str) -> SessionsForm:
    """The form to change sessions; `chosen`: session code -> value, as it stands now."""
    kind = type(
        "SessionsForm", (SessionsForm,), _session_fields(offer) | {"sessions": offer.sessions}
    )
    form: SessionsForm = kind(data={f"way_{k}": v for k, v in chosen.items()} | {"point": point})
    _fill_points(form, offer, lang)
    return form


def _session_fields(offer: Offer) -> dict[str, Any]:
    point = SelectField(said(N_("Your point")), choices=[], default="")
    ways: dict[str, Any] = {
        s.field: RadioField(s.session.code, choices=VALUES, default="") for s in offer.sessions
    }
    return ways | {"point": point}


def _fill_points(form: SessionsForm, offer: Offer, lang: str) -> None:
    form.point.choices = [SelectChoice("", "")] + [
        SelectChoice(point.code, f"{point.name.said_in(lang)} ({point.code})")
        for point in offer.points
    ]

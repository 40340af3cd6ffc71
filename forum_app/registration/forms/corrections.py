"""What organisers may correct about a registration."""

from collections.abc import Iterable
from typing import Any

from ...asks import Ask, AskForm, Kind
from ...forms import countries
from ...i18n import N_
from ..models import Category, Delegate
from ..rules.applications import Corrected
from .particulars import NAME, ORGANISATION


def asks_of(categories: Iterable[Category], lang: str) -> tuple[Ask, ...]:
    known = [(one.value, one.label) for one in countries(lang)]
    return (
        Ask("name", N_("Full name"), needed=True, most=NAME),
        Ask(
            "email",
            N_("E-mail"),
            Kind.ADDRESS,
            help=N_("A new address gets a new link; the old link opens nothing any more."),
        ),
        Ask("organisation", N_("Organisation"), most=ORGANISATION),
        Ask("country", N_("Country"), Kind.CHOICE, choices=[("", "–"), *known]),
        Ask(
            "category",
            N_("Category"),
            Kind.CHOICE,
            choices=[(one.code, one.name.said_in(lang)) for one in categories],
        ),
    )


def saved_of(delegate: Delegate) -> dict[str, Any]:
    person = delegate.person
    return {
        "name": person.name,
        "email": person.email,
        "organisation": person.organisation,
        "country": person.country or "",
        "category": delegate.category.code,
    }


def corrected_in(form: AskForm) -> Corrected:
    given = form.values()
    return Corrected(**given | {"country": given["country"] or None})

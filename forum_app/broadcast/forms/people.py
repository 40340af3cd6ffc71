"""What is asked about the people at a point."""

from typing import Any

from ...asks import Ask, Kind
from ...forms import Address, Form, Needed, Said, line
from ...i18n import N_
from ..models import PointContact
from ..rules.contacts import PARTS, hours_in, hours_said

ADDRESS = 254  # characters
HOURS = Ask(
    "hours",
    N_("Reachable hours"),
    most=40,
    help=N_("From–until in the point’s own time, like 07:00–19:00. Empty: not said."),
)
SECOND = Ask(
    "second_channel",
    N_("Second channel"),
    most=120,
    help=N_("Another way than the phone: a second number, Zalo, Signal, WhatsApp, a radio."),
)
PHONE = Ask("phone", N_("Phone"), most=40, help=N_("With the country code: +84 24 3826 5900."))
CONTACT = (
    Ask("name", N_("Name"), needed=True, most=120),
    Ask(
        "part",
        N_("Here as"),
        Kind.CHOICE,
        choices=tuple((part.value, Said(words)) for part, words in PARTS.items()),
    ),
    PHONE,
    SECOND,
    Ask("email", N_("E-mail address"), Kind.ADDRESS, most=ADDRESS),
    Ask("languages", N_("Languages"), most=60, help=N_("Codes like vi, en, km.")),
    HOURS,
    Ask("on_site", N_("On site"), Kind.TICK, help=N_("From the call time until the end.")),
)
REACHED = (PHONE, SECOND, HOURS)  # what a coordinator changes of contacts


def saved_in(contact: PointContact) -> dict[str, Any]:
    """What the form shows of `contact`."""
    names = ("name", "part", "phone", "second_channel", "email", "on_site")
    return {name: getattr(contact, name) for name in names} | {
        "languages": ", ".join(contact.languages),
        "hours": hours_said(contact.reachable_from, contact.reachable_until),
    }


def columns(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the columns of a contact hold it. Raises HoursUnreadable."""
    wanted = dict(values)
    if "languages" in wanted:
        codes = (wanted["languages"] or "").lower().replace(",", " ").split()
        wanted["languages"] = list(dict.fromkeys(codes))
    first, last = hours_in(wanted.pop("hours"))
    return wanted | {"reachable_from": first, "reachable_until": last}


class GivePointForm(Form):
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write the e-mail address.")),
        Address(),
        most=ADDRESS,
    )

"""What organisers are asked about the forum, its halls, points, pages, banner, and who works."""

from typing import Any

from wtforms import RadioField, SelectChoice

from ..asks import Ask, Kind
from ..forms import Address, Form, Needed, Said, countries, line, said
from ..i18n import N_, Words
from ..markup import MOST
from .models import (
    Banner,
    BannerKind,
    Forum,
    Hall,
    InfoPage,
    InfoPageVersion,
    PagePlace,
    Point,
    PointKind,
    PointType,
    Role,
    Seating,
)

KINDS = {
    PointKind.CENTRAL: N_("Central point, at the hall"),
    PointKind.REGIONAL: N_("Regional point"),
    PointKind.EMBASSY: N_("Embassy"),
    PointKind.AGENCY: N_("Agency"),
    PointKind.STUDIO: N_("Studio"),
    PointKind.SINGLE_SPEAKER: N_("Point of a single speaker"),
}
TYPES = {
    PointType.PARTICIPATE: N_("Takes part: speaks and asks questions"),
    PointType.VIEW_ONLY: N_("Follows the broadcast only"),
}
SEATINGS = {
    Seating.OPEN: N_("Open: whoever registers has a seat"),
    Seating.APPROVAL: N_("By approval: its coordinator decides"),
    Seating.CLOSED: N_("Closed: nobody can register on their own"),
}
PLACES = {
    PagePlace.FOOTER: N_("At the foot of each page"),
    PagePlace.NAVIGATION: N_("In the navigation on top"),
    PagePlace.NOWHERE: N_("Not linked: by its address alone"),
}
BANNERS = {
    BannerKind.INFO: N_("Information"),
    BannerKind.ATTENTION: N_("Attention"),
}
ZONE_HELP = N_("Its IANA name, like Asia/Ho_Chi_Minh.")
LABEL_HELP = N_("What stands below its picture. Empty: its name.")
LANGUAGES_HELP = N_("Codes like vi, en, km; empty where it is not said.")
FEWEST_HELP = N_("With fewer, the line is not worth it.")
CODE_HELP = N_("Stays as it is: it stands in addresses, releases and on tickets.")

FORUM: tuple[Ask, ...] = (
    Ask("name", N_("Name"), Kind.WORDS, needed=True),
    Ask("short_name", N_("Short name"), Kind.WORDS, needed=True, most=80),
    Ask("theme", N_("Theme"), Kind.WORDS, most=400),
    Ask("venue", N_("Venue"), Kind.WORDS, needed=True),
    Ask("city", N_("City of the venue"), Kind.WORDS, needed=True, most=80),
    Ask("hosts", N_("Co-chairs, one on each line"), Kind.TEXT, most=2000),
    Ask("first_day", N_("First day"), Kind.DAY, needed=True),
    Ask("last_day", N_("Last day"), Kind.DAY, needed=True),
    Ask("zone", N_("Time zone"), needed=True, most=60, help=ZONE_HELP),
    Ask("latitude", N_("Latitude"), Kind.DECIMAL, most=90, least=-90),
    Ask("longitude", N_("Longitude"), Kind.DECIMAL, most=180, least=-180),
    Ask(
        "changeover_minutes",
        N_("Minutes between two remote speakers in one hall"),
        Kind.NUMBER,
        needed=True,
        most=240,
        help=N_("To change the line. 0: none are needed."),
    ),
    Ask(
        "contact_email",
        N_("Address for questions"),
        Kind.ADDRESS,
        help=N_("Letters come from it, and answers go to it."),
    ),
)
CODE = Ask("code", N_("Code"), needed=True, most=20, help=CODE_HELP)
HALL = (
    Ask("name", N_("Name"), Kind.WORDS, needed=True),
    Ask(
        "seats",
        N_("Seats"),
        Kind.NUMBER,
        needed=True,
        most=100_000,
        help=N_("As many as the fire limit of the hall allows."),
    ),
    Ask(
        "holds_several",
        N_("Holds several sessions at once"),
        Kind.TICK,
        help=N_("An exhibition hall or a foyer. In any other hall that is a clash."),
    ),
    Ask("documented", N_("On public record"), Kind.TICK),
)
PAGE = (
    Ask("title", N_("Title"), Kind.WORDS, needed=True, most=120),
    Ask("body", N_("Text"), Kind.TEXT, needed=True, most=MOST),
    Ask(
        "place",
        N_("Linked from"),
        Kind.CHOICE,
        choices=tuple((key.value, Said(words)) for key, words in PLACES.items()),
    ),
    Ask("position", N_("Place in the order"), Kind.NUMBER, needed=True, most=999),
)
SLUG = Ask(
    "slug", N_("Address"), needed=True, most=20, help=N_("Small letters, like getting-there.")
)
BANNER = (
    Ask("sentence", N_("Sentence"), Kind.WORDS, needed=True, most=300),
    Ask(
        "kind",
        N_("Kind"),
        Kind.CHOICE,
        choices=tuple((key.value, Said(words)) for key, words in BANNERS.items()),
    ),
    Ask(
        "shows_wall", N_("From"), Kind.WALL, help=N_("By the clocks at the venue. Empty: at once.")
    ),
    Ask("ends_wall", N_("Until"), Kind.WALL, help=N_("Empty: until you take it down.")),
)


def point_asks(lang: str) -> tuple[Ask, ...]:
    return (
        Ask("name", N_("Name"), Kind.WORDS, needed=True),
        Ask("city", N_("City"), Kind.WORDS, needed=True, most=80),
        Ask(
            "country",
            N_("Country"),
            Kind.CHOICE,
            choices=tuple((x.value, x.label) for x in countries(lang)),
        ),
        Ask("zone", N_("Time zone"), needed=True, most=60, help=ZONE_HELP),
        Ask("latitude", N_("Latitude"), Kind.DECIMAL, needed=True, most=90, least=-90),
        Ask("longitude", N_("Longitude"), Kind.DECIMAL, needed=True, most=180, least=-180),
        Ask("seats", N_("Seats"), Kind.NUMBER, needed=True, most=100_000),
        Ask(
            "kind",
            N_("Kind"),
            Kind.CHOICE,
            choices=tuple((key.value, Said(words)) for key, words in KINDS.items()),
        ),
        Ask(
            "type",
            N_("Takes part or follows"),
            Kind.CHOICE,
            choices=tuple((key.value, Said(words)) for key, words in TYPES.items()),
        ),
        Ask(
            "seating",
            N_("How people get a seat"),
            Kind.CHOICE,
            choices=tuple((key.value, Said(words)) for key, words in SEATINGS.items()),
        ),
        Ask("address", N_("Street address"), Kind.WORDS, most=300),
        Ask("host_institution", N_("Host institution"), Kind.WORDS),
        Ask("screen_label", N_("Label on the screen"), most=60, help=LABEL_HELP),
        Ask("languages", N_("Languages spoken there"), most=60, help=LANGUAGES_HELP),
        Ask("min_viable", N_("Fewest people"), Kind.NUMBER, most=100_000, help=FEWEST_HELP),
        Ask("documented", N_("On public record"), Kind.TICK),
    )


WITHDRAWN = Ask(
    "withdrawn",
    N_("Withdrawn"),
    Kind.TICK,
    help=N_("It takes part no more: it is in no later release, and nobody gets a seat there."),
)


def point_columns(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed about a point, as its columns hold it; languages may be none that we know."""
    codes = (values["languages"] or "").lower().replace(",", " ").split()
    return values | {
        "languages": list(dict.fromkeys(codes)),
        "min_viable": values["min_viable"] or 0,
    }


def saved_in(row: Forum | Hall | Point | Banner, asks: tuple[Ask, ...]) -> dict[str, Any]:
    """What the form shows of `row`."""
    saved = {ask.name: getattr(row, ask.name) for ask in asks if ask is not WITHDRAWN}
    if isinstance(row, Point):
        saved |= {"languages": ", ".join(row.languages), "withdrawn": bool(row.withdrawn_at)}
    if isinstance(row, Forum):
        saved["hosts"] = _lines([Words(host) for host in row.hosts])
    return saved


def saved_in_page(page: InfoPage, version: InfoPageVersion | None) -> dict[str, Any]:
    text = {"title": version.title, "body": version.body} if version else {}
    return {**text, "place": page.place, "position": page.position}


def forum_columns(values: dict[str, Any]) -> dict[str, Any]:
    """What was typed about a forum, as its columns hold it."""
    return values | {"hosts": _hosts(values["hosts"])}


def _lines(hosts: list[Words]) -> Words | None:
    said = {x: "\n".join(host.said_in(x) for host in hosts) for x in ("vi", "en")}
    return Words(said) if hosts else None


def _hosts(lines: Words | None) -> list[dict[str, str]]:
    """The n-th lines of both languages name one host."""
    hosts: list[dict[str, str]] = []
    for lang, text in lines.by_lang.items() if lines else ():
        for place, name in enumerate(one.strip() for one in text.split("\n") if one.strip()):
            hosts += [{}] * (place == len(hosts))
            hosts[place] = hosts[place] | {lang: name}
    return hosts


SCOPES = {  # what a token may be for, as the guards of the API name it
    "registrations": N_("Registrations: make, read, list, withdraw"),
    "booths": N_("Booths: book for exhibitors, cancel"),
    "programme": N_("Programme: release the draft"),
}
TOKEN = (
    Ask(
        "name",
        N_("Name"),
        needed=True,
        most=80,
        help=N_("Which machine uses it, for example the registration desk of the ministry."),
    ),
    *(Ask(scope, words, Kind.TICK) for scope, words in SCOPES.items()),
    Ask(
        "last_day",
        N_("Last day"),
        Kind.DAY,
        needed=True,
        help=N_("By the clocks at the venue, included."),
    ),
)
ADDRESS = 254  # characters
ROLES = {
    Role.ORGANISER: N_("Organiser"),
    Role.CALLER: N_("Caller"),
    Role.DOOR: N_("Door"),
}


class GiveRoleForm(Form):
    email = line(
        N_("E-mail address"),
        Needed(N_("Please write the e-mail address.")),
        Address(),
        most=ADDRESS,
    )
    role = RadioField(
        said(N_("Role")),
        choices=[SelectChoice(role.value, said(name)) for role, name in ROLES.items()],
        default=Role.DOOR.value,
    )

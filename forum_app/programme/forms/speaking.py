"""What organisers are asked about talks and people, and speakers about themselves."""

from collections.abc import Iterable, Sequence
from typing import Any

from ...asks import LANGUAGE_NAMES, Ask, Kind
from ...forms import Said, countries
from ...forums.models import Person, Point, PointKind
from ...i18n import LANGUAGES, N_, say
from ..models import Appearance, AppearanceRole, InterpretationChannel, SpeakerPage, Talk, Way
from ..rules.speaking import MOST_MINUTES, MOST_REASON, ROLES, Named

WAYS = {Way.HALL: N_("In the hall"), Way.POINT: N_("At a point"), Way.ONLINE: N_("Online")}
TALK = (
    Ask("title", N_("Title"), Kind.WORDS, needed=True, most=300),
    Ask("minutes", N_("Minutes"), Kind.NUMBER, needed=True, most=MOST_MINUTES),
)
ANSWER = Ask(
    "answer",
    N_("Answer"),
    Kind.CHOICE,
    choices=(
        ("", Said(N_("not answered yet"))),
        ("confirmed", Said(N_("will come"))),
        ("declined", Said(N_("declined"))),
    ),
    help=N_("As they told you. They may answer on their own page too."),
)
SHOWN = Ask(
    "shown",
    N_("Everybody may download them once the session is released"),
    Kind.TICK,
)
ABOUT = (
    Ask("biography", N_("Biography"), Kind.TEXT, most=3000),
    Ask(
        "name_said",
        N_("How the name is spoken"),
        Kind.WORDS,
        most=120,
        help=N_(
            "For whoever announces it, like “nguyen tee ahn”. Only the chair and organisers see it."
        ),
    ),
    Ask(
        "contact",
        N_("Where to find you on the day"),
        most=120,
        help=N_("A phone number or a name in a messenger. Only the chair and organisers see it."),
    ),
    Ask(
        "zone",
        N_("Time zone where you will be"),
        most=60,
        help=N_(
            "Like Asia/Singapore. It is used where you speak online; at a point, the zone of the "
            "point counts."
        ),
    ),
    Ask(
        "lang",
        N_("Language of our letters"),
        Kind.CHOICE,
        choices=tuple((lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES),
    ),
)
DECLINE = Ask("because", N_("Why not, in a sentence"), most=MOST_REASON)


def who_asks(speakers: Iterable[Person], lang: str) -> tuple[Ask, ...]:
    """speakers: who is in the programme already."""
    known = [
        (x.uuid, f"{x.name}, {x.organisation}" if x.organisation else x.name) for x in speakers
    ]
    new = ("", Said(N_("Somebody new, as written below")))
    lands = [("", Said(N_("not said"))), *((x.value, x.label) for x in countries(lang))]
    return (
        Ask("person", N_("Who it is"), Kind.CHOICE, choices=(new, *known)),
        Ask("name", N_("Name of somebody new"), most=120),
        Ask(
            "email",
            N_("E-mail address of somebody new"),
            Kind.ADDRESS,
            help=N_("Whoever is registered with it already is that person."),
        ),
        Ask("organisation", N_("Organisation"), most=200),
        Ask("post", N_("Post"), Kind.WORDS, most=200),
        Ask("country", N_("Country"), Kind.CHOICE, choices=tuple(lands)),
    )


def place_asks(
    talks: Sequence[Talk],
    points: Iterable[Point],
    channels: Iterable[InterpretationChannel],
    lang: str,
    role: str | None,
) -> tuple[Ask, ...]:
    """role: what somebody has now, which stays a choice."""
    usual = [x for x in ROLES if x is not AppearanceRole.REPORT_AND_CLOSING or x == role]
    parts = [(x.uuid, x.title.said_in(lang)) for x in talks]
    there = [
        (x.code, f"{x.code} {x.city.said_in(lang)}{_lost(x, lang)}")
        for x in points
        if x.kind is not PointKind.CENTRAL
    ]
    return (
        Ask(
            "role",
            N_("Role"),
            Kind.CHOICE,
            choices=tuple((x.value, Said(ROLES[x])) for x in usual),
            help=N_("Somebody with several roles is put in once for each."),
        ),
        Ask(
            "talk",
            N_("In which talk"),
            Kind.CHOICE,
            choices=(("", Said(N_("The whole session"))), *parts),
            may_be_gone=True,
        ),
        _channel_ask(channels, lang),
        Ask(
            "from_way",
            N_("From where"),
            Kind.CHOICE,
            choices=tuple((x.value, Said(words)) for x, words in WAYS.items()),
        ),
        Ask("point", N_("Point"), Kind.CHOICE, choices=(("", Said(N_("none"))), *there)),
    )


def _lost(point: Point, lang: str) -> str:
    return f" · {say(lang, N_('takes part no more'))}" if point.withdrawn_at else ""


def _channel_ask(channels: Iterable[InterpretationChannel], lang: str) -> Ask:
    voices = [(x.channel.key, x.channel.said_in(lang)) for x in channels]
    return Ask(
        "channel",
        N_("Channel of an interpreter"),
        Kind.CHOICE,
        choices=(("", Said(N_("none"))), *voices),
        help=N_("Whoever interprets in two channels is put in once for each."),
    )


def saved_in_talk(talk: Talk) -> dict[str, Any]:
    return {"title": talk.title, "minutes": talk.minutes}


def saved_in_appearance(row: Appearance, talks: Iterable[Talk]) -> dict[str, Any]:
    """talks: of the session."""
    answers = {"confirmed": row.confirmed_at, "declined": row.declined_at}
    return {
        "role": row.role.value,
        "from_way": row.from_way.value,
        "talk": next((x.uuid for x in talks if x.id == row.talk_id), ""),
        "point": row.point.code if row.point else "",
        "channel": row.channel.channel.key if row.channel else "",
        "answer": next((answer for answer, at in answers.items() if at), ""),
    }


def saved_in_page(page: SpeakerPage) -> dict[str, Any]:
    return {ask.name: getattr(page, ask.name) for ask in ABOUT}


def named_in(values: dict[str, Any]) -> Named:
    of_whom = ("name", "email", "organisation", "post", "country")
    return Named(**{name: values[name] or None for name in of_whom})


def columns_of(values: dict[str, Any]) -> dict[str, Any]:
    return {"role": AppearanceRole(values["role"]), "from_way": Way(values["from_way"])}

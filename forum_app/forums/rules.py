"""What may name a forum and the things in it, when it may be, and how names are found again."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Protocol, TypeVar

from .. import clock
from ..i18n import LANGUAGES, N_, Words
from ..refusal import Refusal
from ..text import folded, sort_key

# Besides those of the interface, the official languages of ASEAN's members and its partners'.
HEARD = (*LANGUAGES, "fil", "fr", "id", "ja", "km", "ko", "lo", "ms", "my", "ru", "ta", "th", "zh")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_SLUG = re.compile(r"(?=.{2,60}$)[a-z0-9]+(-[a-z0-9]+)*")
TAKEN_BY_THE_SITE = {
    *("account", "api", "healthz", "links", "mail", "metrics", "password", "readyz"),
    *("sign-in", "sign-out", "sign-up", "static"),
    *LANGUAGES,
}
YEARS = range(1990, 2200)  # outside them a day is a slip of the finger
MOST_DAYS = 100
# What is kept about a person, and chosen of two who are one. `user_id`: whose account it is.
OF_A_PERSON = ("name", "email", "organisation", "post", "country", "user_id")


class BadSlug(Refusal):
    says = N_(
        "“%(slug)s” cannot be in an address. Please use 2 to 60 small letters a–z, digits and "
        "hyphens between them, like “ascf-2020”."
    )
    status = 422


class SlugTaken(Refusal):
    says = N_("There is a forum named “%(slug)s” already. Please choose another name.")


class SamePerson(Refusal):
    says = N_("This is one person already: there is nothing to merge.")
    status = 422


class MergedAlready(Refusal):
    says = N_("One of the two was merged already. What is left of both stands in the list.")


class SlugOfTheSite(Refusal):
    says = N_("“%(slug)s” is an address of the site itself. Please choose another name.")


class NoSuchZone(Refusal):
    says = N_("There is no time zone “%(zone)s”. Please use a name like %(like)s.")
    status = 422


class EndsBeforeItBegins(Refusal):
    says = N_("The last day, %(last)s, is before the first, %(first)s.")
    status = 422


class UnlikelyDays(Refusal):
    says = N_(
        "A forum lasts at most %(days)s days, in a year from %(first)s to %(last)s. "
        "Please check both days."
    )
    status = 422


class ClocksSkip(Refusal):
    says = N_(
        "%(what)s would be at %(hour)s on %(day)s, which the clocks in %(zone)s skip. "
        "Please move it first, or choose another first day."
    )


class EndsTooEarly(Refusal):
    says = N_(
        "%(what)s would end before it begins on %(day)s, when the clocks in %(zone)s change. "
        "Please move it first, or choose another first day."
    )


class NotTheirRole(Refusal):
    says = N_("This role is not theirs any more.")


class Given(Enum):
    """How a role came to somebody."""

    AT_ONCE = auto()
    INVITED = auto()
    BEFORE = auto()  # they had it


class LastOrganiser(Refusal):
    says = N_("A forum needs an organiser: give that to somebody else first.")


class TokenRevoked(Refusal):
    says = N_("This token was revoked already.")


class NoScope(Refusal):
    says = N_("Please choose what the token may do.")
    status = 422


class TokenEndsBefore(Refusal):
    says = N_("The last day must not be over yet.")
    status = 422


class TokenLastsTooLong(Refusal):
    says = N_("A token lasts at most %(days)s days. Please choose an earlier last day.")
    status = 422


MOST_TOKEN_DAYS = 400  # a year, and the weeks in which it is replaced


def check_token(scopes: Collection[str], ends_at: datetime, now: datetime) -> None:
    """Raises NoScope, TokenEndsBefore, TokenLastsTooLong."""
    if not scopes:
        raise NoScope
    if ends_at <= now:
        raise TokenEndsBefore
    if ends_at - now > timedelta(days=MOST_TOKEN_DAYS):
        raise TokenLastsTooLong(days=MOST_TOKEN_DAYS)


def can_be_code(text: str) -> bool:
    """Whether `text` can be a slug or a code: what cannot is looked up nowhere."""
    return bool(_CODE.fullmatch(text))


def check_slug(slug: str) -> None:
    """Raises BadSlug or SlugOfTheSite."""
    if not _SLUG.fullmatch(slug):
        raise BadSlug(slug=slug[:80])
    if slug in TAKEN_BY_THE_SITE:
        raise SlugOfTheSite(slug=slug)


def check_days(first: date, last: date) -> None:
    """Raises EndsBeforeItBegins or UnlikelyDays."""
    if last < first:
        raise EndsBeforeItBegins(first=first, last=last)
    if first.year not in YEARS or (last - first).days >= MOST_DAYS:
        raise UnlikelyDays(days=MOST_DAYS, first=YEARS[0], last=YEARS[-1])


def zone_checked(name: str) -> str:
    """The IANA key for `name`. Raises NoSuchZone, which names zones that may be meant."""
    zone = clock.zone_named(name)
    if zone is None:
        raise NoSuchZone(zone=name[:60], like=", ".join(clock.zones_like(name)))
    return zone


def instant_checked(wall: datetime, zone: str) -> datetime:
    """The instant at which clocks in `zone` show `wall`. Raises WallSkipped."""
    try:
        return clock.instant_of(wall, zone)
    except clock.Skipped:
        raise WallSkipped(time=clock.Wall(wall), zone=clock.city_of(zone)) from None


def wall_moved(
    what: object, wall: datetime, fold: int, zone: str, days: int
) -> tuple[datetime, int]:
    """(wall time, fold) of `what` so many days later. Raises ClocksSkip, which names it."""
    try:
        return clock.wall_after(wall, fold, zone, days)
    except clock.Skipped as skipped:
        hour, day = f"{skipped.wall:%H:%M}", clock.Day(skipped.wall.date())
        raise ClocksSkip(what=what, hour=hour, day=day, zone=clock.city_of(zone)) from None


def folded_words(words: Words) -> str:
    """Every language of `words` as it is searched: "phien toan the plenary session"."""
    return " ".join(dict.fromkeys(folded(text) for text in words.by_lang.values()))


def sort_keys(words: Words) -> dict[str, str]:
    """Language -> key that sorts what its readers are shown in the order of a dictionary."""
    return {lang: sort_key(words.said_in(lang)) for lang in LANGUAGES}


class BadCode(Refusal):
    says = N_(
        "“%(code)s” cannot be in an address. Please use letters A–Z, digits, hyphens and "
        "underscores, at most 20."
    )
    status = 422


class CodeTaken(Refusal):
    says = N_("There is “%(code)s” already. Please choose another code.")


class SecondCentral(Refusal):
    says = N_("Only one point can be the central one, and there is one already.")


class CentralWithdrawn(Refusal):
    says = N_("The central point is the hall itself: it cannot be withdrawn.")


class UnknownLanguage(Refusal):
    says = N_("“%(code)s” is not a language that is known here. These are: %(known)s.")
    status = 422


class NoSuchVersion(Refusal):
    says = N_("This page has no such version. Please choose one from the list.")
    status = 422


class BannerBackwards(Refusal):
    says = N_("The banner must begin before it ends.")
    status = 422


class WallSkipped(Refusal):
    says = N_("The clocks in %(zone)s skip %(time)s. Please choose another time.")
    status = 422


class UnknownPlaceholder(Refusal):
    says = N_("“%(found)s” is not known in this letter. These are: %(known)s.")
    status = 422


class StrayBrace(Refusal):
    says = N_(
        "There is a “{” or “}” alone. Braces stand around a placeholder only, like %(known)s."
    )
    status = 422


MOST_CODE = 20
GETTING_THERE = "getting-there"  # the page that stands on the first page of the forum too
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_code(code: str) -> None:
    """Raises BadCode; also for what the addresses of the desk use themselves."""
    if not can_be_code(code) or len(code) > MOST_CODE or code in ("builder", "new", "release"):
        raise BadCode(code=code[:80])


def check_languages(codes: Iterable[str]) -> None:
    """Raises UnknownLanguage."""
    for code in codes:
        if code not in HEARD:
            raise UnknownLanguage(code=code[:20], known=", ".join(HEARD))


def check_placeholders(text: str, known: Collection[str]) -> None:
    """Raises UnknownPlaceholder or StrayBrace where `text` holds more than {name} of `known`."""
    told = ", ".join(f"{{{name}}}" for name in known)
    for found in _PLACEHOLDER.finditer(text):
        if found[1] not in known:
            raise UnknownPlaceholder(found=found[0][:60], known=told)
    if re.search("[{}]", _PLACEHOLDER.sub("", text)):
        raise StrayBrace(known=told)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """`text` with each {name} of `facts` put in once: what is put in is never read again."""
    return _PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)


class Shown(Protocol):
    @property
    def shows_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


S = TypeVar("S", bound=Shown)


def shown_at(banners: Iterable[S], at: datetime) -> list[S]:
    """Those that everybody sees at `at`; at the instant at which one ends, it is gone."""
    return [
        banner
        for banner in banners
        if (banner.shows_at is None or banner.shows_at <= at)
        and (banner.ends_at is None or at < banner.ends_at)
    ]


def banner_topic(forum_id: int) -> str:
    """What is told to have changed when the banner of a forum says something else."""
    return f"banner.{forum_id}"

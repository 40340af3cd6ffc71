"""Who is let in, for how long, and where somebody may be led afterwards. Pure."""

import re
from datetime import datetime, timedelta

from ...i18n import N_
from ...refusal import Refusal

IDLE = timedelta(days=3)  # unseen for so long, and one signs in anew
ABSOLUTE = timedelta(days=14)  # so does who is seen every day; the cookie itself is no older
HALF = timedelta(minutes=10)  # for the second step
PROVED = timedelta(minutes=15)  # for how long nobody is asked again who they are
KEPT = timedelta(days=30)  # what is over is forgotten then
FORGOTTEN_AT_ONCE = 200  # rows
SEEN_EVERY = timedelta(minutes=5)
DEVICE = 200  # characters of what a browser calls itself
_LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,500}")  # browsers read a backslash as a slash
_BROWSERS = (  # in what it calls itself -> its name; the first that fits
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class WrongPassword(Refusal):
    says = N_("This address and this password do not go together. Please check both.")
    status = 422


class NotThisPassword(Refusal):
    says = N_("That is not the password of this account.")
    status = 422


class NoSuchSignIn(Refusal):
    says = N_("This browser is not signed in any more.")
    status = 404


class NotTheirs(Refusal):
    says = N_("This role is not theirs any more.")


class NobodyWith(Refusal):
    says = N_("Nobody has an account with %(email)s.")
    status = 404


class LastAdmin(Refusal):
    says = N_("The site needs somebody who administers it: give that to somebody else first.")


def local_path(given: str) -> str | None:
    """`given` where it is a path of this site, percent-encoded; None for all that leads elsewhere.

    Controls and spaces are refused too: browsers drop some, and then "/\\t/evil" is "//evil".
    """
    return given if _LOCAL.fullmatch(given) else None


def is_over(*, made_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a signed-in browser has to sign in anew, for being idle or for its age."""
    return now - seen_at >= IDLE or now - made_at >= ABSOLUTE


def device_said(calls_itself: str) -> str:
    """A browser in words, from the User-Agent it sent: "Firefox, Windows"; "?" for an odd one."""
    browser = next((name for sign, name in _BROWSERS if sign in calls_itself), None)
    system = next((name for sign, name in _SYSTEMS if sign in calls_itself), None)
    return ", ".join(filter(None, [browser, system])) or "?"

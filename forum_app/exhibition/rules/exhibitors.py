"""What an exhibitor may say of itself, and how its page is named."""

import re
from urllib.parse import urlsplit

from ...i18n import N_
from ...refusal import Refusal
from ...text import folded

WEBSITE = 200  # characters
_HOST = re.compile(r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")


class BadWebsite(Refusal):
    says = N_("Please write a whole web address, like https://example.org.")
    status = 422


class ExhibitorStale(Refusal):
    says = N_(
        "Somebody else changed this profile while you wrote. What they saved stands below beside "
        "what you typed: please check, and save again."
    )


class ContactOfTwo(Refusal):
    says = N_(
        "One of the two books for %(one)s, the other for %(other)s, and an exhibitor has a contact "
        "of its own. Please give one of them another contact first."
    )


class InvitedAlready(Refusal):
    says = N_("%(name)s is invited to zone %(zone)s already.")


class NotByInvitation(Refusal):
    says = N_("Nobody needs an invitation to zone %(zone)s.")


def website_checked(text: str | None) -> str | None:
    """A web address that a page may link to: http or https, a host with a dot, nobody's password.

    Raises BadWebsite.
    """
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadWebsite from None
    strange = parts.username is not None or any(x.isspace() for x in text) or "\\" in text
    if parts.scheme not in ("http", "https") or strange or not _HOST.fullmatch(host):
        raise BadWebsite
    if len(text) > WEBSITE:
        raise BadWebsite
    return f"{parts.scheme}{text[len(parts.scheme) :]}"


def slug_of(name: str) -> str:
    """What names an exhibitor in addresses: "Bản đồ số Việt" -> "ban-do-so-viet"."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:60].strip("-") or "exhibitor"

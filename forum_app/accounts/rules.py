"""Who is let in, and where somebody may be led afterwards. Pure."""

import re

from ..i18n import N_
from ..refusal import Refusal

_LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,500}")  # browsers read a backslash as a slash


class WrongPassword(Refusal):
    says = N_("This address and this password do not go together. Please check both.")
    status = 422


def local_path(given: str) -> str | None:
    """`given` where it is a path of this site, percent-encoded; None for all that leads elsewhere.

    Controls and spaces are refused too: browsers drop some, and then "/\\t/evil" is "//evil".
    """
    return given if _LOCAL.fullmatch(given) else None

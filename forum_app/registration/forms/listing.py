"""What an organiser asks of the list of delegates, read from an address."""

from collections.abc import Mapping

from ...text import cleaned
from ..rules.listing import SearchUnreadable, Wanted, wanted_in


def wanted_asked(given: Mapping[str, str]) -> Wanted:
    """Raises what `wanted_in` raises, and SearchUnreadable."""
    try:
        words = cleaned(given.get("q", "")[:20_000])
    except ValueError:
        raise SearchUnreadable from None
    return wanted_in({**given, "q": words})

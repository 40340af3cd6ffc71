"""What the page of the agenda builder sends: one act, as the fields of a form."""

from collections.abc import Mapping
from datetime import datetime

from ...asks import number_in
from ...forums.rules import can_be_code
from ..rules.placing import Place, PlaceUnread

MOST = 200  # copies taken back at once
_LONGEST = 80  # characters of a code


def code_in(given: Mapping[str, str]) -> str:
    """Raises PlaceUnread."""
    return _text(given, "code")


def seen_in(given: Mapping[str, str]) -> int:
    """The version that the board saw; 0, which no row has, where that cannot be read."""
    return number_in(given.get("seen", ""))


def place_in(given: Mapping[str, str]) -> Place:
    """Raises PlaceUnread."""
    minutes, fold = given.get("minutes", ""), given.get("fold", "0")
    try:
        starts = datetime.fromisoformat(given.get("starts", ""))
    except ValueError:
        raise PlaceUnread from None
    if starts.tzinfo or not 1900 <= starts.year <= 2200 or fold not in ("0", "1"):
        raise PlaceUnread
    starts = starts.replace(second=0, microsecond=0)
    return Place(
        hall=_text(given, "hall"), starts=starts, minutes=number_in(minutes), fold=int(fold)
    )


def copies_in(given: Mapping[str, str]) -> list[tuple[str, int]]:
    """ "B1-R2:1 B1-R3:1": codes, each with the version seen. Raises PlaceUnread."""
    found = [one.partition(":") for one in given.get("copies", "").split()]
    if not found or len(found) > MOST or not all(can_be_code(x) for x, _, _ in found):
        raise PlaceUnread
    return [(code, number_in(seen)) for code, _, seen in found]


def _text(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    if not text or len(text) > _LONGEST:
        raise PlaceUnread
    return text

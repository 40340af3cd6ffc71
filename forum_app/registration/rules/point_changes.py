"""What of a point its people are told of when it changes. Pure."""

from collections.abc import Mapping
from typing import Any

from ...i18n import N_
from ...refusal import Refusal

TOLD = {  # column of a point -> what it is called in a letter
    "name": N_("Name"),
    "city": N_("City"),
    "address": N_("Street address"),
    "zone": N_("Time zone"),
}


def still_differs(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Of what people were told, what is another now. Both: column -> plain value."""
    return {name: was[name] for name in TOLD if name in was and was[name] != now[name]}


class ToldAlready(Refusal):
    says = N_(
        "The people of this point were written to meanwhile, or somebody decided that no letter "
        "was needed."
    )

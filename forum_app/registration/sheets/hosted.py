"""The delegates of one session and those who wait, for its host."""

from collections.abc import Iterable

from ...i18n import N_, country_said, say
from ...tables import Cell, Table
from ..queries.hosted import Hosted

WAYS = {"hall": N_("In the hall"), "point": N_("At a point"), "online": N_("Online")}
HEADS = (
    N_("Name"),
    N_("Organisation"),
    N_("Country"),
    N_("Way"),
    N_("Point"),
    N_("Number in line"),
    N_("E-mail address"),
)


def table_of(delegates: Iterable[Hosted], lang: str) -> Table:
    """One line each."""
    rows = (_row(one, lang) for one in delegates)
    return Table(headings=[say(lang, head) for head in HEADS], rows=rows)


def _row(one: Hosted, lang: str) -> list[Cell]:
    country = country_said(one.country, lang) if one.country else None
    way = say(lang, WAYS[one.way.value])
    return [one.name, one.organisation, country, way, one.point, one.number, one.email]

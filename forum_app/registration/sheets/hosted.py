"""The delegates of one session and those who wait, for its host."""

import csv
from collections.abc import Iterable
from io import StringIO

from ...i18n import N_, country_said, say
from ...text import plain_cell
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


def csv_of(delegates: Iterable[Hosted], lang: str) -> str:
    """One line each; no cell is a formula to whatever opens it."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([say(lang, head) for head in HEADS])
    for one in delegates:
        cells = (
            one.name,
            one.organisation,
            country_said(one.country, lang) if one.country else None,
            say(lang, WAYS[one.way.value]),
            one.point,
            one.number,
            one.email,
        )
        writer.writerow([plain_cell(str(x)) if x is not None else "" for x in cells])
    return "\ufeff" + file.getvalue()  # so that spreadsheets read it as UTF-8

"""What organisers may take along as a file: which tables there are, and who makes them."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from ..broadcast.queries.tables import contacts_table, lines_table, points_table
from ..db import db
from ..exhibition.queries.tables import bookings_table
from ..forums.models import Forum
from ..i18n import N_, say
from ..post.models import Message, MessageState
from ..registration.queries import tables
from ..registration.rules.listing import Wanted
from ..tables import Cell, Table, wall

LETTER_STATES = {
    MessageState.WAITING: N_("On its way"),
    MessageState.SENT: N_("Sent"),
    MessageState.DEAD: N_("Given up"),
    MessageState.CANCELLED: N_("Cancelled"),
}
LETTER_HEADINGS = (
    *(N_("Kind"), N_("Address"), N_("Language"), N_("State"), N_("Attempts")),
    *(N_("Written (%(zone)s)"), N_("Sent (%(zone)s)"), N_("Why it did not leave")),
)


def letters_table(forum: Forum, lang: str) -> Table:
    """What became of each letter of the forum; never what it says, which may hold a link."""
    headings = [say(lang, heading, zone=forum.zone) for heading in LETTER_HEADINGS]
    return Table(headings=headings, rows=_letter_rows(forum, lang))


def _letter_rows(forum: Forum, lang: str) -> Iterator[list[Cell]]:
    asked = (
        select(Message.template, Message.address, Message.lang, Message.state, Message.attempts)
        .add_columns(Message.written_at, Message.sent_at, Message.last_error)
        .where(Message.forum_id == forum.id)
        .order_by(Message.id)
        .execution_options(yield_per=tables.AT_ONCE)
    )
    for row in db.session.execute(asked):
        yield _letter_row(forum, row, lang)


def _letter_row(forum: Forum, row: Any, lang: str) -> list[Cell]:
    template, address, language, state, attempts, written_at, sent_at, error = row
    said = say(lang, LETTER_STATES[state])
    times = [wall(written_at, forum.zone), wall(sent_at, forum.zone)]
    return [template, address, language, said, attempts, *times, error]


SHEETS: dict[str, tuple[str, str, Callable[[Forum, str], Table]]] = {
    # code -> what it is, what is in it, who makes it for a forum in a language
    "delegates": (
        N_("Delegates"),
        N_("Each registration with address, state and what was chosen in each session."),
        lambda forum, lang: tables.delegates_table(forum, Wanted(), lang),
    ),
    "places": (
        N_("Places taken"),
        N_("Who has a seat, by session, way and point."),
        tables.places_table,
    ),
    "lines": (N_("Waiting lists"), N_("Who waits for what, in their turn."), tables.lines_table),
    "check-ins": (
        N_("Entries"),
        N_("Who came through which door, and what was taken back."),
        tables.check_ins_table,
    ),
    "sessions": (
        N_("Sessions with seats"),
        N_("Seats, places taken and waiting lists. Nothing about anybody."),
        tables.sessions_table,
    ),
    "points": (
        N_("Points"),
        N_("Each with all its settings; can be read in again."),
        points_table,
    ),
    "contacts": (
        N_("Contacts at the points"),
        N_("Who is there and how they are reached; can be read in again."),
        contacts_table,
    ),
    "point-lines": (
        N_("Lines for the technical partner"),
        N_("Each live line of the points and sessions, without its secret."),
        lines_table,
    ),
    "bookings": (N_("Bookings"), N_("Booths, exhibitors and their contacts."), bookings_table),
    "letters": (
        N_("Letters"),
        N_("Which letter went where, and what became of it; not what it says."),
        letters_table,
    ),
}


def table_of(forum: Forum, what: str, wanted: Wanted, lang: str) -> Table:
    """The table `what`, a key of SHEETS; of delegates those that `wanted` asks for."""
    if what == "delegates":
        return tables.delegates_table(forum, wanted, lang)
    return SHEETS[what][2](forum, lang)

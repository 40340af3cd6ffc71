"""Each invariant is broken by hand once, and `forum check` counts just that."""

from itertools import chain

import pytest

from forum_app.commands.checks import finding_of, invariants
from forum_app.db import db
from forum_app.models import ReleasedSession

from .broken import break_by_hand, furnished

TAKEN = "seat_counts.taken: the number of live places"
OVERSOLD = "seat_counts: no more live places than seats and over"
OVER = "seat_counts.over: what is taken beyond the seats"
FREE = "seat_counts: no seat is free while somebody waits for it"
SERVED = "waitings: no line was served in a cancelled session"
OVERLAP = "places: nobody is at two places at the same time"
TICKET = "delegates: live ones have one live ticket"
INSIDE = "door_counts.inside: the number of live entries"
COUNTED = "check_ins: each live entry is counted"
THROUGH = "check_ins: through a door of seats that the session offers"
ASTRAY = "cell_claims: each is of a live booking, its booth and a day"
MISSING = "bookings: live ones own all cells of the booth on all days"
PLACE = (
    "INSERT INTO places (forum_id, delegate_id, session_id, seat_count_id, way, state, taken_at)"
    " SELECT {{forum}}, {{{who}}}, session_id, id, way, 'confirmed', '{{now}}'"
    " FROM seat_counts WHERE id = {{{seats}}}"
)
TAKE = "UPDATE seat_counts SET taken = taken + 1 WHERE id = "
LEFT_OUT = ("id", "release_id", "cancelled")
KEPT = [c.name for c in ReleasedSession.__table__.c if c.name not in LEFT_OUT]
BEFORE, AFTER = "2030-04-30 05:00:00.000000+00:00", "2030-05-03 05:00:00.000000+00:00"


def cancelling(session, at=AFTER):
    """The statements of a release at that instant in which the session is cancelled."""
    return (
        "INSERT INTO releases (forum_id, number, released_at, frozen)"
        f" VALUES ({{forum}}, 2, '{at}', '{{{{}}}}')",
        f"INSERT INTO released_sessions (release_id, cancelled, {', '.join(KEPT)})"
        f" SELECT (SELECT max(id) FROM releases), session_id = {{{session}}}, {', '.join(KEPT)}"
        " FROM released_sessions WHERE forum_id = {forum}",
    )


ONE_SEAT_MORE = "UPDATE seat_counts SET seats = seats + 1 WHERE id = {W1_hall}"


def sits_too(seats):
    """The one who waits for W1 has one of these seats, too."""
    return PLACE.format(who="waiting", seats=seats), f"{TAKE}{{{seats}}}"


LEFT_W2 = (
    PLACE.format(who="waiting", seats="W2_hall"),
    "UPDATE places SET state = 'released', released_at = taken_at WHERE delegate_id = {waiting}",
)

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (TAKEN, "UPDATE seat_counts SET taken = 2 WHERE id = {P1_hall}"),
    (OVER, "UPDATE seat_counts SET over = 1 WHERE id = {P1_hall}"),
    (FREE, ONE_SEAT_MORE),
    (FREE, ONE_SEAT_MORE, *sits_too("W2_hall"), *cancelling("W2")),
    *((FREE, ONE_SEAT_MORE, *sits_too(seats)) for seats in ("E1_hall", "P1_hall", "W1_online")),
    (FREE, ONE_SEAT_MORE, *LEFT_W2),
    (SERVED, *cancelling("W1", BEFORE)),
    (
        "categories.taken: the number of live registrations",
        "UPDATE categories SET taken = taken + 1 WHERE forum_id = {forum}",
    ),
    (
        "categories.over: what is taken beyond the quota",
        "UPDATE categories SET over = 1 WHERE forum_id = {forum}",
    ),
    (
        "places: way, point and session are those of the seats",
        "UPDATE places SET way = 'online' WHERE id = {place}",
    ),
    (
        "waitings: way, point and session are those of the seats",
        "UPDATE waitings SET way = 'online' WHERE state = 'waiting'",
    ),
    (
        INSIDE,
        "UPDATE door_counts SET inside = inside + 1 WHERE id = {count}",
    ),
    (
        COUNTED,
        "DELETE FROM door_counts WHERE id = {count}",
    ),
    (OVERLAP, PLACE.format(who="promoted", seats="W2_hall"), TAKE + "{W2_hall}"),
    (
        "delegates: confirmed ones say since when",
        "UPDATE delegates SET confirmed_at = NULL WHERE id = {seated}",
    ),
    (
        "delegates: live ones agreed to what was required",
        "UPDATE consents SET withdrawn_at = given_at WHERE delegate_id = {seated}",
    ),
    (TICKET, "UPDATE tickets SET revoked_at = issued_at WHERE person_id = {seated_person}"),
    (
        "tickets: none is live when the registration has ended",
        "UPDATE tickets SET revoked_at = NULL WHERE person_id = {withdrawn_person}",
    ),
    (
        "places: none is live when the registration has ended",
        "UPDATE places SET delegate_id = {withdrawn} WHERE id = {place}",
    ),
    (
        "waitings: none waits when the registration has ended",
        "UPDATE waitings SET delegate_id = {withdrawn} WHERE state = 'waiting'",
        ONE_SEAT_MORE,
    ),
    (
        "waitings: nobody waits for the seats they have",
        "UPDATE waitings SET state = 'waiting', ended_at = NULL, place_id = NULL,"
        " given_up_id = NULL WHERE id = {line}",
    ),
    (
        "waitings: a place given or given up is their own, there",
        "UPDATE waitings SET place_id = {place} WHERE id = {line}",
    ),
    (
        MISSING,
        "DELETE FROM cell_claims WHERE cell_id = {cell} AND day = '2030-06-02'",
    ),
    (
        "cell_claims: each ends when its booking does",
        "UPDATE cell_claims SET expires_at = '2030-06-01 00:00:00.000000+00:00'"
        " WHERE cell_id = {cell} AND day = '2030-06-02'",
    ),
    (
        "cells: no two of a hall lie on each other",
        "UPDATE cells SET x_cm = x_cm + 1 WHERE id = {cell}",
    ),
    (
        "booth_waitings: each offer is a hold of that exhibitor",
        "UPDATE booth_waitings SET state = 'offered', ended_at = NULL",
    ),
    (
        "booths: each has floor, all of it in one hall",
        "INSERT INTO booths (forum_id, code, zone_id, version) SELECT forum_id, 'bare', zone_id, 1"
        " FROM booths",
    ),
    (
        "entries: the trail is whole and unaltered",
        "UPDATE entries SET actor = 'nobody' WHERE id = 1",
    ),
    (
        "sessions.starts_at: the instant of its wall, zone and fold",
        "UPDATE sessions SET starts_wall = '2030-06-01 08:31:00.000000' WHERE id = {W1}",
    ),
    (
        "sessions.ends_at: the instant of its wall, zone and fold",
        "UPDATE sessions SET ends_wall = '2030-06-01 11:01:00.000000' WHERE id = {W1}",
    ),
    (
        "registration_terms.opens_at: the instant of its wall, zone and fold",
        "UPDATE registration_terms SET opens_at = NULL WHERE forum_id = {forum}",
    ),
    (
        "registration_terms.closes_at: the instant of its wall, zone and fold",
        "UPDATE registration_terms SET closes_at = '2039-01-01 00:00:00.000000+00:00'"
        " WHERE forum_id = {forum}",
    ),
    (
        "banners.shows_at: the instant of its wall, zone and fold",
        "UPDATE banners SET shows_at = '2001-01-01 00:00:00.000000+00:00' WHERE forum_id = {forum}",
    ),
    (
        "banners.ends_at: the instant of its wall, zone and fold",
        "UPDATE banners SET ends_at = '2039-01-01 00:00:00.000000+00:00' WHERE forum_id = {forum}",
    ),
    (
        "persons.name_folded: made of name",
        "UPDATE persons SET name_folded = 'x' WHERE id = {seated_person}",
    ),
    (
        "persons.name_sort: made of name",
        "UPDATE persons SET name_sort = 'x' WHERE id = {seated_person}",
    ),
    ("points.name_folded: made of name", "UPDATE points SET name_folded = 'x'"),
    ("points.name_sort: made of name", "UPDATE points SET name_sort = '{{}}'"),
    ("sessions.title_folded: made of title", "UPDATE sessions SET title_folded = 'x' WHERE id = 1"),
    ("sessions.title_sort: made of title", "UPDATE sessions SET title_sort = '{{}}' WHERE id = 1"),
    (
        "messages.facts: opens with a key that is here",
        "UPDATE messages SET facts = 'x' WHERE id = 1",
    ),
    (
        "code_makers.sealed_secret: opens with a key that is here",
        "UPDATE code_makers SET sealed_secret = 'x'",
    ),
    (
        "sign_ins: none is of an epoch to come",
        "UPDATE sign_ins SET epoch = epoch + 1 WHERE user_id = {user}",
    ),
    (
        "invitations: their links are to the same address",
        "UPDATE invitations SET email = 'other@example.org' WHERE forum_id = {forum}",
    ),
    (
        "host_invitations: their links are to the same address",
        "UPDATE host_invitations SET email = 'other@example.org' WHERE forum_id = {forum}",
    ),
    (
        "persons: claimed by users who confirmed an address",
        "UPDATE users SET confirmed_at = NULL WHERE id = {user}",
    ),
    ("links.sealed_secret: opens with a key that is here", "UPDATE links SET sealed_secret = 'x'"),
    (
        "idempotency_keys.answer: opens with a key that is here",
        "UPDATE idempotency_keys SET answer = 'x'",
    ),
    (
        "delegates.link_sealed: opens with a key that is here",
        "UPDATE delegates SET link_sealed = 'x' WHERE id = {seated}",
    ),
    (
        "delegates.link_hash: recognises the sealed link",
        "UPDATE delegates SET link_hash = 'x' WHERE id = {seated}",
    ),
    (
        "ck_messages_sent_when",
        ("messages", "ck_messages_sent_when"),
        "UPDATE messages SET state = 'sent' WHERE id = 1",
    ),
    (
        "ck_links_audience",
        ("links", "ck_links_audience"),
        "UPDATE links SET audience = 'nobody'",
    ),
    ("fk_links_forum_id_session_id_sessions", "UPDATE links SET session_id = 999"),
    ("fk_links_forum_id_session_id_sessions", "UPDATE links SET session_id = {elsewhere}"),
    (
        "uq_messages_dedup_key",
        ("messages", "uq_messages_dedup_key"),
        "UPDATE messages SET dedup_key = 'x' WHERE id IN (1, 2)",
    ),
    (
        "uq_delegates_one_live_per_person",
        ("delegates", "uq_delegates_one_live_per_person"),
        "UPDATE delegates SET person_id = {promoted_person} WHERE id = {seated}",
        "UPDATE tickets SET revoked_at = issued_at WHERE person_id = {seated_person}",
    ),
]
NONE = [  # what may be
    [ONE_SEAT_MORE, *sits_too("W2_hall")],
    [ONE_SEAT_MORE, *sits_too("W2_hall"), *cancelling("P1")],
    [ONE_SEAT_MORE, *cancelling("W1")],
    cancelling("W1"),  # after its line was served
]
MORE = [  # what cannot be broken without breaking something else too
    ({TAKEN: 1, OVERSOLD: 1}, [PLACE.format(who="seated", seats="W1_hall")]),
    (
        {"ck_seat_counts_never_oversold": 1, OVERSOLD: 1, OVER: 1},
        [
            ("seat_counts", "ck_seat_counts_never_oversold"),
            "UPDATE seat_counts SET seats = 0 WHERE id = {P1_hall}",
        ],
    ),
    (
        {"uq_places_one_live_per_delegate_and_session": 1, OVERLAP: 1},
        [
            ("places", "uq_places_one_live_per_delegate_and_session"),
            PLACE.format(who="seated", seats="P1_hall"),
            TAKE + "{P1_hall}",
        ],
    ),
    ({"recovery_codes: none without a second step": 10}, ["DELETE FROM code_makers"]),
    (
        {"cell_claims: each is of floor in the published plan": 2},
        ["DELETE FROM plan_cells WHERE cell_id = {cell}"],
    ),
    (
        {INSIDE: 1, COUNTED: 1, THROUGH: 1},
        [
            "UPDATE check_ins SET hall_id = NULL, point_id = (SELECT min(id) FROM points)"
            " WHERE day IS NULL AND undone_at IS NULL"
        ],
    ),
    ({ASTRAY: 4}, ["UPDATE bookings SET state = 'cancelled', cancelled_at = booked_at"]),
    (
        {ASTRAY: 1, MISSING: 1},
        ["UPDATE cell_claims SET day = '2030-07-01' WHERE cell_id = {cell} AND day = '2030-06-02'"],
    ),
]
CASES = [({name: 1}, statements) for name, *statements in ONE] + MORE
CASES += [({}, statements) for statements in NONE]
OF_TABLES = ("ck_", "uq_", "fk_")
FILE = "the file of the database is whole"


@pytest.fixture
def there(room):
    yield furnished()
    db.session.rollback()


def broken():
    found = (finding_of(invariant) for invariant in invariants())
    return {finding.name: finding.count for finding in found if finding.count}


def test_what_is_broken_is_counted_and_nothing_else(there):
    found = []
    for _, statements in CASES:
        break_by_hand(statements, there)
        found.append((broken(), statements))
        db.session.rollback()

    assert found == [(expected, statements) for expected, statements in CASES]


def test_nothing_is_broken_by_what_people_do(there):
    assert broken() == {}


def test_every_invariant_was_broken_here_once(room):
    names = [invariant.name for invariant in invariants()]

    assert len(set(names)) == len(names)
    seen = {FILE, *chain.from_iterable(expected for expected, _ in CASES)}
    assert {name for name in names if not name.startswith(OF_TABLES)} - seen == set()

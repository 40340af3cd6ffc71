"""Booths, their floor and their lines."""

ASTRAY = "cell_claims: each is of a live booking, its booth and a day"
MISSING = "bookings: live ones own all cells of the booth on all days"

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
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
]
MORE = [  # what cannot be broken without breaking something else too
    (
        {"cell_claims: each is of floor in the published plan": 2},
        ["DELETE FROM plan_cells WHERE cell_id = {cell}"],
    ),
    ({ASTRAY: 4}, ["UPDATE bookings SET state = 'cancelled', cancelled_at = booked_at"]),
    (
        {ASTRAY: 1, MISSING: 1},
        ["UPDATE cell_claims SET day = '2030-07-01' WHERE cell_id = {cell} AND day = '2030-06-02'"],
    ),
]

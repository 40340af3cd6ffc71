"""Who is in, and what was counted."""

INSIDE = "door_counts.inside: the number of live entries"
COUNTED = "check_ins: each live entry is counted"
THROUGH = "check_ins: through a door of seats that the session offers"

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "halls: never more in sessions under way than the fire limit",
        "UPDATE halls SET seats = 0 WHERE id IN (SELECT hall_id FROM check_ins"
        " WHERE undone_at IS NULL)",
    ),
    (
        INSIDE,
        "UPDATE door_counts SET inside = inside + 1 WHERE id = {count}",
    ),
    (
        COUNTED,
        "DELETE FROM door_counts WHERE id = {count}",
    ),
]
MORE = [  # what cannot be broken without breaking something else too
    (
        {INSIDE: 1, COUNTED: 1, THROUGH: 1},
        [
            "UPDATE check_ins SET hall_id = NULL, point_id = (SELECT min(id) FROM points)"
            " WHERE day IS NULL AND undone_at IS NULL"
        ],
    ),
]

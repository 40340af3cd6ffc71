"""Seats, categories, and lines against them."""

from .words import (
    BEFORE,
    ONE_SEAT_MORE,
    OVER,
    OVERLAP,
    OVERSOLD,
    PLACE,
    TAKE,
    TAKEN,
    cancelling,
    sits_too,
)

FREE = "seat_counts: no seat is free while somebody waits for it"
SERVED = "waitings: no line was served in a cancelled session"
LEFT_W2 = (
    PLACE.format(who="waiting", seats="W2_hall"),
    "UPDATE places SET state = 'released', released_at = taken_at WHERE delegate_id = {waiting}",
)

LINE_AT_POINT = (
    "INSERT INTO waitings (forum_id, delegate_id, session_id, seat_count_id, way, point_id, state,"
    " since) SELECT forum_id, {seated}, session_id, id, way, point_id, 'waiting', '{now}'"
    " FROM seat_counts WHERE session_id = {W1} AND way = 'point'"
)
OUT = "UPDATE points SET withdrawn_at = '{now}' WHERE forum_id = {forum}"

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (TAKEN, "UPDATE seat_counts SET taken = 2 WHERE id = {P1_hall}"),
    (OVER, "UPDATE seat_counts SET over = 1 WHERE id = {P1_hall}"),
    (FREE, ONE_SEAT_MORE),
    (FREE, ONE_SEAT_MORE, *sits_too("W2_hall"), *cancelling("W2")),
    *((FREE, ONE_SEAT_MORE, *sits_too(seats)) for seats in ("E1_hall", "P1_hall", "W1_online")),
    (FREE, ONE_SEAT_MORE, *LEFT_W2),
    (FREE, LINE_AT_POINT),
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
    (OVERLAP, PLACE.format(who="promoted", seats="W2_hall"), TAKE + "{W2_hall}"),
]
MORE = [  # what cannot be broken without breaking something else too
    ({TAKEN: 1, OVERSOLD: 1}, [PLACE.format(who="seated", seats="W1_hall")]),
]
NONE = [  # what may be
    [ONE_SEAT_MORE, *sits_too("W2_hall")],
    [ONE_SEAT_MORE, *sits_too("W2_hall"), *cancelling("P1")],
    [ONE_SEAT_MORE, *cancelling("W1")],
    cancelling("W1"),
    [LINE_AT_POINT, OUT],
]

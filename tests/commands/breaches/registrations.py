"""What goes with a registration."""

from .words import ONE_SEAT_MORE

TICKET = "delegates: live ones have one live ticket"

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
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
]

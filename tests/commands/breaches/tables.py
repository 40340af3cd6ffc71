"""What the tables themselves refuse."""

from .words import OVER, OVERLAP, OVERSOLD, PLACE, TAKE

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "ck_messages_sent_when",
        ("messages", "ck_messages_sent_when"),
        "UPDATE messages SET state = 'sent' WHERE id = 1",
    ),
    (
        "ck_links_audience",
        ("links", "ck_links_audience"),
        "UPDATE links SET audience = 'nobody' WHERE id = {link}",
    ),
    (
        "fk_links_forum_id_session_id_sessions",
        "UPDATE links SET session_id = 999 WHERE id = {link}",
    ),
    (
        "fk_links_forum_id_session_id_sessions",
        "UPDATE links SET session_id = {elsewhere} WHERE id = {link}",
    ),
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
MORE = [  # what cannot be broken without breaking something else too
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
]

"""What was done to many, and who was found to be another."""

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "bulk_items: taken back only where their act is",
        "UPDATE bulk_items SET state = 'undone' WHERE state = 'left'",
    ),
    (
        "bulk_acts: those that move people say from where",
        "UPDATE bulk_acts SET verb = 'resend' WHERE verb = 'relocate'",
    ),
    *(
        ("relocated: from the point of its act to elsewhere, in that session", statement)
        for statement in (
            "UPDATE relocated SET was_place_id = place_id",
            "UPDATE relocations SET point_id = (SELECT id FROM points WHERE code = 'MOVED')",
            "UPDATE relocated SET place_id = was_place_id",
        )
    ),
    (
        "relocated: taken back only where its act is",
        "UPDATE relocated SET returned = true",
    ),
    (
        "point_mailings: an open one tells what is another now",
        "UPDATE point_mailings SET was = '{{}}'",
    ),
    (
        "persons: nothing names one who was found to be another",
        "UPDATE exhibitors SET contact_id = (SELECT gone_id FROM merged_persons)",
    ),
]
MORE = [  # what cannot be broken without breaking something else too
    (
        {"bulk_acts: none has ended while something of it waits": 3},
        ["UPDATE bulk_acts SET ended_at = asked_at"],
    ),
]

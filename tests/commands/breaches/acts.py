"""What was done to many, and who was found to be another."""

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "bulk_items: taken back only where their act is",
        "UPDATE bulk_items SET state = 'undone' WHERE state = 'left'",
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

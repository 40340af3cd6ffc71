"""Who signs in, and who is invited."""

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
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
]
MORE = [  # what cannot be broken without breaking something else too
    ({"recovery_codes: none without a second step": 10}, ["DELETE FROM code_makers"]),
]

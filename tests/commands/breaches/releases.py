"""What was released, and the letters about it: the forum's second release asked for them."""

LATEST = "(SELECT id FROM releases WHERE forum_id = {forum} AND number = 2)"

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "released_photos: those that the release froze",
        "INSERT INTO released_photos (forum_id, release_id, content)"
        f" VALUES ({{forum}}, {LATEST}, 'x')",
    ),
    (
        "release_mailings: each release has its own since there are any",
        "UPDATE release_mailings SET asked_at = NULL, asked_by = NULL, since = NULL, release_id ="
        f" (SELECT min(id) FROM releases WHERE forum_id = {{forum}}) WHERE release_id = {LATEST}",
    ),
    (
        "release_mailings: told since a release before",
        f"UPDATE release_mailings SET since = 2 WHERE release_id = {LATEST}",
    ),
    (
        "release_mailings: what was asked for is written, or waits",
        "UPDATE jobs SET state = 'done' WHERE kind = 'registration.tell_moved'",
    ),
]
NONE = [  # what may be
    ["UPDATE jobs SET state = 'dead' WHERE kind = 'registration.tell_moved'"],
    [
        "UPDATE release_mailings SET ended_at = asked_at",
        "UPDATE jobs SET state = 'done' WHERE kind = 'registration.tell_moved'",
    ],
]

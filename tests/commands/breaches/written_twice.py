"""What is worked out from other columns, sealed, or chained."""

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "persons.organisation_folded: made of organisation",
        "UPDATE persons SET organisation_folded = 'x' WHERE id = {seated_person}",
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
        "availabilities.starts_at: the instant of its wall, zone and fold",
        "UPDATE availabilities SET starts_at = '2020-01-01 00:00:00.000000+00:00'"
        " WHERE forum_id = {forum}",
    ),
    (
        "availabilities.ends_at: the instant of its wall, zone and fold",
        "UPDATE availabilities SET ends_at = '2039-01-01 00:00:00.000000+00:00'"
        " WHERE forum_id = {forum}",
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
        "relays.call_at: the instant of its wall, zone and fold",
        "UPDATE relays SET call_at = '2001-01-01 00:00:00.000000+00:00' WHERE id = {relay}",
    ),
    (
        "point_keys.key_sealed: opens with a key that is here",
        "UPDATE point_keys SET key_sealed = 'x' WHERE point_id = {point}",
    ),
    (
        "persons.name_folded: made of name",
        "UPDATE persons SET name_folded = 'x' WHERE id = {seated_person}",
    ),
    (
        "persons.name_sort: made of name",
        "UPDATE persons SET name_sort = 'x' WHERE id = {seated_person}",
    ),
    (
        "points.name_folded: made of name",
        "UPDATE points SET name_folded = 'x' WHERE forum_id = {forum}",
    ),
    (
        "points.name_sort: made of name",
        "UPDATE points SET name_sort = '{{}}' WHERE forum_id = {forum}",
    ),
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
        "links.sealed_secret: opens with a key that is here",
        "UPDATE links SET sealed_secret = 'x' WHERE id = {link}",
    ),
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
    *(
        (
            f"speaker_pages.{what}_sealed: opens with a key that is here",
            f"UPDATE speaker_pages SET {what}_sealed = 'x' WHERE person_id = {{speaker}}",
        )
        for what in ("link", "feed")
    ),
    *(
        (
            f"speaker_pages.{what}_hash: recognises the sealed link",
            f"UPDATE speaker_pages SET {what}_hash = 'x' WHERE person_id = {{speaker}}",
        )
        for what in ("link", "feed")
    ),
    *(
        (
            f"{table}.content: the file is there, and whole",
            f"UPDATE {table} SET content = '{'0' * 64}'",
        )
        for table in ("photos", "slides")
    ),
]

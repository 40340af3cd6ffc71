"""Lines and their secrets, and who came in by them; check lists, and letters with pages."""

LINE = "UPDATE links SET "

ONE = [  # what is broken, and by which statements: in one row, and nothing else is
    (
        "links: a revoked one keeps no secret",
        f"{LINE}revoked_at = '{{now}}' WHERE id = {{link}}",
    ),
    (
        "links: no secret stands in an address",
        f"{LINE}address = 'https://example.org/?x=1&pwd=open' WHERE id = {{link}}",
    ),
    (
        "test_slots: each quarter of a live one is claimed, and no other",
        "DELETE FROM slot_claims WHERE slot_id = {slot}",
    ),
    (
        "check_items: what a line must carry is said of what lines carry",
        """UPDATE check_items SET applies_to = '["sound"]' WHERE code = 'room'""",
    ),
    (
        "page_letters: each lies in the outbox",
        "UPDATE page_letters SET dedup_key = 'lost' WHERE number = 1",
    ),
    (
        "gate_entries: by a line of that session",
        f"{LINE}session_id = {{W2}} WHERE id = {{gate_link}}",
    ),
    (
        "gate_entries: of somebody who had a place by that way",
        "UPDATE gate_entries SET way = 'point'",
    ),
]

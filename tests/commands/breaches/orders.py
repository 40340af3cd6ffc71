"""Which session comes after which."""

CIRCLE = "prerequisites: no session comes after itself, by others"
ITSELF = "ck_prerequisites_not_after_itself"


def comes(session, after):
    return (
        "INSERT INTO prerequisites (forum_id, session_id, after_id)"
        f" VALUES ({{forum}}, {{{session}}}, {{{after}}})"
    )


LINE = [comes("P1", "W1"), comes("P1", "W2"), comes("W1", "E1"), comes("W2", "E1")]

ONE = []  # what is broken in one row, and nothing else is
MORE = [  # what cannot be broken without breaking something else too
    ({CIRCLE: 2}, [*LINE, comes("W2", "P1")]),
    ({CIRCLE: 3}, [comes("W1", "E1"), comes("W2", "W1"), comes("E1", "W2"), comes("P1", "W2")]),
    (
        {CIRCLE: 1, ITSELF: 1},
        [("prerequisites", ITSELF), comes("W1", "W1")],
    ),
]
NONE = [LINE]  # what may be

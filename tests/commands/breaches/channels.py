"""From which channel of interpretation another is interpreted."""

CIRCLE = "interpretation_channels: none hears itself, over others"
ITSELF = "ck_interpretation_channels_not_its_own_relay"


def hears(channel, source):
    language, other = (f"language = '{x}' AND session_id = {{W1}}" for x in (channel, source))
    table = "interpretation_channels"
    return (
        f"UPDATE {table} SET relay_from_id = (SELECT id FROM {table} WHERE {other})"
        f" WHERE {language}"
    )


ONE = []  # what is broken in one row, and nothing else is
MORE = [  # what cannot be broken without breaking something else too
    ({CIRCLE: 2}, [hears("en", "vi"), hears("vi", "en")]),
    ({CIRCLE: 1, ITSELF: 1}, [("interpretation_channels", ITSELF), hears("en", "en")]),
]
NONE = [[hears("en", "vi")]]  # what may be

"""The outbox: letters are laid in with the act they tell of, and leave after its commit.

A letter's row holds the template's name and sealed facts; rooms register who writes which letter
(`create_app`). The worker delivers at least once, with a Message-ID made from the row, so that a
mailbox can tell a second copy; it backs off, and ends in `dead`, which the desk shows.
Ground knows no room: its tables name forums by string foreign keys, the one exception.
"""

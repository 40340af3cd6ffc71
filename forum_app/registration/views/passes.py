"""Passes: what a browser keeps of the secret links by which its holder came to a gate.

So the address of a gate holds no secret: copied, it opens nothing in any other browser.
"""

from flask import session

from ... import seal

KEPT = "passes"
MOST = 12  # in one browser: a secretary comes for several people
NAME = 8  # characters of a fingerprint; they tell nothing of the link


def keep_pass(secret: str) -> str:
    """Keep the link of a registration in this browser; the name that an address calls it by."""
    kept = seal.fingerprint(secret)
    session[KEPT] = [*(one for one in session.get(KEPT, ()) if one != kept), kept][-MOST:]
    return name_of(kept)


def pass_named(name: str) -> str | None:
    """The fingerprint of the link that is kept by this name; None in any other browser."""
    return next((kept for kept in session.get(KEPT, ()) if name_of(kept) == name), None)


def name_of(kept: str) -> str:
    return kept[:NAME]

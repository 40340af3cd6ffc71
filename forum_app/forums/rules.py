"""What may name a forum, or anything in it that has a code."""

import re

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


def can_be_code(text: str) -> bool:
    """Whether `text` can be a slug or a code: what cannot is looked up nowhere."""
    return bool(_CODE.fullmatch(text))

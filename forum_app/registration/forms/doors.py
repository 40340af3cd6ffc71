"""What is scanned or typed at a door."""

import re
from dataclasses import dataclass

from flask import request

from ...seal import new_secret
from ...text import cleaned
from ..rules import doors as rules

_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, kw_only=True)
class Scan:
    typed: str  # not empty; of any length
    nonce: str
    because: str | None  # None: nobody asks to let in somebody without a place


def scan_asked() -> Scan:
    """Raises NothingTyped, Unreadable, ReasonMissing."""
    typed = cleaned_line(request.form.get("typed", ""))
    if not typed:
        raise rules.NothingTyped
    nonce = request.form.get("nonce", "")
    because = reason_asked("because") if "because" in request.form else None
    made = nonce if _NONCE.fullmatch(nonce) else new_secret()
    return Scan(typed=typed, nonce=made, because=because)


def reason_asked(field: str = "reason") -> str:
    """Raises ReasonMissing, Unreadable."""
    reason = cleaned_line(request.form.get(field, ""))[: rules.MOST_OF_A_REASON]
    if not reason:
        raise rules.ReasonMissing
    return reason


def door_named() -> str:
    """Raises DoorUnnamed, Unreadable."""
    name = cleaned_line(request.form.get("door", ""))
    if not name or len(name) > rules.MOST_OF_A_NAME:
        raise rules.DoorUnnamed(most=rules.MOST_OF_A_NAME)
    return name


def pin_typed() -> str:
    """Digits alone, as many as a PIN has; else nothing that fits."""
    typed = re.sub(r"\s", "", request.form.get("pin", "")[:40])
    return typed if re.fullmatch(rf"[0-9]{{{rules.PIN_DIGITS}}}", typed) else ""


def cleaned_line(typed: str) -> str:
    """Raises Unreadable."""
    try:
        return cleaned(typed)
    except ValueError:
        raise rules.Unreadable from None

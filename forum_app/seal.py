"""Secrets: sealed where they must be read again, hashed where they need only be recognised."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CannotOpen(Exception):
    """The seal was made with a key that is not here, or was tampered with."""


@dataclass
class _Ring:
    keys: list[bytes] = field(default_factory=list)
    box: MultiFernet | None = None


_ring = _Ring()


def use_keys(keys: Sequence[str]) -> None:
    """The key in use first; older ones only open what they sealed and check what they signed."""
    _ring.keys = [hashlib.sha256(key.encode()).digest() for key in keys]
    _ring.box = MultiFernet([Fernet(base64.urlsafe_b64encode(_for(k, "seal"))) for k in _ring.keys])


def new_secret() -> str:
    """128 random bits, 22 characters that need no escaping in a URL."""
    return secrets.token_urlsafe(16)


def sealed(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def opened(seal: str) -> str:
    """What was sealed. Raises CannotOpen."""
    try:
        return _box().decrypt(seal.encode()).decode()
    except InvalidToken as broken:
        raise CannotOpen from broken


def resealed(seal: str) -> str:
    """The same secret under the key in use. Raises CannotOpen."""
    try:
        return _box().rotate(seal.encode()).decode()
    except InvalidToken as broken:
        raise CannotOpen from broken


def fingerprint(secret: str) -> str:
    """By which a random secret is recognised: its SHA-256. Not for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def signature(purpose: str, text: str) -> str:
    """80 bits of HMAC-SHA-256 of `text`, made for `purpose` alone, as 16 letters and digits."""
    return _mac(_ring.keys[0], purpose, text)


def is_signature(given: str, purpose: str, text: str) -> bool:
    """Whether a key of ours, in use or older, signed `text` for `purpose`."""
    made = (_mac(key, purpose, text) for key in _ring.keys)
    return any(hmac.compare_digest(given.encode(), one.encode()) for one in made)


def _mac(key: bytes, purpose: str, text: str) -> str:
    mac = hmac.digest(_for(key, purpose), text.encode(), "sha256")
    return base64.b32encode(mac[:10]).decode()


def _for(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, f"hybrid-forum:{purpose}".encode(), "sha256")


def _box() -> MultiFernet:
    if _ring.box is None:
        raise RuntimeError("no key: create_app gives it")
    return _ring.box

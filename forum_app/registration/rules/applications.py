"""What somebody asks for. Pure: no database, no request, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import Choice


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who registers somebody else, and gets the mail."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Application:
    """Texts are cleaned and within their limits; codes may be unknown.

    category: a code, None for the forum's default. registered_by: who fills the form in for the
    person; then `email` may be None.
    """

    name: str
    email: str | None
    country: str | None = None  # ISO 3166-1 alpha-2
    organisation: str | None = None
    category: str | None = None
    choices: tuple[Choice, ...]
    consents: tuple[str, ...]  # purposes
    lang: str
    registered_by: Contact | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

"""What somebody asks for. Pure: no database, no request, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...text import spelled
from . import AddressTwice, Choice


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who registers somebody else, and gets the mail where the person has no address."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What a person writes about themselves; texts are cleaned and within their limits."""

    name: str
    organisation: str | None
    country: str | None  # ISO 3166-1 alpha-2

    def spelled(self) -> tuple[str, str, str | None]:
        """What tells people without an address apart: every mark, but neither case nor space."""
        return spelled(self.name), spelled(self.organisation or ""), self.country


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What organisers write about a registration; texts are cleaned, the code may be unknown."""

    name: str
    organisation: str | None
    country: str | None  # ISO 3166-1 alpha-2
    email: str | None
    category: str  # code

    @property
    def particulars(self) -> Particulars:
        return Particulars(name=self.name, organisation=self.organisation, country=self.country)


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

    @property
    def link_goes_to(self) -> str:
        """The address that gets the link and the ticket, and confirms; empty without any."""
        by = self.registered_by
        return self.email or (by.email if by else "")

    @property
    def codes(self) -> list[str]:
        """Of the sessions chosen."""
        return [choice.session for choice in self.choices]

    @property
    def addresses(self) -> set[str]:
        """All that are written to."""
        by = self.registered_by
        return {self.link_goes_to, by.email} if by else {self.link_goes_to}

    @property
    def particulars(self) -> Particulars:
        return Particulars(name=self.name, organisation=self.organisation, country=self.country)


def check_addresses(application: Application) -> None:
    """Raises AddressTwice where the person's address is that of whoever registers them."""
    by = application.registered_by
    if by is not None and by.email == application.email:
        raise AddressTwice

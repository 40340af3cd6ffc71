"""Who takes letters away: a folder of .eml files, or a relay that speaks SMTP; MAIL_URL says which.

file:///var/mail/forum                       one file per letter
smtp://user:password@host:587?tls=starttls   TLS or nothing
smtp://host:25?tls=none                      never TLS
smtp://host                                  TLS where the relay offers it
smtps://user:password@host                   TLS from the first byte
"""

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from ..feeds import Parcel

TIMEOUT = 20  # seconds for each word of the relay
_ADDRESS = re.compile(r"\S+@\S+")


class Refused(Exception):
    """This letter was not taken. `final`: nor will it be; said without anybody's address."""

    def __init__(self, why: str, *, final: bool) -> None:
        super().__init__(why)
        self.final = final


class Unreachable(Exception):
    """No letter can be handed over at the moment."""


class Carrier(Protocol):
    def carry(self, parcel: Parcel) -> None:
        """Hand it over for good. Raises Refused, Unreachable."""


def carrier_of(url: str, greeting: str) -> AbstractContextManager[Carrier]:
    """The carrier that MAIL_URL names; it connects when the first letter comes.

    greeting: the host that we say we are. Raises ValueError for a URL that names none.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "file" and rest.startswith("/"):
        return _folder(Path(rest))
    if scheme in ("smtp", "smtps") and urlsplit(url).hostname:
        return _connection(_relay_of(url, greeting))
    raise ValueError("MAIL_URL is file:///folder, smtp://host or smtps://host")


@dataclass
class Folder:
    path: Path

    def carry(self, parcel: Parcel) -> None:
        """The file is there whole or not at all; an attempt after a lost one replaces it."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self.path / f".{parcel.name}"
            with open(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as f:
                f.write(parcel.content)
                f.flush()
                os.fsync(f.fileno())
            unfinished.replace(self.path / f"{parcel.name}.eml")
        except OSError as why:
            raise Unreachable(f"the folder: {why.strerror}") from why


@contextmanager
def _folder(path: Path) -> Iterator[Carrier]:
    yield Folder(path)


@dataclass
class Relay:
    host: str
    port: int
    tls: str  # "first", "starttls", "offered", "none"
    user: str
    password: str = field(repr=False)
    greeting: str
    line: smtplib.SMTP | None = None

    def carry(self, parcel: Parcel) -> None:
        line = self._open_line()
        if parcel.needs_utf8 and not line.has_extn("smtputf8"):
            raise Refused("the relay cannot write to such an address (SMTPUTF8)", final=True)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if parcel.needs_utf8 else []
        try:
            line.sendmail(parcel.sender, [parcel.recipient], parcel.content, options)
        except smtplib.SMTPRecipientsRefused as refused:
            code, reply = refused.recipients[parcel.recipient]
            raise Refused(_said(code, reply), final=code >= 500) from refused
        except smtplib.SMTPDataError as refused:
            raise Refused(_why(refused), final=refused.smtp_code >= 500) from refused
        except (OSError, smtplib.SMTPException) as broken:
            self.hang_up()
            raise Unreachable(_why(broken)) from broken

    def _open_line(self) -> smtplib.SMTP:
        """The line in use, or a new one where there is none or the relay closed it."""
        if self.line is not None and self.line.sock is not None:
            return self.line
        try:
            self.line = self._connected()
            self._greet(self.line)
            return self.line
        except (OSError, smtplib.SMTPException) as broken:
            self.hang_up()
            raise Unreachable(_why(broken)) from broken

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "first":
            safe = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self.host, self.port, self.greeting, timeout=TIMEOUT, context=safe
            )
        return smtplib.SMTP(self.host, self.port, self.greeting, timeout=TIMEOUT)

    def _greet(self, line: smtplib.SMTP) -> None:
        line.ehlo_or_helo_if_needed()
        offered = line.has_extn("starttls")
        if self.tls == "starttls" or (self.tls == "offered" and offered):
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        elif self.tls == "offered" and self.user:
            raise smtplib.SMTPException("no TLS offered, and no password is sent without")
        if self.user:
            line.login(self.user, self.password)

    def hang_up(self) -> None:
        if self.line is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.line.quit()
            self.line.close()
            self.line = None


@contextmanager
def _connection(relay: Relay) -> Iterator[Carrier]:
    try:
        yield relay
    finally:
        relay.hang_up()


def _relay_of(url: str, greeting: str) -> Relay:
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", ["offered"])[0]
    if tls not in ("starttls", "none", "offered"):
        raise ValueError("tls in MAIL_URL is starttls or none")
    first = parts.scheme == "smtps"
    usual = 465 if first else 587 if parts.username else 25
    return Relay(
        host=parts.hostname or "",
        port=parts.port or usual,
        tls="first" if first else tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        greeting=greeting,
    )


def _why(broken: Exception) -> str:
    if isinstance(broken, smtplib.SMTPResponseException):
        return _said(broken.smtp_code, broken.smtp_error)
    return _ADDRESS.sub("…", f"{type(broken).__name__}: {broken}")[:200]


def _said(code: int, reply: bytes | str) -> str:
    """What the relay answered, without the addresses in it."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(_ADDRESS.sub("…", f"{code} {text}").split())[:200]

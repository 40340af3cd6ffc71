"""From a row of the outbox to what a mailbox receives: who writes it, and how it is rendered.

Rooms register in `create_app` who writes which letter. A writer runs when the letter leaves, so
it says what is true then: writer(facts, lang) -> Letter, or None where nothing is to be said any
more. It only reads, and is called within a request context of BASE_URL, so `url_for` makes paths.
"""

import base64
import hashlib
import json
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import idna
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from .. import i18n, seal
from .rules import Letter, Picture

Writer = Callable[[dict[str, Any], str], Letter | None]
TEMPLATES = Path(__file__).parents[2] / "templates"
STYLE = (TEMPLATES / "mail" / "letter.css").read_text()
STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}"
_SPECIALS = re.compile(r'[\s"(),:;<>@\[\\\]\x00-\x1f\x7f]')
_LONGEST_LINE = 74
_ENCODED_AT_ONCE = 39  # bytes: "Subject: =?utf-8?b?…?=" on one line of 76 characters
_LABEL = r"[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_writers: dict[str, Writer] = {}


class NobodyWrites(Exception):
    """No room has registered for this template."""


class Malformed(Exception):
    """Not an address that mail can be sent to."""


class Row(Protocol):
    """A row of the outbox, as far as rendering needs it."""

    @property
    def uuid(self) -> str: ...
    @property
    def template(self) -> str: ...
    @property
    def facts(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def lang(self) -> str: ...
    @property
    def written_at(self) -> datetime: ...


@dataclass(frozen=True)
class Parcel:
    """What is handed to a relay. `needs_utf8`: only a relay with SMTPUTF8 may carry it."""

    name: str  # for a file: sorts by age, the same at each attempt
    sender: str
    recipient: str
    content: bytes
    needs_utf8: bool


class _Folding(EmailPolicy):
    """Encodes words in other letters than ASCII at once; the usual way tries and measures.

    That takes 7 ms for one Vietnamese subject, more than all else in a letter together.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        words = value if name == "Subject" else ""
        if name == "From":
            words = value.addresses[0].display_name
        if words.isascii():
            return _wrapped(name, words) or super().fold_binary(name, value)
        rest = f"\r\n <{value.addresses[0].addr_spec}>" if name == "From" else ""
        return f"{name}: {_encoded(words)}{rest}\r\n".encode()


def _wrapped(name: str, words: str) -> bytes | None:
    """A long subject from its first line on; the usual way leaves that line empty."""
    lines = textwrap.wrap(
        words, _LONGEST_LINE - len(name), break_long_words=False, break_on_hyphens=False
    )
    is_whole = " ".join(lines) == words and max(map(len, lines), default=0) <= _LONGEST_LINE
    if name != "Subject" or len(lines) < 2 or not is_whole:
        return None
    folded = "\r\n ".join(lines)
    return f"{name}: {folded}\r\n".encode()


def _encoded(words: str) -> str:
    """`words` as encoded words (RFC 2047), cut behind a space where one is near."""
    cuts = []
    while words:
        piece = words.encode()[:_ENCODED_AT_ONCE].decode(errors="ignore")
        if len(piece) < len(words) and " " in piece:
            piece = piece[: piece.rindex(" ") + 1]
        cuts.append(f"=?utf-8?b?{base64.b64encode(piece.encode()).decode()}?=")
        words = words[len(piece) :]
    return "\r\n ".join(cuts)


def wire(writers: Mapping[str, Writer]) -> None:
    """Replace all writers, by template: {"registration.received": write_received}."""
    _writers.clear()
    _writers.update(writers)


def letter_of(row: Row) -> Letter | None:
    """What its writer has to say now. Raises NobodyWrites, seal.CannotOpen, whatever it raises."""
    if row.template not in _writers:
        raise NobodyWrites(row.template)
    return _writers[row.template](json.loads(seal.opened(row.facts)), row.lang)


def example_of(template: str, facts: dict[str, Any], lang: str) -> Letter | None:
    """What the writer of `template` makes of facts that name nobody: for the organisers to see."""
    return _writers[template](facts, lang)


def text_of(letter: Letter, lang: str, *, base_url: str) -> str:
    text = _sheets(lang).get_template("mail/letter.txt")
    lines = text.render(letter=letter, link=base_url.__add__).split("\n")
    paragraphs = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines))
    return paragraphs.strip() + "\n"


def page_of(letter: Letter, lang: str, *, base_url: str) -> str:
    """The HTML part as a page of ours may show it, its pictures within."""
    return _html(letter, lang, base_url, _inline, reading=True)


def parcel_of(letter: Letter, row: Row, *, base_url: str, now: datetime) -> Parcel:
    """The whole message. Raises Malformed for an address that cannot be written to."""
    host = host_of(base_url)
    recipient, sender = envelope(row.address), _sender_of(letter, host)
    needs_utf8 = not recipient.isascii()
    message = EmailMessage(policy=_Folding(linesep="\r\n", utf8=needs_utf8))
    message["From"] = Address(letter.sender, addr_spec=sender)
    message["To"] = recipient
    message["Subject"] = letter.subject
    message["Date"] = now
    message["Message-ID"] = f"<{row.uuid}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    _fill(message, letter, row, base_url, host)
    message["Content-Language"] = row.lang  # now: parts take the Content- headers set before them
    name = f"{row.written_at:%Y%m%dT%H%M%S.%fZ}-{row.uuid}"
    return Parcel(name, sender, recipient, message.as_bytes(), needs_utf8)


def envelope(address: str) -> str:
    """`address` as a relay takes it: the domain in ASCII. Raises Malformed."""
    local, at, domain = address.rpartition("@")
    if not (at and local and domain):
        raise Malformed("not an address")
    try:
        domain = _in_ascii(domain)
    except idna.IDNAError:
        raise Malformed("the domain is not one") from None
    if len(local.encode()) > 64 or len(domain) > 255:
        raise Malformed("not an address")
    if _SPECIALS.search(local) or not _DOMAIN.fullmatch(domain):
        raise Malformed("not an address")
    if local[0] == "." or local[-1] == "." or ".." in local:
        raise Malformed("not an address")
    return f"{local}@{domain}"


def _in_ascii(domain: str) -> str:
    """By IDNA2008 (RFC 5891), as registries do: ß is a letter of its own. Raises IDNAError."""
    return idna.encode(domain, uts46=True).decode()


def _sender_of(letter: Letter, host: str) -> str:
    try:
        sender = envelope(letter.contact or "")
    except Malformed:
        return f"no-reply@{host}"
    return sender if sender.isascii() else f"no-reply@{host}"


def _fill(message: EmailMessage, letter: Letter, row: Row, base_url: str, host: str) -> None:
    pictures: dict[str, Picture] = {}

    def source(picture: Picture) -> str:
        pictures[cid := f"{len(pictures)}.{row.uuid}@{host}"] = picture
        return f"cid:{cid}"

    text = text_of(letter, row.lang, base_url=base_url)
    message.set_content(text, cte="quoted-printable")
    html = _html(letter, row.lang, base_url, source)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for cid, picture in pictures.items():
        page = message.get_payload()[1]  # type: ignore[index]
        page.add_related(picture.png, "image", "png", cid=f"<{cid}>")  # type: ignore[union-attr]
    for attached in letter.attachments:
        main, _, sub = attached.kind.partition("/")
        message.add_attachment(
            attached.content, main, sub, filename=attached.name, params=attached.parameters
        )


def _html(
    letter: Letter,
    lang: str,
    base_url: str,
    picture: Callable[[Picture], str],
    *,
    reading: bool = False,
) -> str:
    page = _sheets(lang).get_template("mail/letter.html")
    return page.render(
        letter=letter,
        lang=lang,
        style=Markup(STYLE),
        link=base_url.__add__,
        picture=picture,
        reading=reading,
    )


def _inline(picture: Picture) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"


@cache
def _sheets(lang: str) -> Environment:
    sheets = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sheets.install_gettext_callables(  # type: ignore[attr-defined]
        lambda msgid: i18n.say(lang, msgid),
        lambda one, many, n: i18n.form_for(lang, one, many, n),
        newstyle=True,
    )
    sheets.globals["kind_of"] = lambda block: type(block).__name__
    return sheets


def host_of(base_url: str) -> str:
    """The host as the right side of an address: an IP address stands in brackets."""
    host = urlsplit(base_url).hostname or "localhost"
    try:
        version = ip_address(host).version
    except ValueError:
        return host if host.isascii() else _in_ascii(host)
    return f"[{host}]" if version == 4 else f"[IPv6:{host}]"

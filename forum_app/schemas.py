"""What machines send and are sent: JSON read strictly, texts cleaned, each fault at its field."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request, g
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from .forms import country_codes
from .i18n import LANGUAGES, N_, Words
from .problems import MOST_ERRORS, FieldError, InvalidFields, Sentence, sentence
from .refusal import Refusal
from .text import address, cleaned

JSON = "application/json"
CODE, ADDRESS = 80, 254  # characters; RFC 5321, section 4.5.3.1.3
MOST_BYTES = 256 * 1024  # of a body
_NEEDED = sentence(N_("This field is required."))
_UNREADABLE = sentence(N_("This holds characters that cannot be shown. Please type it by hand."))


class NotJson(Refusal):
    says = N_("This is not JSON in UTF-8 that can be read: it is cut off, or nested too deeply.")
    status = 400


class NotSaidToBeJson(Refusal):
    says = N_("Please send JSON, and say so: “Content-Type: application/json”.")
    status = 415


class Parser(FlaskParser):
    """Hands views what `schema` makes of the request. Raises the refusals above, InvalidFields."""

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        if req.mimetype != JSON:
            raise NotSaidToBeJson
        req.max_content_length = MOST_BYTES
        sent = req.get_data()
        if len(sent) >= MOST_BYTES:  # of unknown length, and cut off there
            raise RequestEntityTooLarge
        body = _read(sent)
        if not isinstance(body, dict):
            raise InvalidFields([FieldError("body", _OBJECT)])
        g.lang_sent = body.get("lang")
        return body

    def handle_error(self, error: ma.ValidationError, *_: object, **__: object) -> NoReturn:
        messages = error.messages if isinstance(error.messages, dict) else {}
        found = (one for told in messages.values() for one in _errors_in(told))
        raise InvalidFields(list(islice(found, MOST_ERRORS)))


_OBJECT = sentence(N_("Please send one JSON object."))


def _read(sent: bytes) -> Any:
    try:
        return json.loads(
            sent.decode(), object_pairs_hook=_without_twins, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise NotJson from None


def _without_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
        why = sentence(N_("This is said twice. Please say it once."))
        raise InvalidFields([FieldError(_shown(name), why) for name in twice[:MOST_ERRORS]])
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _errors_in(told: object, field: str = "") -> Iterator[FieldError]:
    """The field errors in marshmallow's tree of messages, each under its dotted name."""
    if isinstance(told, Mapping):
        for name, within in told.items():
            inner = field if name == "_schema" else f"{field}.{name}" if field else str(name)
            yield from _errors_in(within, inner)
    elif isinstance(told, Sequence) and not isinstance(told, str):
        for one in told:
            yield from _errors_in(one, field)
    else:
        why = told if isinstance(told, Sentence) else sentence(str(told))
        yield FieldError(_shown(field), why)


def _shown(name: str) -> str:
    """A name that somebody sent, short and without what could not be printed."""
    return "".join(x if x.isprintable() else "\ufffd" for x in name[:CODE])


class Schema(ma.Schema):
    error_messages = {
        "unknown": N_("This field is not known here."),
        "type": _OBJECT.msgid,
    }


_Messages = dict[str, str | list[Any] | dict[Any, Any]]
_NEED: _Messages = {"required": _NEEDED.msgid, "null": _NEEDED.msgid}


def refuse(why: Sentence) -> NoReturn:
    raise ma.ValidationError([why])


class Line(ma.fields.String):
    """One line of text of 1 to `most` characters, cleaned, in NFC."""

    default_error_messages = _NEED

    def __init__(self, most: int, **given: Any) -> None:
        about = {"minLength": 1, "maxLength": most} | given.pop("metadata", {})
        super().__init__(metadata=about, **given)
        self.most = most

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if not isinstance(value, str):
            refuse(sentence(N_("Please send text.")))
        try:
            line = cleaned(value)
        except ValueError:
            refuse(_UNREADABLE)
        if not line:
            refuse(_NEEDED)
        if len(line) > self.most:
            refuse(sentence(N_("Please keep this to %(most)s characters."), most=self.most))
        return self.checked(line)

    def checked(self, line: str) -> str:
        return line


class Code(Line):
    """What names something of a forum; whether there is such a thing, the rules say."""

    def __init__(self, **given: Any) -> None:
        super().__init__(CODE, **given)


class Email(Line):
    def __init__(self, **given: Any) -> None:
        about = {"format": "email"} | given.pop("metadata", {})
        super().__init__(ADDRESS, metadata=about, **given)

    def checked(self, line: str) -> str:
        try:
            return address(line)
        except ValueError:
            refuse(sentence(N_("Please write the whole address, like name@example.org.")))


class OneOf(Line):
    """One of `values`, written just so."""

    def __init__(self, values: Iterable[str], **given: Any) -> None:
        self.values = [str(value) for value in values]
        allowed = [*self.values, None] if given.get("allow_none") else self.values
        super().__init__(CODE, metadata={"enum": allowed} | given.pop("metadata", {}), **given)

    def checked(self, line: str) -> str:
        if line not in self.values:
            refuse(self.told())
        return line

    def told(self) -> Sentence:
        return sentence(N_("Please use one of: %(values)s."), values=", ".join(self.values))


class Country(OneOf):
    """ISO 3166-1 alpha-2."""

    def __init__(self, **given: Any) -> None:
        super().__init__(sorted(country_codes()), **given)

    def told(self) -> Sentence:
        return sentence(N_("Please use the two capital letters of ISO 3166-1, like VN."))


class Inside(ma.fields.Nested):
    default_error_messages: _Messages = _NEED | {"type": _OBJECT.msgid}


class Many(ma.fields.List):  # type: ignore[type-arg]
    """A list of `least` to `most`."""

    default_error_messages: _Messages = _NEED | {"invalid": N_("Please send a list.")}

    def __init__(self, inner: ma.fields.Field, least: int, most: int, **given: Any) -> None:  # type: ignore[type-arg]
        super().__init__(inner, metadata={"minItems": least, "maxItems": most}, **given)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, *given: Any, **also: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            refuse(sentence(N_("Please send at most %(most)s."), most=self.most))
        if isinstance(value, list) and len(value) < self.least:
            refuse(_NEEDED)
        return super()._deserialize(value, *given, **also)


class WholeNumber(ma.fields.Integer):
    """A number in an address, from `least` to `most`."""

    def __init__(self, least: int, most: int, **given: Any) -> None:
        super().__init__(metadata={"minimum": least, "maximum": most}, **given)
        self.least, self.most = least, most

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        number = int(str(value)) if re.fullmatch(r"[0-9]{1,9}", str(value)) else -1
        if not self.least <= number <= self.most:
            msgid = N_("Please use a whole number from %(least)s to %(most)s.")
            refuse(sentence(msgid, least=self.least, most=self.most))
        return number


class Number(ma.fields.Integer):
    """A whole number in a body, from 0 to `most`: a number of JSON, not one in a string."""

    default_error_messages: _Messages = _NEED

    def __init__(self, most: int, about: str, **given: Any) -> None:
        told = {"minimum": 0, "maximum": most, "description": about}
        super().__init__(metadata=told, **given)
        self.most = most

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        if type(value) is not int or not 0 <= value <= self.most:
            msgid = N_("Please use a whole number from %(least)s to %(most)s.")
            refuse(sentence(msgid, least=0, most=self.most))
        return value


class Flag(ma.fields.Boolean):
    """true or false, and nothing that looks like them."""

    default_error_messages: _Messages = _NEED

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if not isinstance(value, bool):
            refuse(sentence(N_("Please send true or false.")))
        return value


class Said(ma.fields.Field):  # type: ignore[type-arg]
    """Words, in every language: where one is missing, what its readers are shown."""

    def __init__(self, **given: Any) -> None:
        about = {
            "type": "object",
            "properties": {lang: {"type": "string"} for lang in LANGUAGES},
            "required": list(LANGUAGES),
        }
        super().__init__(metadata=about, **given)

    def _serialize(self, value: Words | None, *_: object, **__: object) -> dict[str, str] | None:
        return {lang: value.said_in(lang) for lang in LANGUAGES} if value else None


class Instant(ma.fields.Field):  # type: ignore[type-arg]
    """An instant as RFC 3339 writes it in UTC: "2020-10-22T01:30:00Z"."""

    def __init__(self, **given: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "date-time"}, **given)

    def _serialize(self, value: datetime | None, *_: object, **__: object) -> str | None:
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if value else None

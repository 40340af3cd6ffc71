"""What machines are told when something may not be: a problem document (RFC 9457).

`reason` is what a program reads, `detail` the sentence for whoever looks at it, in the language of
`lang` in what was sent, of `?lang=`, or of Accept-Language; English otherwise. A refusal of fields
names each one in `errors`. Everything under /api/ is answered this way, everything else as a page.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar, TypeVar

from flask import Response, current_app, g, request
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from .i18n import LANGUAGES, N_, SOURCE, Sayable, say
from .refusal import Refusal

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
SAID = {  # status -> reason, sentence
    400: ("unreadable", N_("This request could not be read.")),
    404: ("not_found", N_("There is nothing at this address.")),
    405: (
        "method_not_allowed",
        N_("This cannot be done at this address; “Allow” says what can."),
    ),
    413: ("too_large", N_("What was sent is too large.")),
    500: ("fault", N_("Something went wrong on our side. Nothing was changed.")),
    503: ("busy", N_("Too busy at the moment. Nothing was changed: please send it again.")),
}
SENT_ALONG = ("Allow", "Retry-After", "WWW-Authenticate")  # headers of an error that stay
AGAIN = "1"  # seconds until a busy database may be had
MOST_ERRORS = 50  # told at once

E = TypeVar("E", bound=Exception)


@dataclass(frozen=True)
class Sentence:
    """A msgid and its facts, said when the language is known."""

    msgid: str
    facts: tuple[tuple[str, object], ...] = ()

    def said_in(self, lang: str) -> str:
        return say(lang, self.msgid, **dict(self.facts))


def sentence(msgid: str, **facts: object) -> Sentence:
    return Sentence(msgid, tuple(facts.items()))


@dataclass(frozen=True)
class FieldError:
    """What is wrong with `field`, named as it was sent: "sessions.0.way"."""

    field: str
    why: Sayable


class InvalidFields(Refusal):
    """`errors` say which; `reason` may name the rule that they break."""

    says = N_("Some values cannot be used; “errors” names each one.")
    status = 422

    def __init__(self, errors: Sequence[FieldError], reason: str = "invalid_fields") -> None:
        super().__init__()
        self.errors = errors
        self.reason = reason  # type: ignore[misc]  # said by the rule, not by the class


class Challenge(Refusal):
    """Refused for want of a right; `challenge` tells which to show (RFC 6750, section 3)."""

    challenge: ClassVar[str]


def or_page(
    document: Callable[[E], Response], page: Callable[[E], Response]
) -> Callable[[E], Response]:
    """An error handler: a problem document for machines, a page for people."""

    def handler(error: E) -> Response:
        return document(error) if request.path.startswith(PREFIX) else page(error)

    return handler


def of_error(error: HTTPException) -> Response:
    answer = _plain(error.code or 500)
    for name, value in error.get_headers():
        if name in SENT_ALONG:
            answer.headers[name] = value
    return answer


def of_refusal(refusal: Refusal) -> Response:
    errors = refusal.errors if isinstance(refusal, InvalidFields) else ()
    said, codes = refusal.said_in(language()), refusal.facts.get("codes")
    answer = _document(refusal.status, refusal.reason, said, _told(errors), codes)
    answer.headers.update(refusal.headers)
    if isinstance(refusal, Challenge):
        answer.headers["WWW-Authenticate"] = refusal.challenge
    return answer


def of_fault(fault: Exception) -> Response:
    return with_patience(_plain(noted(fault)))


def noted(fault: Exception) -> int:
    """The status that tells of `fault`, which the log has now: 503 where the database was busy.

    In tests a fault of the house is raised instead.
    """
    asked = f"{request.method} {request.url_rule}"  # the rule: an address may be a secret link
    if _is_busy(fault):
        current_app.logger.warning("%s: %s", asked, fault)
        return 503
    if current_app.testing:
        raise fault
    current_app.logger.error("%s", asked, exc_info=fault)
    return 500


def with_patience(answer: Response) -> Response:
    """Where we were too busy, `answer` says in how many seconds to send again."""
    if answer.status_code == 503:
        answer.headers["Retry-After"] = AGAIN
    return answer


def _is_busy(fault: Exception) -> bool:
    """Whether the database could not be had, so that the same may succeed in a moment."""
    if isinstance(fault, OperationalError):  # SQLite calls more by this name; PostgreSQL does not
        name = getattr(fault.orig, "sqlite_errorname", "SQLITE_BUSY")
        return str(name).startswith("SQLITE_BUSY")
    return isinstance(fault, TimeoutError)


def _plain(status: int) -> Response:
    reason, said = SAID.get(status, SAID[400 if status < 500 else 500])
    return _document(status, reason, say(language(), said))


def language() -> str:
    """The language of sentences for whoever asks: see above."""
    given = g.get("lang_sent") or request.args.get("lang")
    if given in LANGUAGES:
        return str(given)
    return request.accept_languages.best_match(LANGUAGES, SOURCE)


def _told(errors: Sequence[FieldError]) -> list[dict[str, str]]:
    return [{"field": x.field, "message": x.why.said_in(language())} for x in errors]


def _document(
    status: int,
    reason: str,
    detail: str,
    errors: Sequence[dict[str, str]] = (),
    codes: object = None,
) -> Response:
    """codes: of what stands in the way, where a refusal names it so."""
    document: dict[str, object] = {
        "type": "about:blank",
        "title": _phrase(status),
        "status": status,
        "detail": detail,
        "reason": reason,
    }
    if errors:
        document["errors"] = errors
    if codes:
        document["codes"] = codes
    answer = Response(json.dumps(document), status=status, mimetype=MEDIA_TYPE)
    answer.headers["Content-Language"] = language()
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"

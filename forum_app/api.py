"""What the addresses for machines share: pages of lists, entity tags, acts done once.

A room's `api` makes its addresses on a `Blueprint` of this file. Errors are `problems`, what is
sent and answered `schemas`, and `openapi` tells of all.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

import flask_smorest
from flask import Response, current_app, request

from . import clock
from .db import written
from .i18n import N_
from .keys import services as keys
from .problems import FieldError, InvalidFields, sentence
from .schemas import Code, Parser, Schema, WholeNumber

URL = "/api/v1"
PAGE = 100  # entries of a list, where nobody asks for another number; at most twice as many
KEY = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,199}")

Row = TypeVar("Row")


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """Addresses below /api/v1. What they answer may be kept, and asked for again by its ETag."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, import_name: str, subject: str) -> None:
        super().__init__(name, import_name, url_prefix=URL, description=subject)
        self.subject = subject
        self.after_request(_with_etag)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        told = self.doc(operationId=getattr(view_func, "__name__", None))(view_func)
        options["tags"] = [self.subject]
        super().add_url_rule(rule, endpoint, told, provide_automatic_options, **options)


def _with_etag(answer: Response) -> Response:
    if request.method == "GET" and answer.status_code == 200:
        answer.add_etag()
        answer.make_conditional(request)
    return answer


class PageSchema(Schema):
    after = Code(metadata={"description": "Go on after the entry of this name."})
    limit = WholeNumber(1, 2 * PAGE, load_default=PAGE)


def page_of(
    rows: Sequence[Row], asked: Mapping[str, Any], name: Callable[[Row], str]
) -> tuple[list[Row], dict[str, str]]:
    """What a list answers, and its headers: the rows after the one named `after`.

    Raises InvalidFields where no row has that name.
    """
    start = 0
    if "after" in asked:
        names = [name(row) for row in rows]
        if asked["after"] not in names:
            raise no_such_entry()
        start = names.index(asked["after"]) + 1
    shown = list(rows[start : start + asked["limit"]])
    more = start + len(shown) < len(rows)
    return shown, next_page(asked["limit"], name(shown[-1])) if more else {}


def no_such_entry() -> InvalidFields:
    why = sentence(N_("There is no entry of this name to go on after."))
    return InvalidFields([FieldError("after", why)])


def next_page(limit: int, after: str) -> dict[str, str]:
    """The header that leads to the entries after the one named `after` (RFC 8288)."""
    address = f"{base_url()}{request.path}?{urlencode({'limit': limit, 'after': after})}"
    return {"Link": f'<{address}>; rel="next"'}


def base_url() -> str:
    return str(current_app.config["BASE_URL"])


def done_once(caller: str, asked: object, act: Callable[[], keys.Answer]) -> Response:
    """The answer of `act`, done in one write transaction; once per Idempotency-Key of `caller`.

    asked: what was asked for, as JSON values. Raises InvalidFields for a key that is none, and
    what `keys.once` and `act` raise; nothing is left behind then.
    """
    key, now = _key_sent(), clock.now()
    scope = f"{caller} {request.method} {request.path}"
    body = json.dumps(asked, sort_keys=True)
    if key is None:
        answer, kept = written(act), False
    else:
        answer, kept = written(lambda: keys.once(scope, key, body, act, now=now))
    said = Response(answer.body, status=answer.status, mimetype="application/json")
    if answer.location:
        said.headers["Location"] = answer.location
    if kept:
        said.headers["Idempotent-Replayed"] = "true"
    said.headers["Cache-Control"] = "no-store"
    return said


def _key_sent() -> str | None:
    key = request.headers.get(KEY)
    if key is not None and not _KEY.fullmatch(key):
        why = sentence(N_("Please send a key of 1 to 200 letters, digits and signs of ASCII."))
        raise InvalidFields([FieldError(KEY, why)])
    return key

"""/api/v1/openapi.json: every address for machines, with what each may answer.

Rooms document what is their own; what all share (errors, keys, pages) is added here.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import flask
import flask_smorest
import marshmallow as ma
from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from . import access
from .api import KEY, URL, Blueprint
from .problems import MEDIA_TYPE
from .schemas import Schema

ABOUT = """
The same acts as on the pages, for machines. Whatever writes, or tells of a person, needs
`Authorization: Bearer <token>`; a token is made on the desk, for one forum, with scopes and an end.
Each token may write so many times a second (100 unless the organisers say otherwise; then 429).

**Times** are RFC 3339 in UTC, **countries** ISO 3166-1 alpha-2, **languages** of texts `vi`
and `en`, of sessions ISO 639-1, with `fil` for Filipino.

**Lists** are JSON arrays. `Link: rel="next"` leads to the next page; `after` takes the name of an
entry, `limit` at most 200.

**Errors** are problem documents (RFC 9457). `reason` is for programs; `detail` is for people, in
the language of `lang` in the body, of `?lang=` or of Accept-Language. `errors` names each field.
Reasons of 409: `already_registered`, `session_full`, `registration_closed`, `registration_ended`,
`sessions_overlap`, `category_full`, `booth_taken`, `booth_blocked`, `zone_not_open`, `zone_closed`,
`programme_clashes`, `released_meanwhile`, `draft_changed`, `key_in_use`.

**Sending again.** Every POST takes `Idempotency-Key` (any 1 to 200 printable ASCII characters, kept
for 24 hours per token and address). The same key and body have the same answer, marked
`Idempotent-Replayed: true`, and the act is done once. The same key with another body is refused
with 422 `key_of_another_request`. A request that is still under way is waited for; where its answer
is not there then, 409 `key_in_use`. Only what succeeded is kept: after a refusal the key is free.
""".strip()

ERRORS = {  # status -> (component, description, header)
    400: ("Unreadable", "The body is not JSON, or cannot be read.", None),
    401: ("TokenNeeded", "No token, or one that is unknown, revoked or ended.", "WWW-Authenticate"),
    403: ("NotAllowed", "The token is of another forum, or lacks the scope.", "WWW-Authenticate"),
    404: ("NotFound", "There is nothing of this name.", None),
    409: ("Refused", "Not possible as things stand; `reason` says why.", None),
    413: ("TooLarge", "The body is too large.", None),
    415: ("NotSaidToBeJson", "The body is not declared as `application/json`.", None),
    422: ("Invalid", "Some values cannot be used; `errors` names each.", None),
    429: ("TooManyRequests", "The token has used up its writes of this second.", "Retry-After"),
}

bp = flask.Blueprint("api", __name__, url_prefix=URL)


@bp.get("/openapi.json")
@access.anyone
def show_openapi() -> ResponseReturnValue:
    answer = Response(current_app.extensions["openapi"](), mimetype="application/json")
    answer.add_etag()
    return answer.make_conditional(request)


class FieldErrorSchema(Schema):
    field = ma.fields.String(
        required=True, metadata={"description": "As it was sent: `sessions.0.way`."}
    )
    message = ma.fields.String(required=True)


class ProblemSchema(Schema):
    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    errors = ma.fields.List(ma.fields.Nested(FieldErrorSchema))
    codes = ma.fields.List(
        ma.fields.String(), metadata={"description": "Of the sessions that clash, where some do."}
    )


class _Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest ships no types
    """For documents alone: errors are answered by `problems`, the document by `show_openapi`."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _nothing(self) -> None:
        pass

    _register_error_handlers = _register_responses = _nothing
    _register_etag_headers = _register_pagination_header = _nothing


def wire(app: Flask, blueprints: Sequence[Blueprint]) -> None:
    """Open the addresses of the rooms to machines, which bring no cookies and so need no CSRF."""
    app.register_blueprint(bp)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
        app.extensions["csrf"].exempt(blueprint)
    app.extensions["openapi"] = cache(lambda: _document(app, blueprints))  # on the first look


def _document(app: Flask, blueprints: Sequence[Blueprint]) -> str:
    told = {
        "title": "Hybrid Forum",
        "version": "1",
        "openapi_version": "3.1.0",
        "info": {"description": ABOUT},
        "servers": [{"url": app.config["BASE_URL"]}],
        "tags": [{"name": blueprint.subject} for blueprint in blueprints],
    }
    api = _Api(app, spec_kwargs=told)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    api.spec.components.schema("Problem", schema=ProblemSchema)
    for blueprint in blueprints:
        blueprint.register_views_in_doc(api, app, api.spec, name=blueprint.name, parameters=None)
    return json.dumps(_completed(api.spec.to_dict()), ensure_ascii=False)


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    """`document` with the errors, headers and keys that the addresses share."""
    components = document["components"]
    components["responses"] = {name: _error(said, header) for name, said, header in ERRORS.values()}
    components["parameters"] = {"IdempotencyKey": _KEY_SENT}
    for path, operations in document["paths"].items():
        for method in ("get", "post", "delete"):
            if method in operations:
                _complete(operations[method], method, "{" in path)
    return document


def _complete(operation: dict[str, Any], method: str, named: bool) -> None:
    sent = "requestBody" in operation
    asked = bool(operation.get("parameters"))
    may = {
        400: sent,
        401: "security" in operation,
        403: "security" in operation,
        404: named,
        409: method != "get",
        413: sent,
        415: sent,
        422: sent or asked or method == "post",
        429: method != "get",
    }
    responses = operation["responses"]
    for status in (status for status, it_may in may.items() if it_may):
        responses[str(status)] = {"$ref": f"#/components/responses/{ERRORS[status][0]}"}
    if method == "get":
        responses["304"] = {"description": "As it was when its ETag was given."}
        responses["200"]["headers"] = {"ETag": _HEADER} | ({"Link": _HEADER} if asked else {})
    if method == "post":
        operation.setdefault("parameters", []).append(
            {"$ref": "#/components/parameters/IdempotencyKey"}
        )
        responses["201"]["headers"] = {"Location": _HEADER, "Idempotent-Replayed": _HEADER}


_HEADER = {"schema": {"type": "string"}}
_KEY_SENT = {
    "in": "header",
    "name": KEY,
    "required": False,
    "description": "Makes sending again safe: see above.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~][ -~]*$"},
}


def _error(description: str, header: str | None) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    told: dict[str, Any] = {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}
    return told | ({"headers": {header: _HEADER}} if header else {})

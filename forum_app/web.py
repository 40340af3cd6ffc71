"""How every answer leaves: languages, headers, errors, and what templates may use.

Part of the roof: `create_app` calls `dress`, nothing imports it.
"""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any, cast
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import MapAdapter, RequestRedirect, Rule

from . import clock, i18n, log, pages, problems
from .forums.models import Forum
from .forums.queries import forum_at
from .i18n import LANGUAGES, N_
from .live.views import live_url
from .refusal import Refusal

POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTTPS_ALONE = "max-age=31536000"
HEARD_OUT = 32 * 1024 * 1024  # bytes of a body that is refused
PATIENCE, SILENCE = 10.0, 1.0  # seconds in all, and between two pieces
CAMERA_POLICY = {"worker-src": "'self' blob:"}  # the scanner reads pictures in a worker
CAMERA_HEADERS = {
    "Permissions-Policy": HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
}
LINE_POLICY = {"form-action": "'self' https:"}  # browsers ask it of where a press leads, too
DEVICE_HEADERS = {
    "Permissions-Policy": CAMERA_HEADERS["Permissions-Policy"].replace(
        "microphone=()", "microphone=(self)"
    )
}
TOO_MUCH = (N_("That is too much at once"), N_("What was sent is too large. Please send less."))
SAID = {  # status -> heading, sentence
    400: (
        N_("This request could not be read"),
        N_("Please go back, reload the page and try again."),
    ),
    401: (N_("Please sign in"), N_("This page is for people who have signed in.")),
    403: (N_("This page is not for you"), N_("If it should be, please write to the organisers.")),
    404: (N_("There is nothing here"), N_("The address may be mistyped, or the page has moved.")),
    405: (N_("This cannot be done here"), N_("Please go back and use the buttons of the page.")),
    413: TOO_MUCH,
    414: TOO_MUCH,
    431: TOO_MUCH,
    429: (N_("Too many attempts"), N_("Please wait a little and try again.")),
    500: (N_("Something went wrong on our side"), N_("Nothing was changed. Please try again.")),
    503: (N_("Too busy at the moment"), N_("Nothing was changed. Please try again in a minute.")),
}


def dress(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda msgid: i18n.say(lang(), msgid),
        lambda one, many, n: i18n.form_for(lang(), one, many, n),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        asset=asset,
        clock=clock,
        country_said=i18n.country_said,
        language_said=i18n.language_said,
        demo=app.config["FORUM_DEMO"],
        has_endpoint=lambda name: name in app.view_functions,
        LANGUAGES=LANGUAGES,
        live_url=live_url,
        other_lang_url=other_lang_url,
        slot=pages.slot,
    )
    log.be_discreet(app.logger)
    app.context_processor(lambda: {"lang": lang(), "here": request.endpoint or ""})
    app.url_value_preprocessor(_remember_language)
    app.after_request(_with_headers)
    app.after_request(_hear_out)
    for kind, document, page in (
        (HTTPException, problems.of_error, _error_page),
        (Refusal, problems.of_refusal, _refusal_page),
        (Exception, problems.of_fault, _fault_page),
    ):
        app.register_error_handler(kind, problems.or_page(document, page))


def lang() -> str:
    """The language of the page: that of its address, else the browser's, else Vietnamese."""
    if "lang" not in g:
        given = next((x for x in (_named()[0], request.args.get("lang")) if x in LANGUAGES), None)
        g.lang = given or request.accept_languages.best_match(LANGUAGES, "vi")
    return str(g.lang)


def other_lang_url(to: str) -> str:
    """This page in the language `to`; the site's start where the page has no other language.

    Of a page that answers a form: the page that the form stood on, for this one cannot be asked
    for again.
    """
    if request.method not in ("GET", "HEAD"):
        return _in_language(to, _page_of_form())
    if request.endpoint and request.view_args and "lang" in request.view_args:
        given = request.args.to_dict()
        args = {k: v for k, v in given.items() if k != "endpoint" and not k.startswith("_")}
        return url_for(request.endpoint, **{**args, **request.view_args, "lang": to})
    return _in_language(to, request.path)


def _in_language(to: str, path: str) -> str:
    _, named, *rest = path.split("/")
    if named not in LANGUAGES:
        return f"/?lang={to}"
    return f"/{to}/" + quote("/".join(rest), errors="replace")


def _page_of_form() -> str:
    """The path of a page that can be looked at: this address where it can, else the one that the
    form was sent from, else the next above."""
    own, above = request.url_rule, request.path
    if own is not None and (rule := _readable(above)) and rule.rule == own.rule:
        return above
    with suppress(ValueError):
        sent_from = urlsplit(request.referrer or "")
        path = unquote(sent_from.path)
        if sent_from.netloc == request.host and path != above and _readable(path):
            return path
    parts = own.arguments if own is not None else set()
    while "/" in above.strip("/"):
        above = above.rstrip("/").rpartition("/")[0]
        if (rule := _readable(above)) and rule.arguments <= parts:
            return above
    return "/"


def _readable(path: str) -> Rule | None:
    """By which rule a page answers there; None where none does."""
    adapter = cast(MapAdapter, request_ctx.url_adapter)
    try:
        try:
            found, _ = adapter.match(path, "GET", return_rule=True)
        except RequestRedirect as further:
            path = unquote(urlsplit(further.new_url).path)
            found, _ = adapter.match(path, "GET", return_rule=True)
    except HTTPException:
        return None
    return found


def _named() -> tuple[str, str]:
    """The language and the forum that the address names, of a page or not; known or not."""
    given = request.view_args
    if given is None:
        _, lang, slug, *_ = [*request.path.split("/"), "", ""]
    else:
        lang, slug = given.get("lang", ""), given.get("forum_slug", "")
    return lang, slug


def asset(name: str) -> str:
    """The address of a built file, with its content's hash in the name."""
    return f"/static/{_manifest()[name]}"


@cache
def _manifest() -> dict[str, str]:
    built = Path(current_app.root_path).parent / "static" / "dist" / "manifest.json"
    return dict(json.loads(built.read_text()))


def _remember_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and values.get("lang") in LANGUAGES:
        g.lang = values["lang"]


def _with_headers(answer: Response) -> Response:
    headers, rules = HEADERS, POLICY
    if g.get("uses_camera"):
        headers, rules = headers | CAMERA_HEADERS, rules | CAMERA_POLICY
    if g.get("tries_devices") or g.get("checks_lines"):
        headers = headers | DEVICE_HEADERS
    if g.get("checks_lines"):
        rules = rules | LINE_POLICY
    if source := g.get("plays_from"):  # by the browser, or in pieces that a script fetches
        rules = rules | {"media-src": f"blob: {source}", "connect-src": f"'self' {source}"}
    for name, value in headers.items():
        answer.headers.setdefault(name, value)
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    answer.headers.setdefault("Content-Security-Policy", policy)
    if current_app.config["BASE_URL"].startswith("https://"):
        answer.headers.setdefault("Strict-Transport-Security", HTTPS_ALONE)
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-cache")
        answer.vary.add("Accept-Language")
    return answer


def _hear_out(answer: Response) -> Response:
    """Read what is left of a body that we do not want: who is cut off while sending hears nothing.

    Up to so many bytes, and while they keep coming: nobody holds us up by sending none.
    """
    line = request.environ.get("gunicorn.socket")
    if line is None or not (request.content_length or "Transfer-Encoding" in request.headers):
        return answer
    usual, left, end = line.gettimeout(), HEARD_OUT, monotonic() + PATIENCE
    line.settimeout(SILENCE)
    try:
        while left > 0 and monotonic() < end and (piece := _piece(min(left, 65_536))):
            left -= len(piece)
    finally:
        line.settimeout(usual)
    return answer


def _piece(most: int) -> bytes:
    try:
        return bytes(request.environ["wsgi.input"].read(most))
    except Exception:  # silent, gone, or not HTTP: the server closes the line after the answer
        return b""


def _error_page(error: HTTPException) -> Response:
    code = error.code or 500
    heading, sentence = SAID.get(code, SAID[400 if code < 500 else 500])
    if isinstance(error, CSRFError):
        sentence = N_("The page was open for too long. Please reload it and send again.")
    return _page(code, heading, i18n.say(lang(), sentence), error)


def _refusal_page(refusal: Refusal) -> Response:
    heading = SAID[429][0] if refusal.status == 429 else N_("That is not possible")
    answer = _page(refusal.status, heading, refusal.said_in(lang()))
    answer.headers.update(refusal.headers)
    return answer


def _fault_page(fault: Exception) -> Response:
    code = problems.noted(fault)
    heading, sentence = SAID[code]
    return problems.with_patience(_page(code, heading, i18n.say(lang(), sentence)))


def _page(code: int, heading: str, sentence: str, error: HTTPException | None = None) -> Response:
    told = {"code": code, "heading": i18n.say(lang(), heading), "sentence": sentence}
    forum = _forum_around() if code < 500 else None
    shown = render_template("error.html", **told, **({"forum": forum} if forum else {}))
    answer = Response(shown, status=code, mimetype="text/html")
    if code == 405 and error is not None:
        answer.headers["Allow"] = dict(error.get_headers())["Allow"]
    return answer


def _forum_around() -> Forum | None:
    """The forum below which the address stands: its frame is around the page."""
    lang, slug = _named()
    if isinstance(request.routing_exception, SecurityError):
        return None  # a host that is not ours: no address of ours can be made for it
    with suppress(SQLAlchemyError):  # the page matters more than its frame
        return forum_at(slug) if lang in LANGUAGES else None
    return None

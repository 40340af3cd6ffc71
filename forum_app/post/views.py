"""The outbox of the demo, for the people at its own machine: letters hold secret links."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue

from .. import access, clock
from ..db import writes, writing
from . import feeds, queries, services
from .models import Message
from .rules import Letter

bp = Blueprint("post", __name__, url_prefix="/mail")
SHOWN = 50  # letters
READING = "; ".join(  # for a letter shown as a page: its own style block, its pictures, no more
    (
        "default-src 'none'",
        f"style-src '{feeds.STYLE_HASH}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-popups allow-popups-to-escape-sandbox",
    )
)


def _check_own_machine(**_: object) -> None:
    if not current_app.config["FORUM_DEMO"] or not access.is_own_machine():
        abort(404)


own_machine = access.guard("the demo's own machine", _check_own_machine)


@bp.after_request
def _keep_private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get("")
@own_machine
def show_letters() -> ResponseReturnValue:
    letters = [(row, _written(row)) for row in queries.last_letters(limit=SHOWN)]
    return render_template("mail/letters.html", letters=letters)


@bp.get("/<uuid:uuid>")
@own_machine
def show_letter(uuid: UUID) -> ResponseReturnValue:
    row = _letter_or_404(uuid)
    letter = _written(row)
    text = letter and feeds.text_of(letter, row.lang, base_url=_base_url())
    return render_template("mail/reading.html", row=row, letter=letter, text=text)


@bp.get("/<uuid:uuid>/html")
@own_machine
def show_page(uuid: UUID) -> ResponseReturnValue:
    """The HTML part alone. A page that may open in a sandbox must not name an opener policy."""
    row = _letter_or_404(uuid)
    letter = _written(row) or abort(404)
    answer = Response(feeds.page_of(letter, row.lang, base_url=_base_url()), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = READING
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


@bp.post("/<uuid:uuid>/again")
@own_machine
@writes
def send_again(uuid: UUID) -> ResponseReturnValue:
    with writing():
        row = _letter_or_404(uuid)
        services.send_again(row.id, forum_id=row.forum_id, actor="demo", now=clock.now())
    return redirect(url_for(".show_letter", uuid=uuid), 303)


def _letter_or_404(uuid: UUID) -> Message:
    return queries.letter_at(str(uuid)) or abort(404)


def _written(row: Message) -> Letter | None:
    """What the letter says now; None where it says nothing, or cannot be written."""
    try:
        return feeds.letter_of(row)
    except Exception:
        current_app.logger.exception("letter %s (%s)", row.uuid, row.template)
        return None


def _base_url() -> str:
    return str(current_app.config["BASE_URL"])

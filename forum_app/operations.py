"""What operators ask: is the process alive, the house ready, the queue short. Part of the roof."""

import hmac
import os

from flask import Blueprint, Response, abort, current_app, request, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from . import access
from .db import db, longest_write
from .jobs.models import Job, JobState
from .post.models import Message, MessageState

bp = Blueprint("operations", __name__)


def _is_watching() -> bool:
    """At the machine itself, or with the token of the settings: to strangers, figures are shut."""
    token, shown = current_app.config["METRICS_TOKEN"], request.headers.get("Authorization", "")
    is_right = token and hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    return access.is_own_machine() or bool(is_right)


def _check_watching(**_: object) -> None:
    if not _is_watching():
        abort(404)


watching = access.guard("the machine itself, or the token of its watchers", _check_watching)


@bp.get("/healthz")
@access.anyone
def show_health() -> ResponseReturnValue:
    """200 while this process answers; asks nothing else."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access.anyone
def show_readiness() -> ResponseReturnValue:
    """200 while the database answers, else 503; tells watchers of the queues. Two queries."""
    try:
        waiting, dead = _queues()
    except SQLAlchemyError:
        return Response("not ready\n", 503, mimetype="text/plain")
    if not _is_watching():
        return Response("ready\n", mimetype="text/plain")
    return {"database": "ok", "queue": {"waiting": waiting, "dead": dead}}


@bp.get("/metrics")
@watching
def show_metrics() -> ResponseReturnValue:
    """Figures of this process and the queues, in the text format of Prometheus."""
    waiting, dead = _queues()
    lines = [
        f'forum_longest_write_seconds{{process="{os.getpid()}"}} {longest_write["seconds"]:.6f}',
        f"forum_queue_waiting {waiting}",
        f"forum_queue_dead {dead}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


@bp.get("/ticket-worker.js")
@access.anyone
def show_ticket_worker() -> ResponseReturnValue:
    """The script that keeps a ticket on the device; from the root, or it could not serve pages."""
    answer = send_from_directory(str(current_app.static_folder), "ticket-worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _queues() -> tuple[int, int]:
    """(waiting, dead) letters and jobs together."""
    counts = {"waiting": 0, "dead": 0}
    for table, states in ((Message, MessageState), (Job, JobState)):
        asked = select(table.state, func.count()).group_by(table.state)
        for state, count in db.session.execute(asked):
            if state in (states.WAITING, states.DEAD):
                counts[state.value] += count
    return counts["waiting"], counts["dead"]

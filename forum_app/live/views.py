"""The door to the stream."""

from flask import Blueprint, Flask, Response, current_app, request, url_for

from .. import access
from ..beside import engine_beside
from .feeds import watch_of
from .rules import MOST_TOPICS, signed, topic_in

bp = Blueprint("live", __name__)
STREAMS = 1000  # of one process at once, where the settings say nothing else


def streams_at_most(app: Flask) -> int:
    return int(app.config.get("LIVE_STREAMS") or STREAMS)


@bp.get("/live")
@access.anyone
def show_versions() -> Response:
    """A stream of `{"seats.3": 17}` for the topics that a page gave away; 404 for any other.

    503 where this process holds as many as it can: the page then asks again by itself.
    """
    topics = [topic_in(given) for given in request.args.getlist("t")[: MOST_TOPICS + 1]]
    known = sorted({topic for topic in topics if topic})
    if not known or len(known) < len(set(topics)) or len(topics) > MOST_TOPICS:
        return Response(status=404)
    watch = watch_of(engine_beside(), streams=streams_at_most(current_app))
    if not watch.places.acquire(blocking=False):
        return Response(status=503, headers={"Retry-After": "60"})
    answer = Response(watch.stream(known), mimetype="text/event-stream")
    answer.call_on_close(watch.places.release)
    answer.headers |= {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return answer


def live_url(*topics: str) -> str:
    """Where a page listens to what it shows: for its `data-live`."""
    return url_for("live.show_versions", t=[signed(topic) for topic in topics])

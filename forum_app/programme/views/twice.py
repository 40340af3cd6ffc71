"""A time that clocks show twice, in a night in which they are put back, is told when saved."""

from collections.abc import Mapping
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from werkzeug import Response

from ... import clock
from ...asks import AskForm
from ...forums.views import forum_or_404
from ...i18n import N_, say

_TIMES = ("starts_wall", "ends_wall")
OF_HOURS = N_("On %(day)s clocks show %(time)s twice. The first is meant (%(offset)s).")
OF_SESSION = N_(
    "On %(day)s clocks show %(time)s twice. The first is meant (%(offset)s). If it is "
    "to be the second, please put the session there on the board."
)


def told_twice(
    lang: str,
    forum_slug: str,
    form: AskForm,
    answer: ResponseReturnValue,
    *,
    before: Mapping[str, Any],
    told: str = OF_SESSION,
) -> ResponseReturnValue:
    """`answer` to a form with a start and an end; where it was saved, which of two is meant.

    before: what stood there: a time that was not changed stays the one of the two that it was.
    """
    if isinstance(answer, Response) and answer.status_code == 303:
        zone, values = forum_or_404(forum_slug).zone, form.values()
        typed = [values[name] for name in _TIMES if values[name] != before.get(name)]
        for wall in (wall for wall in typed if clock.comes_twice(wall, zone)):
            facts = {"day": clock.day_said(wall, lang), "time": f"{wall:%H:%M}"}
            offset = clock.offset_said(clock.instant_of(wall, zone), zone)
            flash(say(lang, told, **facts, offset=offset))
    return answer

"""A door: picked, scanned at, and how many are behind it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import (
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import clock
from ...clock import day_on_wall
from ...db import ID, writes, written
from ...forums.models import Forum
from ...forums.queries import point_at
from ...forums.views import forum_or_404, organiser
from ...i18n import N_, say
from ...pages import use_camera
from ...refusal import Refusal
from ...seal import new_secret
from ...throttle.services import MISSED_CODES, count
from ..forms.doors import Scan, reason_asked, scan_asked
from ..models import Delegate
from ..queries import doors
from ..queries.answers import Answer
from ..queries.doors import Door, Standing
from ..queries.shown import is_of_another_forum, named_at, shown_at
from ..rules.doors import (
    IDLE,
    LEAST_OF_A_NAME,
    MOST_TYPED,
    NEARLY,
    ManyNames,
    RoomFull,
    Verdict,
)
from ..rules.tickets import looks_like_code
from ..services import entries
from ..services.entries import Entry
from .blueprint import bp
from .days import day_at
from .keepers import door_keeper, shift_here, user_here

AT_MOST = 20  # people of one name
DOORS = (
    "/door/entrance/<day>",
    "/door/sessions/<code>",
    "/door/sessions/<code>/at/<point>",
)


def of_each_door(end: str = "", *, method: str = "GET") -> Callable[..., Any]:
    """The view answers at the address of every kind of door, with `end` behind it."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        for door in DOORS:
            view = bp.route(door + end, methods=[method])(view)
        return view

    return decorate


@bp.get("/door")
@door_keeper
def show_doors(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    point = point_at(forum, request.args.get("point", ""))
    now, keeper = clock.now(), g.keeper
    mine = None if keeper.organises else keeper.user_id
    return door_page(
        forum,
        "registration/door/doors.html",
        choices=doors.doors_to_pick(forum, point),
        point=point,
        now=clock.forum_now(),
        today=day_on_wall(clock.forum_now(), forum.zone),
        shifts=[] if keeper.shift_id else doors.open_shifts(forum, mine, now=now),
    )


@of_each_door()
@door_keeper
def show_door(lang: str, forum_slug: str, **which: str) -> ResponseReturnValue:
    return _page(door_or_404(forum_slug, **which))


@of_each_door(method="POST")
@door_keeper
@writes
def scan(lang: str, forum_slug: str, **which: str) -> ResponseReturnValue:
    try:
        asked = scan_asked()
        answer = _answer(forum_slug, which, asked)
        found = [] if answer else _named(forum_slug, asked)
    except Refusal as refusal:
        door, sentence = door_or_404(forum_slug, **which), refusal.said_in(lang)
        return _page(door, sentence=sentence, status=refusal.status), refusal.headers
    door = door_or_404(forum_slug, **which)
    return _page(door, answer=answer, found=found, typed=asked.typed)


@of_each_door("/counts")
@door_keeper
def show_counts(lang: str, forum_slug: str, **which: str) -> ResponseReturnValue:
    door = door_or_404(forum_slug, **which)
    shown = _with_standing("registration/door/counts.html", door)
    return _renewed(shown)


@bp.get("/desk/doors")
@organiser
def show_insides(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _renewed(insides_said(forum_or_404(forum_slug), is_whole=False))


def insides_said(forum: Forum, *, is_whole: bool) -> str:
    """Who is in, by hall; whole: with what renews it. Two queries."""
    insides = doors.insides_of(forum, now=clock.forum_now())
    named = {"insides": insides, "forum": forum, "is_whole": is_whole}
    return render_template("registration/door/insides.html", **named)


@bp.post(f"/door/entries/<{ID}:entry_id>/undo")
@door_keeper
@writes
def undo_entry(lang: str, forum_slug: str, entry_id: int) -> ResponseReturnValue:
    now, keeper = clock.forum_now(), g.keeper
    try:
        reason = reason_asked()
        written(lambda: _undo(forum_slug, entry_id, reason=reason, keeper=keeper, now=now))
    except Refusal as refusal:
        if (door := _door_of_entry(forum_slug, entry_id)) is not None:
            return _page(door, sentence=refusal.said_in(lang), status=refusal.status)
        flash(refusal.said_in(lang))
    else:
        flash(say(lang, N_("The entry is undone. The person may enter again.")))
    door = _door_of_entry(forum_slug, entry_id)
    doors_ = url_for(".show_doors", lang=lang, forum_slug=forum_slug)
    return redirect(url_of(door, lang) if door else doors_, 303)


def _undo(forum_slug: str, entry_id: int, **given: Any) -> None:
    forum = forum_or_404(forum_slug)
    entries.undo(forum, doors.entry_at(forum, entry_id) or abort(404), **given)


def _answer(forum_slug: str, which: dict[str, str], asked: Scan) -> Answer | None:
    """None where it is no ticket and no reference: then it may be a name."""
    if len(asked.typed) > MOST_TYPED:
        return _not_ours()
    looked = _look(forum_slug, which, asked)
    if isinstance(looked, Entry):
        if (answer := _let_in(looked)) is not None:
            return answer
        again = _look(forum_slug, which, asked)
        return (
            again if isinstance(again, Answer) else replace(looked.answer, verdict=Verdict.UNDONE)
        )
    if looked is None and looks_like_code(asked.typed):
        return _of_elsewhere(forum_or_404(forum_slug), asked.typed)
    return looked


def _look(forum_slug: str, which: dict[str, str], asked: Scan) -> Answer | Entry | None:
    """Outside any write: whoever is in already, or may not enter, waits for nobody."""
    door = door_or_404(forum_slug, **which)
    shown = shown_at(door.forum, asked.typed)
    if shown is None:
        return None
    now = clock.forum_now()
    day = day_at(door, now=now)
    given = {"nonce": asked.nonce, "because": asked.because, "is_today": day.lets_in}
    return entries.look(door, shown, **given, keeper=g.keeper, now=now)  # type: ignore[arg-type]


def _let_in(entry: Entry) -> Answer | None:
    """None where another door was faster: then it knows how."""
    keeper = g.keeper
    try:
        return written(lambda: entries.let_in(entry, keeper))
    except RoomFull:
        return replace(entry.answer, verdict=Verdict.FULL, entry=None)


def _of_elsewhere(forum: Forum, typed: str) -> Answer:
    if is_of_another_forum(forum, typed):
        return Answer(verdict=Verdict.OTHER_FORUM)
    return _not_ours()


def _not_ours() -> Answer:
    """Counted: whoever tries codes is slowed down. Raises TooMany."""
    count(f"door:{g.keeper.actor}", MISSED_CODES, now=clock.now())
    return Answer(verdict=Verdict.NOT_OURS)


def _named(forum_slug: str, asked: Scan) -> list[Delegate]:
    if len(asked.typed) < LEAST_OF_A_NAME:
        raise ManyNames
    return named_at(forum_or_404(forum_slug), asked.typed, at_most=AT_MOST + 1)


def door_or_404(forum_slug: str, code: str = "", point: str | None = None, day: str = "") -> Door:
    forum = forum_or_404(forum_slug)
    door = doors.entrance_of(forum, day) if day else doors.door_of(forum, code, point)
    return door or abort(404)


def _door_of_entry(forum_slug: str, entry_id: int) -> Door | None:
    """None where the latest release, or its seats, know that door no more."""
    forum = forum_or_404(forum_slug)
    return doors.door_of_entry(forum, doors.entry_at(forum, entry_id) or abort(404))


def url_of(door: Door, lang: str, view: str = ".show_door") -> str:
    where: dict[str, Any] = {"lang": lang, "forum_slug": door.forum.slug}
    if door.session is None:
        where["day"] = door.day.isoformat()
    else:
        where["code"] = door.session.code
    if door.point is not None:
        where["point"] = door.point.code
    return url_for(view, **where)


def door_page(forum: Forum, template: str, *, status: int = 200, **given: object) -> Response:
    """`template` for whoever keeps a door; nobody keeps a copy of it."""
    here = {"shift": shift_here(forum), "keeper": g.get("keeper"), "user": user_here()}
    idle = int(IDLE.total_seconds())
    shown = render_template(template, forum=forum, idle=idle, **here, **given)
    answer = make_response(shown, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(
    door: Door,
    *,
    answer: Answer | None = None,
    found: list[Delegate] | None = None,
    typed: str = "",
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    """The whole page; to the page's own script, its answer and its counts alone.

    At the entrance without these, which take long to count: the page hears of them by itself.
    """
    is_part, now = request.headers.get("X-Part") == "answer", clock.forum_now()
    if not is_part:
        use_camera()
    return door_page(
        door.forum,
        "registration/door/answered.html" if is_part else "registration/door/door.html",
        status=status,
        door=door,
        url_of=url_of,
        answer=answer,
        found=found,
        at_most=AT_MOST,
        typed=typed[:MOST_TYPED],
        sentence=sentence,
        nonce=new_secret(),
        standing=None if is_part and not door.session else doors.standing_at(door, now=now),
        nearly=NEARLY,
        may_let_in=g.keeper.organises and answer is not None and answer.may_be_let_in,
        day=day_at(door, now=now),
    )


def _renewed(shown: str) -> Response:
    """A part that a page asks for again and again."""
    answer = make_response(shown)
    answer.headers["Cache-Control"] = "no-store"
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]


def _with_standing(template: str, door: Door) -> str:
    standing: Standing = doors.standing_at(door, now=clock.forum_now())
    return render_template(template, door=door, forum=door.forum, standing=standing, nearly=NEARLY)

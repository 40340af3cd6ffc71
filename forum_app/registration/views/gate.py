"""The gate of a session: one door for everybody, by one's account or by a pass of one's own link.

Looking changes nothing and shows no secret; the button checks in and leads to the line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from flask import Response, abort, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ... import access, clock, pages, seal
from ...accounts.views import LOOKING, user_or_sign_in
from ...asks import number_in
from ...broadcast.rules.addresses import dialled, host_of, opens_in_browser, played_from
from ...broadcast.rules.kinds import PURPOSES, TRANSPORTS
from ...broadcast.rules.links import LineNotOpen, service_of
from ...broadcast.rules.secrets import as_given
from ...db import db, writes, written
from ...forums.models import Forum, Person
from ...forums.views import forum_or_404
from ...programme.models import ReleasedSession
from ...programme.queries import released_session_at
from ...programme.views import speaker_link
from ...refusal import Refusal
from ..models import Delegate
from ..queries.gate import AtGate, at_gate, holder_of, person_of_user, shown_at_gate
from ..rules.gate import ORIGINAL, NoSuchChannel, check_admitted
from ..rules.waiting import gate_topic
from ..services.gate import Opening, look, open_line
from .blueprint import bp, link_holder
from .habits import habit, remember
from .manage import PRIVATE
from .passes import keep_pass, name_of, pass_named

MOST_OF_A_KEY = 20  # characters
TRIES = 3  # to open a line that is changed at that very moment


@dataclass(frozen=True, kw_only=True)
class Came:
    """From where somebody came to the gate. who: asked anew in each transaction.

    channel: what they chose to follow in, as the address says it: so it survives signing in, is
    kept while lines change, and goes with the press. Empty: they have not chosen yet.
    """

    lang: str
    forum_slug: str
    code: str
    actor: str
    who: Callable[[], tuple[Forum, Person | None, Delegate | None]]
    kept: str | None = None  # the pass, of whoever came by their link
    channel: str = field(default_factory=lambda: request.args.get("channel", "")[:MOST_OF_A_KEY])

    def url(self, *, lines: bool = False, channel: str | None = None) -> str:
        """channel: another one than they chose; "" for the original."""
        at = {"lang": self.lang, "forum_slug": self.forum_slug, "code": self.code}
        if chosen := self.channel if channel is None else channel or ORIGINAL:
            at["channel"] = chosen
        if self.kept is not None:
            at["as"] = name_of(self.kept)
        return url_for(".show_gate_lines" if lines else ".show_gate", **at)  # type: ignore[arg-type]

    def there(self) -> AtGate:
        forum, person, delegate = self.who()
        session = released_session_at(forum, self.code) or abort(404)
        return at_gate(forum, session, person, delegate, channel=self.channel, habit=habit(person))

    def as_offered(self, there: AtGate) -> "Came":
        """With what is offered first said in its addresses, so that a press takes what is seen."""
        follows = there.entrant.follows
        if self.channel or not there.channels:
            return self
        return replace(self, channel=follows.key if follows else ORIGINAL)


def _check_comes(lang: str, forum_slug: str, code: str) -> None:
    """By the pass that the address names, else by the account of whoever is signed in."""
    name = request.args.get("as", "")
    kept = pass_named(name)
    holder = holder_of(forum_or_404(forum_slug), kept) if kept else None
    g.kept, g.caller = (kept, holder.actor) if holder else (None, None)
    if holder:
        return
    if name:
        abort(_without_pass(lang, forum_slug, code))
    user_or_sign_in(lang)


comes_to_gate = access.guard("whoever is signed in, or holds the pass named", _check_comes)


@bp.get("/join/<code>")
@comes_to_gate
def show_gate(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _gate_page(_came(lang, forum_slug, code))


@bp.get("/join/<code>/lines")
@comes_to_gate
def show_gate_lines(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    given = _given(_came(lang, forum_slug, code), None)
    shown = render_template("registration/gate_lines.html", beside=True, **given)
    return shown, 200, PRIVATE


@bp.post("/join/<code>")
@comes_to_gate
@writes
def open_gate(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _open(_came(lang, forum_slug, code))


@bp.get("/registration/<secret>/join/<code>")
@link_holder
def lead_to_gate(lang: str, forum_slug: str, secret: str, code: str) -> ResponseReturnValue:
    return _led_to_gate(lang, forum_slug, secret, code)


@bp.get("/speaker/<key>/join/<code>")
@speaker_link
def lead_speaker_to_gate(lang: str, forum_slug: str, key: str, code: str) -> ResponseReturnValue:
    return _led_to_gate(lang, forum_slug, key, code)


def _led_to_gate(lang: str, forum_slug: str, secret: str, code: str) -> ResponseReturnValue:
    """To the gate, whose address says nothing of the secret: this browser keeps it."""
    released_session_at(forum_or_404(forum_slug), code) or abort(404)
    at = {"lang": lang, "forum_slug": forum_slug, "code": code, "as": keep_pass(secret)}
    channel = request.args.get("channel") or None
    answer = redirect(url_for(".show_gate", channel=channel, **at), 303)  # type: ignore[arg-type]
    answer.headers.update(PRIVATE)
    return answer


def _without_pass(lang: str, forum_slug: str, code: str) -> BaseResponse:
    """Who is signed in is led to their own gate, by an address that says so; nobody else is."""
    looks = request.endpoint == f"{bp.name}.show_gate" and request.method in LOOKING
    if not (looks and current_user.is_authenticated):
        return _not_here(lang, forum_slug, code)
    channel = request.args.get("channel") or None
    at = {"lang": lang, "forum_slug": forum_slug, "code": code}
    return redirect(url_for(".show_gate", channel=channel, **at), 303)  # type: ignore[arg-type]


def _not_here(lang: str, forum_slug: str, code: str) -> Response:
    """What a copied address shows, and one's own in a browser that forgot it."""
    about = {"forum": forum_or_404(forum_slug), "code": code}
    return make_response(render_template("registration/gate_not_here.html", **about), 403, PRIVATE)


def _came(lang: str, forum_slug: str, code: str) -> Came:
    at = {"lang": lang, "forum_slug": forum_slug, "code": code}
    if kept := g.kept:

        def holder() -> tuple[Forum, Person | None, Delegate | None]:
            forum = forum_or_404(forum_slug)
            found = holder_of(forum, kept) or abort(_not_here(lang, forum_slug, code))
            return forum, found.person, found.delegate

        return Came(**at, actor=g.caller, who=holder, kept=kept)
    user_id = user_or_sign_in(lang).id

    def user() -> tuple[Forum, Person | None, Delegate | None]:
        forum = forum_or_404(forum_slug)
        return forum, person_of_user(forum, user_id), None

    return Came(**at, actor=f"user {user_id}", who=user)


def _gate_page(
    came: Came, *, status: int = 200, refusal: Refusal | None = None
) -> ResponseReturnValue:
    pages.check_lines()
    shown = render_template("registration/gate.html", beside=False, **_given(came, refusal))
    return shown, status, PRIVATE


def _given(came: Came, refusal: Refusal | None) -> dict[str, object]:
    """refusal: of a press. Who is not admitted sees why, and nothing else."""
    there, now = came.there(), clock.forum_now()
    why, shown = refusal, None
    try:
        check_admitted(there.entrant, cancelled=there.session.cancelled)
        shown = shown_at_gate(there, now=now)
    except Refusal as closed:
        why = closed
    return {
        "forum": there.forum,
        "there": there,
        "came": came.as_offered(there),
        "topics": _topics(there),
        "shown": shown,
        "checks": shown is not None and shown.way.chooses and there.is_seen,
        "ways_back": _ways_back(came, there) if shown is None else None,
        "why": why.said_in(came.lang) if why else None,
        "lost_channel": isinstance(why, NoSuchChannel),
        "now": now,
        "purposes": PURPOSES,
        "transports": TRANSPORTS,
        "service_of": service_of,
        "opens_in_browser": opens_in_browser,
        "host_of": host_of,
    }


def _topics(there: AtGate) -> list[str]:
    """What tells a page that waits to look again: a line, or what they hold, is another."""
    forum_id, delegate = there.forum.id, there.delegate
    own = [gate_topic(forum_id, delegate.id)] if delegate else []
    return [f"lines.{forum_id}", *own]


def _ways_back(came: Came, there: AtGate) -> dict[str, str]:
    """own: to one's registration; choose: to where one chooses otherwise; part: to one's page as a
    speaker. Those that they have."""
    at = {"lang": came.lang, "forum_slug": came.forum_slug}
    holder = holder_of(there.forum, came.kept) if came.kept else None
    if holder is None:
        uuid = there.delegate.uuid if there.delegate else None
        return {"own": url_for(".open_own", uuid=uuid, **at)} if uuid else {}  # type: ignore[arg-type]
    try:
        if holder.page:
            key = seal.opened(holder.page.link_sealed)
            return {"part": url_for("programme.show_own", key=key, **at)}  # type: ignore[arg-type]
        secret = seal.opened(holder.delegate.link_sealed)  # type: ignore[union-attr]
    except seal.CannotOpen:
        return {}
    ends = {"own": ".show_registration", "choose": ".show_sessions"}
    return {way: url_for(end, secret=secret, **at) for way, end in ends.items()}  # type: ignore[arg-type]


def _open(came: Came) -> ResponseReturnValue:
    line_id = number_in(request.form.get("line", "")) or None
    now, at = clock.forum_now(), clock.now()
    try:
        for _ in range(TRIES):
            there = came.there()
            opening = look(there, line_id, now=now)
            forum, session = there.forum, there.session
            db.session.expunge_all()  # what was looked at is told once it is written
            if written(partial(open_line, opening, actor=came.actor, at=at)):
                remember(there)
                return _led_to(came, opening, forum, session)
        raise LineNotOpen
    except Refusal as refusal:
        return _gate_page(came, status=refusal.status, refusal=refusal)


def _led_to(
    came: Came, opening: Opening, forum: Forum, session: ReleasedSession
) -> ResponseReturnValue:
    """Straight to it where a browser takes the secret along, else the page that says or plays."""
    link = opening.link
    address, typed = as_given(link.address, opening.secret, link.secret_name)
    in_browser, source = opens_in_browser(address), played_from(address, link.transport)
    if in_browser and typed is None and source is None:
        answer = redirect(address, 303)
        answer.headers.update(PRIVATE)
        return answer
    pages.play_from(source)
    shown = render_template(
        "registration/gate_line.html",
        forum=forum,
        session=session,
        came=came,
        link=link,
        address=address,
        secret=typed,
        purposes=PURPOSES,
        to_dial=dialled(address, link.room, typed),
        opens_in_browser=in_browser,
        plays=source is not None,
    )
    return shown, 200, PRIVATE

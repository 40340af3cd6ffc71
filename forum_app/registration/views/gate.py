"""The gate of a session: one door for everybody, by one's account or by one's own secret link.

Looking changes nothing and shows no secret; the button checks in and leads to the line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock, pages
from ...accounts.views import signed_in, user_or_sign_in
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
from ...refusal import Refusal
from ..models import Delegate
from ..queries import delegate_of_link
from ..queries.gate import AtGate, at_gate, person_of_user, shown_at_gate
from ..rules.gate import ORIGINAL, NoSuchChannel, check_admitted
from ..services.gate import Opening, look, open_line
from .blueprint import bp, link_holder
from .habits import habit, remember
from .manage import PRIVATE

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
    secret: str | None = None
    channel: str = field(default_factory=lambda: request.args.get("channel", "")[:MOST_OF_A_KEY])

    def url(self, *, lines: bool = False, channel: str | None = None) -> str:
        """channel: another one than they chose; "" for the original."""
        at = {"lang": self.lang, "forum_slug": self.forum_slug, "code": self.code}
        if chosen := self.channel if channel is None else channel or ORIGINAL:
            at["channel"] = chosen
        end = "gate_lines" if lines else "gate"
        if self.secret is None:
            return url_for(f".show_{end}", **at)  # type: ignore[arg-type]
        return url_for(f".show_own_{end}", secret=self.secret, **at)  # type: ignore[arg-type]

    def there(self) -> AtGate:
        forum, person, delegate = self.who()
        session = released_session_at(forum, self.code) or abort(404)
        return at_gate(forum, session, person, delegate, channel=self.channel, habit=habit())

    def as_offered(self, there: AtGate) -> "Came":
        """With what is offered first said in its addresses, so that a press takes what is seen."""
        follows = there.entrant.follows
        if self.channel or not there.channels:
            return self
        return replace(self, channel=follows.key if follows else ORIGINAL)


@bp.get("/join/<code>")
@signed_in
def show_gate(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _gate_page(_by_account(lang, forum_slug, code))


@bp.get("/join/<code>/lines")
@signed_in
def show_gate_lines(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _lines(_by_account(lang, forum_slug, code))


@bp.post("/join/<code>")
@signed_in
@writes
def open_gate(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _open(_by_account(lang, forum_slug, code))


@bp.get("/registration/<secret>/join/<code>")
@link_holder
def show_own_gate(lang: str, forum_slug: str, secret: str, code: str) -> ResponseReturnValue:
    return _gate_page(_by_link(lang, forum_slug, secret, code))


@bp.get("/registration/<secret>/join/<code>/lines")
@link_holder
def show_own_gate_lines(lang: str, forum_slug: str, secret: str, code: str) -> ResponseReturnValue:
    return _lines(_by_link(lang, forum_slug, secret, code))


@bp.post("/registration/<secret>/join/<code>")
@link_holder
@writes
def open_own_gate(lang: str, forum_slug: str, secret: str, code: str) -> ResponseReturnValue:
    return _open(_by_link(lang, forum_slug, secret, code))


def _by_account(lang: str, forum_slug: str, code: str) -> Came:
    user_id = user_or_sign_in(lang).id

    def who() -> tuple[Forum, Person | None, Delegate | None]:
        forum = forum_or_404(forum_slug)
        return forum, person_of_user(forum, user_id), None

    return Came(lang=lang, forum_slug=forum_slug, code=code, actor=f"user {user_id}", who=who)


def _by_link(lang: str, forum_slug: str, secret: str, code: str) -> Came:
    def who() -> tuple[Forum, Person | None, Delegate | None]:
        forum = forum_or_404(forum_slug)
        delegate = delegate_of_link(forum, secret) or abort(404)
        return forum, delegate.person, delegate

    actor = f"delegate {g.delegate_id}"
    at = {"lang": lang, "forum_slug": forum_slug, "code": code}
    return Came(**at, actor=actor, who=who, secret=secret)


def _gate_page(
    came: Came, *, status: int = 200, refusal: Refusal | None = None
) -> ResponseReturnValue:
    pages.check_lines()
    shown = render_template("registration/gate.html", **_given(came, refusal))
    return shown, status, PRIVATE


def _lines(came: Came) -> ResponseReturnValue:
    return render_template("registration/gate_lines.html", **_given(came, None)), 200, PRIVATE


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
        "shown": shown,
        "why": why.said_in(came.lang) if why else None,
        "lost_channel": isinstance(why, NoSuchChannel),
        "now": now,
        "purposes": PURPOSES,
        "transports": TRANSPORTS,
        "service_of": service_of,
        "opens_in_browser": opens_in_browser,
        "host_of": host_of,
    }


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

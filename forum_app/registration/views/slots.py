"""What registration adds to pages of other rooms: when it is open, who waits, who is in."""

import re
from collections.abc import Iterable

from flask import g, render_template

from ... import clock
from ...accounts.models import User
from ...forums.models import Forum
from ...forums.queries import forums_with_doors_of
from ...programme.models import ReleasedSession
from .. import queries
from ..models import Terms
from ..queries.own import registrations_of_user
from .doors import insides_said

GATE = re.compile(r"/\w\w/([^/?#]+)/join/")


def show_opening(*, forum: Forum) -> str:
    """When registration opens or closes, where its terms say so. One query for a whole page."""
    now = clock.now()
    return render_template("registration/opening.html", terms=_terms(forum), now=now, forum=forum)


def show_act(*, forum: Forum, text: str, said: bool) -> str:
    """The button that leads to registering, `text` on it; while nobody can, when, if `said`."""
    at = {"terms": _terms(forum), "now": clock.now()}
    return render_template("registration/act.html", forum=forum, text=text, said=said, **at)


def _terms(forum: Forum) -> Terms:
    """One query for a whole page."""
    if "registration_terms" not in g:
        g.registration_terms = queries.terms_of(forum)
    terms: Terms = g.registration_terms
    return terms


def show_waiting(*, forum: Forum, seat_counts: Iterable[int]) -> str:
    """How many wait for the seats of these ids. One query for a whole page."""
    if "queue_lengths" not in g:
        g.queue_lengths = queries.queue_lengths(forum)
    waiting = sum(g.queue_lengths.get(number, 0) for number in seat_counts)
    return render_template("registration/waiting.html", n=waiting) if waiting else ""


def show_registrations(*, user: User) -> str:
    """For one's own page: what is registered under one's address; empty for none. One query."""
    found = registrations_of_user(user.id)
    return render_template("registration/own.html", found=found) if found else ""


def show_insides(*, forum: Forum) -> str:
    """For the overview of the desk: who is in, by hall, against the fire limit. Two queries."""
    return insides_said(forum, is_whole=True)


def show_kept_doors(*, user: User) -> str:
    """For one's own page: the forums whose doors `user` keeps; empty for none. One query."""
    forums = forums_with_doors_of(user.id)
    return render_template("registration/door/kept.html", forums=forums) if forums else ""


def show_gate_without_account(*, path: str) -> str:
    """For whoever was led from a gate to signing in: they may need no account."""
    found = GATE.match(path)
    return render_template("registration/by_link.html", forum_slug=found[1]) if found else ""


def show_speakers_gate(*, forum: Forum, code: str, key: str) -> str:
    """On a speaker's own page, by each released session of theirs: where they join it."""
    shown = {"forum": forum, "code": code, "key": key}
    return render_template("registration/speakers_gate.html", **shown)


def show_way_to_gate(*, forum: Forum, session: ReleasedSession) -> str:
    """On the page of a session that has seats: where whoever has a place joins it."""
    shown = {"forum": forum, "session": session}
    return "" if session.cancelled else render_template("registration/to_gate.html", **shown)

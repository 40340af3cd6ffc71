"""The rules by which coordinators are reminded, and who was."""

from collections.abc import Sequence

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.queries import names_of_users
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ..models import Reminder
from ..queries import reminders as queries
from ..rules.reminders import OF_TESTS, OF_WHAT_IS_MISSING, Rule
from ..services import reminders
from .blueprint import bp, tests_crumb

SHOWN = 200  # of those who were reminded


@bp.get("/desk/tests/reminders")
@organiser
def show_reminders(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    sent = queries.reminders_of(forum, at_most=SHOWN)
    return desk_page_of(
        lang,
        forum,
        "desk/readiness/reminders.html",
        rules=[*OF_TESTS, *OF_WHAT_IS_MISSING],
        paused=queries.paused_in(forum),
        first=queries.first_session_at(forum),
        sent=sent,
        names=_names(sent),
        crumbs=[tests_crumb(lang, forum_slug)],
    )


@bp.post("/desk/tests/reminders/<reminder>/pause")
@organiser
@writes
def pause_reminder(lang: str, forum_slug: str, reminder: str) -> ResponseReturnValue:
    named, by, actor, now = _rule_or_404(reminder), caller_id(), g.caller, clock.now()
    at = {"by": by, "actor": actor, "now": now}
    written(lambda: reminders.pause(forum_or_404(forum_slug), named, **at))
    return _told(lang, forum_slug, N_("This rule sends nothing until you let it go on."))


@bp.post("/desk/tests/reminders/<reminder>/resume")
@organiser
@writes
def resume_reminder(lang: str, forum_slug: str, reminder: str) -> ResponseReturnValue:
    named, actor, now = _rule_or_404(reminder), g.caller, clock.now()
    written(lambda: reminders.resume(forum_or_404(forum_slug), named, actor=actor, now=now))
    return _told(lang, forum_slug, N_("This rule sends letters again."))


def _told(lang: str, forum_slug: str, told: str) -> ResponseReturnValue:
    flash(say(lang, told))
    return redirect(url_for(".show_reminders", lang=lang, forum_slug=forum_slug), 303)


def _rule_or_404(name: str) -> Rule:
    return Rule(name) if name in list(Rule) else abort(404)


def _names(sent: Sequence[Reminder]) -> dict[str, str]:
    """ "user 3", "contact 5" -> a name; who is gone has none. Two queries."""
    ids: dict[str, list[int]] = {"user": [], "contact": []}
    for ref in {ref for one in sent for ref in one.told}:
        kind, _, number = ref.partition(" ")
        ids[kind].append(int(number))
    users, contacts = names_of_users(ids["user"]), queries.names_of_contacts(ids["contact"])
    named = {f"user {id_}": name for id_, name in users.items()}
    return named | {f"contact {id_}": name for id_, name in contacts.items()}

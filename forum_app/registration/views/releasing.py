"""Before a release: what changes, whom it moves, how their letter reads; then one button."""

from typing import Any

from flask import (
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of, number_in, pressed, see_again
from ...db import ID, db, writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import LANGUAGES, N_, say
from ...post import feeds
from ...programme.models import Release, Session
from ...programme.queries import release_at
from ...programme.rules.changelog_words import Sentence
from ...programme.services.releases import check_seen, freeze, prepare
from ...refusal import Refusal
from ..forms.releasing import RELEASE
from ..models import ReleaseMailing
from ..queries.moved import Changelogs, told_by
from ..queries.reviewed import NAMES, Review, review_of, seats_of_moved
from ..services.moved import TEMPLATE, write_after_all
from .blueprint import bp


@bp.get("/desk/programme/review")
@organiser
def show_review(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _page(lang, forum_or_404(forum_slug))


@bp.post("/desk/programme/review")
@organiser
@checks_token
@writes
def release_reviewed(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, by, now = form_of(RELEASE, {}, 0), caller_id(), clock.now()
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), form, 422)
    told = {"note": form.values()["note"], "by": by, "now": now, "write": pressed("write")}
    ready = prepare(forum_or_404(forum_slug))
    try:
        draft = number_in(request.form.get("draft", ""))
        check_seen(ready, seen=form.seen_version(), draft=draft)
        number = written(lambda: freeze(forum_or_404(forum_slug), ready, **told).number)
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        return _page(lang, forum_or_404(forum_slug), form, refusal.status)
    flash(say(lang, N_("Release %(number)s is what people see now."), number=number))
    return redirect(url_for("programme.show_releases", lang=lang, forum_slug=forum_slug), 303)


def _page(lang: str, forum: Forum, form: AskForm | None = None, status: int = 200) -> Response:
    """What is there now, also after a refusal: then the next press releases what is shown."""
    review = review_of(forum, prepare(forum))
    form = form or form_of(RELEASE, {}, review.ready.after)
    see_again(form, review.ready.after)
    given = {"review": review, "form": form, "told": Sentence, "most_names": NAMES}
    letters = _letters(review)
    return desk_page_of(lang, forum, "desk/review.html", status=status, letters=letters, **given)


def _letters(review: Review) -> dict[str, tuple[str, str]]:
    """language -> (subject, text) of the letter of whoever is told most, without their name."""
    example = review.example
    if example is None:
        return {}
    facts: dict[str, Any] = {
        "forum_id": review.forum.id,
        "person": example.person.uuid,
        "number": review.ready.after + 1,
        "moves": [move.as_facts(example.person.uuid) for move in example.moves],
    }
    written_in = {x: feeds.example_of(TEMPLATE, facts, x) for x in LANGUAGES}
    base_url = str(current_app.config["BASE_URL"])
    return {
        x: (letter.subject, feeds.text_of(letter, x, base_url=base_url))
        for x, letter in written_in.items()
        if letter
    }


@bp.post(f"/desk/programme/releases/<{ID}:number>/letters")
@organiser
@writes
def write_to_moved(lang: str, forum_slug: str, number: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()

    def verb() -> None:
        write_after_all(_release_or_404(forum_slug, number), actor=actor, now=now)

    try:
        written(verb)
        flash(say(lang, N_("The letters are being written.")))
    except Refusal as refusal:
        flash(refusal.said_in(lang))
    return redirect(url_for("programme.show_releases", lang=lang, forum_slug=forum_slug), 303)


def _release_or_404(forum_slug: str, number: int) -> Release:
    return release_at(forum_or_404(forum_slug), number) or abort(404)


def show_mailing(*, forum: Forum, number: int, release_id: int) -> str:
    """For the desk's list of releases: who was written to about the latest, or would be."""
    mailing = db.session.get(ReleaseMailing, release_id)
    people = None
    if mailing is not None and mailing.asked_at is None and number > 1:
        release = db.session.get_one(Release, release_id)
        found = told_by(forum, Changelogs(forum.id, number, release.frozen))
        people = sum(one.person.address is not None for one in found)
    given = {"mailing": mailing, "number": number, "people": people}
    return render_template("desk/mailing.html", forum=forum, **given)


def show_seats_after(*, forum: Forum, session: Session) -> str:
    """For the form of a session that changes its hall: whom that concerns."""
    seats = seats_of_moved(forum, session)
    if seats is None:
        return ""
    return render_template("desk/seats_after.html", forum=forum, seats=seats, most_names=NAMES)

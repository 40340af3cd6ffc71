"""My particulars: what the badge and the ticket say, corrected behind the secret link."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ..forms import particulars_form
from ..forms.particulars import ParticularsForm
from ..models import Delegate
from ..services import changes, particulars
from .blueprint import bp, held, link_holder
from .manage import PRIVATE


@bp.get("/registration/<secret>/particulars")
@link_holder
def show_particulars(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    forum, delegate = held(forum_slug, secret)
    particulars.check_live(delegate)
    return _page(secret, forum, _form(lang, delegate)), 200, PRIVATE


@bp.post("/registration/<secret>/particulars")
@link_holder
@checks_token
@writes
def correct_particulars(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    (forum, delegate), now = held(forum_slug, secret), clock.now()
    form = _form(lang, delegate)
    if not form.validate():
        return _page(secret, forum, form), 422, PRIVATE
    given = form.particulars()

    def act() -> None:
        mine = changes.lock_delegate(held(forum_slug, secret)[1].id)
        particulars.correct(mine, given, actor=f"delegate {mine.id}", now=now)

    written(act)
    there = url_for(".show_registration", lang=lang, forum_slug=forum_slug, secret=secret)
    return redirect(there, 303)


def _form(lang: str, delegate: Delegate) -> ParticularsForm:
    return particulars_form(lang, particulars.written_about(delegate.person))


def _page(secret: str, forum: Forum, form: ParticularsForm) -> str:
    return render_template("registration/particulars.html", forum=forum, secret=secret, form=form)

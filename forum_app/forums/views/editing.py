"""How each edit at the desk goes: checked, saved once, or shown again with nothing lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from ...asks import AskForm, Beside, see_again
from ...db import written
from ...i18n import N_, say
from ...refusal import ChangedMeanwhile, Refusal
from .frame import desk_page_of, forum_or_404


@dataclass(frozen=True, kw_only=True)
class EditPage:
    """The page around a form.

    crumbs: (address, words); happened: the address of its trail; action: where the form is sent,
    None for the address of the page itself.
    """

    heading: str
    crumbs: Sequence[tuple[str, str]]
    template: str = "desk/edit.html"
    happened: str | None = None
    action: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def edit_page_of(
    lang: str,
    forum_slug: str,
    page: EditPage,
    form: AskForm,
    *,
    status: int = 200,
    both: Sequence[Beside] = (),
    **more: object,
) -> Response:
    given = {**page.more, **more, "page": page, "form": form, "both": both}
    return desk_page_of(lang, forum_or_404(forum_slug), page.template, status=status, **given)


def save(
    lang: str,
    forum_slug: str,
    form: AskForm,
    verb: Callable[[], object],
    *,
    page: Callable[[], EditPage],
    saved: Callable[[], tuple[Mapping[str, Any], int]] | None = None,
    done: str,
    told: str = N_("Saved."),
) -> ResponseReturnValue:
    """Do `verb` in a transaction and go to `done`; or the page again, with what was typed.

    page, saved: asked for after a refusal, when rows are to be read afresh. saved: what is there
    now, and its version.
    """
    if not form.validate():
        return edit_page_of(lang, forum_slug, page(), form, status=422)
    try:
        written(verb)
    except ChangedMeanwhile as late:
        there, version = saved() if saved else ({}, 0)
        both = form.beside(there)
        see_again(form, version)
        form.refuse(None, late.said_in(lang))
        return edit_page_of(lang, forum_slug, page(), form, status=late.status, both=both)
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        return edit_page_of(lang, forum_slug, page(), form, status=refusal.status)
    flash(say(lang, told))
    return redirect(done, 303)

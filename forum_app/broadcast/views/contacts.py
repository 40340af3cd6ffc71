"""The organisers' pages of one contact of a point: written down, changed, crossed out."""

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Point
from ...forums.views import EditPage, edit_page_of, organiser, save
from ...i18n import N_, say
from ..forms import people as forms
from ..models import PointContact
from ..queries import people as asked
from ..services import contacts
from .blueprint import bp, point_or_404
from .people import POINT


@bp.get(f"{POINT}/contacts/new")
@organiser
def show_new_contact(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    row = point_or_404(forum_slug, point)
    return edit_page_of(lang, forum_slug, _new_page(lang, forum_slug, row), _new_form())


@bp.post(f"{POINT}/contacts/new")
@organiser
@checks_token
@writes
def add_contact(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    form, by = _new_form(), {"actor": g.caller, "now": clock.now()}
    row = point_or_404(forum_slug, point)

    def verb() -> None:
        there = point_or_404(forum_slug, point)
        contacts.add_contact(there, forms.columns(form.values()), **by)

    page = lambda: _new_page(lang, forum_slug, point_or_404(forum_slug, point))  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=_there(lang, forum_slug, row.code))


@bp.get(f"{POINT}/contacts/<{ID}:contact_id>")
@organiser
def show_contact(lang: str, forum_slug: str, point: str, contact_id: int) -> ResponseReturnValue:
    contact = _contact_or_404(point_or_404(forum_slug, point), contact_id)
    page = _contact_page(lang, forum_slug, point, contact_id)
    return edit_page_of(lang, forum_slug, page, _form(contact))


@bp.post(f"{POINT}/contacts/<{ID}:contact_id>/words")
@organiser
@checks_token
@writes
def save_contact(lang: str, forum_slug: str, point: str, contact_id: int) -> ResponseReturnValue:
    by = {"actor": g.caller, "now": clock.now()}

    def again() -> PointContact:
        return _contact_or_404(point_or_404(forum_slug, point), contact_id)

    form = _form(again())

    def verb() -> None:
        wanted = forms.columns(form.values())
        contacts.edit_contact(again(), wanted, seen=form.seen_version(), **by)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _contact_page(lang, forum_slug, point, contact_id),
        saved=lambda: (forms.saved_in(again()), again().version),
        done=_there(lang, forum_slug, point),
    )


@bp.post(f"{POINT}/contacts/<{ID}:removed_contact_id>/removal")
@organiser
@writes
def remove_contact(
    lang: str, forum_slug: str, point: str, removed_contact_id: int
) -> ResponseReturnValue:
    by = {"actor": g.caller, "now": clock.now()}
    written(
        lambda: contacts.remove_contact(point_or_404(forum_slug, point), removed_contact_id, **by)
    )
    flash(say(lang, N_("The contact is removed.")))
    return redirect(_there(lang, forum_slug, point), 303)


def _there(lang: str, forum_slug: str, point: str) -> str:
    return url_for(".show_people", lang=lang, forum_slug=forum_slug, point=point)


def _contact_or_404(point: Point, contact_id: int) -> PointContact:
    return asked.contact_at(point, contact_id) or abort(404)


def _form(contact: PointContact) -> AskForm:
    return form_of(forms.CONTACT, forms.saved_in(contact), contact.version)


def _new_form() -> AskForm:
    return form_of(forms.CONTACT, {"part": "technician", "on_site": True}, 0)


def _new_page(lang: str, forum_slug: str, point: Point) -> EditPage:
    return EditPage(heading=say(lang, N_("A new contact")), crumbs=_crumbs(lang, forum_slug, point))


def _contact_page(lang: str, forum_slug: str, point: str, contact_id: int) -> EditPage:
    row = point_or_404(forum_slug, point)
    crumbs = _crumbs(lang, forum_slug, row)
    at = {"lang": lang, "forum_slug": forum_slug, "point": point, "contact_id": contact_id}
    action = url_for(".save_contact", **at)  # type: ignore[arg-type]
    return EditPage(heading=_contact_or_404(row, contact_id).name, crumbs=crumbs, action=action)


def _crumbs(lang: str, forum_slug: str, point: Point) -> list[tuple[str, str]]:
    every = url_for(".show_all_people", lang=lang, forum_slug=forum_slug)
    here = f"{point.code} {point.name.said_in(lang)}"
    return [
        (every, say(lang, N_("People at the points"))),
        (_there(lang, forum_slug, point.code), here),
    ]

"""A point's own desk: by the role of who signed in, or behind the point's secret page.

Both ways lead to the same pages, which know by `At` how they were entered.
"""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ... import clock
from ...accounts.models import User
from ...asks import AskForm, Beside, form_of, see_again
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Point
from ...forums.queries import forums_organised_by, forums_with_doors_of, roles_of_user
from ...forums.views import forum_or_404
from ...i18n import N_, say
from ...programme.queries.hosts import hosted_by
from ...programme.rules import comfort_of
from ...refusal import ChangedMeanwhile, Refusal
from ..forms import people as forms
from ..models import PointContact
from ..queries import people as asked
from ..queries.desk import desk_of
from ..queries.readiness import items_of, readiness_at, self_test_for
from ..queries.slots import slots_at
from ..rules.readiness import lacks_of
from ..rules.slots import may_rebook
from ..services import contacts
from .blueprint import bp, coordinator, key_holder, point_held, point_or_404

DESK = "/points/<code>/desk"
KEY = "/at-point/<key>"
CONTACT = f"contacts/<{ID}:contact_id>"
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class At:
    """How the desk was entered: by the point's code, signed in, or by its secret."""

    lang: str
    forum_slug: str
    code: str = ""
    key: str = ""

    @property
    def point(self) -> Point:
        """Read afresh in each transaction."""
        if self.key:
            return point_held(self.forum_slug, self.key)
        return point_or_404(self.forum_slug, self.code)

    def to(self, what: str, **more: Any) -> str:
        """The address of "desk", "contact", "take_over" or another page of this desk."""
        by: dict[str, Any] = {"key": self.key} if self.key else {"code": self.code}
        view = _VIEWS[what][bool(self.key)]
        return url_for(view, lang=self.lang, forum_slug=self.forum_slug, **by, **more)


_VIEWS = {
    "desk": (".show_point_desk", ".show_key_desk"),
    "contact": (".show_contact_there", ".show_contact_by_key"),
    "save": (".save_contact_there", ".save_contact_by_key"),
    "sheet": (".show_sheet_there", ".show_sheet_by_key"),
    "pdf": (".send_sheet_there", ".send_sheet_by_key"),
    "take_over": (".take_over_there", ".take_over_by_key"),
    "tests": (".show_tests_there", ".show_tests_by_key"),
    "lines": (".show_lines_there", ".show_lines_by_key"),
    "line_rows": (".show_line_rows_there", ".show_line_rows_by_key"),
    "open": (".open_line_there", ".open_line_by_key"),
    "results": (".add_result_there", ".add_result_by_key"),
    "times": (".show_times_there", ".show_times_by_key"),
    "rebook": (".rebook_there", ".rebook_by_key"),
    "self_test": (".add_self_test_there", ".add_self_test_by_key"),
}


@bp.get(DESK)
@coordinator
def show_point_desk(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _desk_page(At(lang, forum_slug, code=code))


@bp.get(KEY)
@key_holder
def show_key_desk(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _desk_page(At(lang, forum_slug, key=key))


@bp.get(f"{DESK}/{CONTACT}")
@coordinator
def show_contact_there(
    lang: str, forum_slug: str, code: str, contact_id: int
) -> ResponseReturnValue:
    at = At(lang, forum_slug, code=code)
    return _contact_page(at, contact_id, _form(_contact_or_404(at, contact_id)))


@bp.get(f"{KEY}/{CONTACT}")
@key_holder
def show_contact_by_key(
    lang: str, forum_slug: str, key: str, contact_id: int
) -> ResponseReturnValue:
    at = At(lang, forum_slug, key=key)
    return _contact_page(at, contact_id, _form(_contact_or_404(at, contact_id)))


@bp.post(f"{DESK}/{CONTACT}/words")
@coordinator
@checks_token
@writes
def save_contact_there(
    lang: str, forum_slug: str, code: str, contact_id: int
) -> ResponseReturnValue:
    return _save_contact(At(lang, forum_slug, code=code), contact_id)


@bp.post(f"{KEY}/{CONTACT}/words")
@key_holder
@checks_token
@writes
def save_contact_by_key(
    lang: str, forum_slug: str, key: str, contact_id: int
) -> ResponseReturnValue:
    return _save_contact(At(lang, forum_slug, key=key), contact_id)


@bp.post(f"{DESK}/{CONTACT}/coordination")
@coordinator
@writes
def take_over_there(lang: str, forum_slug: str, code: str, contact_id: int) -> ResponseReturnValue:
    return _take_over(At(lang, forum_slug, code=code), contact_id)


@bp.post(f"{KEY}/{CONTACT}/coordination")
@key_holder
@writes
def take_over_by_key(lang: str, forum_slug: str, key: str, contact_id: int) -> ResponseReturnValue:
    return _take_over(At(lang, forum_slug, key=key), contact_id)


def _desk_page(at: At) -> Response:
    forum = forum_or_404(at.forum_slug)
    desk, now = desk_of(forum, at.point), clock.now()
    given: dict[str, Any] = {"desk": desk, "comfort_of": comfort_of, "now": now}
    given["there_now"] = clock.forum_now()
    given["readiness"] = readiness_at(forum, desk.point, now=now)
    given |= {"slots": slots_at(desk.point), "lacks_of": lacks_of, "names": {}}
    given["may_rebook"] = lambda x: may_rebook(x.starts_at, x.round.rebook_hours, now=now)
    given["self_test"] = self_test_for(forum, desk.point)
    given["titles"] = {item.code: item.title for item in items_of(forum)}
    return page_at(at, "broadcast/desk.html", **given)


def _contact_page(
    at: At, contact_id: int, form: AskForm, status: int = 200, both: tuple[Beside, ...] = ()
) -> Response:
    contact = _contact_or_404(at, contact_id)
    given = {"contact": contact, "form": form, "both": both, "point": at.point}
    return page_at(at, "broadcast/contact.html", status, **given)


def _save_contact(at: At, contact_id: int) -> ResponseReturnValue:
    form, by = _form(_contact_or_404(at, contact_id)), {"actor": g.caller, "now": clock.now()}
    if not form.validate():
        return _contact_page(at, contact_id, form, 422)

    def verb() -> None:
        wanted = forms.columns(form.values())
        contact = _contact_or_404(at, contact_id)
        contacts.edit_contact(contact, wanted, seen=form.seen_version(), **by)

    try:
        written(verb)
    except ChangedMeanwhile as late:
        contact = _contact_or_404(at, contact_id)
        both = tuple(form.beside(forms.saved_in(contact)))
        see_again(form, contact.version)
        form.refuse(None, late.said_in(at.lang))
        return _contact_page(at, contact_id, form, late.status, both)
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(at.lang))
        return _contact_page(at, contact_id, form, refusal.status)
    return _told(at, N_("Saved."))


def _take_over(at: At, contact_id: int) -> ResponseReturnValue:
    by = {"actor": g.caller, "now": clock.now()}
    written(lambda: contacts.take_over(_contact_or_404(at, contact_id), **by))
    return _told(at, N_("The deputy is the coordinator now."))


def _told(at: At, told: str) -> ResponseReturnValue:
    flash(say(at.lang, told))
    return redirect(at.to("desk"), 303)


def _contact_or_404(at: At, contact_id: int) -> PointContact:
    return asked.contact_at(at.point, contact_id) or abort(404)


def _form(contact: PointContact) -> AskForm:
    return form_of(forms.REACHED, forms.saved_in(contact), contact.version)


def page_at(at: At, template: str, status: int = 200, **given: object) -> Response:
    """Nobody keeps a copy of it, and no other site is told its address."""
    user = None if at.key or not current_user.is_authenticated else current_user
    forum = forum_or_404(at.forum_slug)
    shown = render_template(template, forum=forum, at=at, user=user, **given)
    answer = make_response(shown, status)
    answer.headers.update(PRIVATE)
    return answer


def show_coordinated(*, user: User) -> str:
    """For one's own page: the points that `user` coordinates; empty for none. One query."""
    found = asked.coordinated_by(user.id)
    return render_template("broadcast/coordinated.html", found=found) if found else ""


def coordinated_path(*, lang: str, user_id: int) -> str:
    """Where whoever coordinates one point, and works at nothing else, is led after signing in."""
    found = asked.coordinated_by(user_id)
    works_at = (forums_organised_by, forums_with_doors_of, roles_of_user, hosted_by)
    if len(found) != 1 or any(asked_for(user_id) for asked_for in works_at):
        return ""
    forum, point = found[0]
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug}
    return url_for("broadcast.show_point_desk", code=point.code, **at)

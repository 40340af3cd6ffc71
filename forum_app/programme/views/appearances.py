"""The desk: one person in a session of the draft, in one role."""

from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from ...asks import AskForm, form_of
from ...db import ID, writes
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.queries import points_of
from ...forums.views import FORUM_URL, EditPage, edit_page_of, organiser, save
from ...i18n import N_, say
from .. import queries
from ..forms import speaking as forms
from ..models import Appearance, AppearanceRole, Session
from ..queries import speakers as asked
from ..queries.channels import channels_in_draft
from ..rules.speaking import AppearanceGone, TalkGone
from ..services import appearances
from .blueprint import bp
from .parts import at_now, crumbs_of, did, order_seen, parts_url, session_there

PEOPLE = f"{FORUM_URL}/desk/programme/<code>/people"
PERSON = f"{PEOPLE}/<{ID}:appearance_id>"
AS_USUAL = {"role": "speaker", "from_way": "hall"}
GONE = f"{PEOPLE}/<{ID}:seat_id>"  # or so it may be, by the time that a button is pressed


@bp.get(f"{PEOPLE}/new")
@organiser
def show_new_appearance(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    page = _person_page(lang, forum_slug, code)
    return edit_page_of(
        lang, forum_slug, page, _new_person_form(lang, *session_there(forum_slug, code))
    )


@bp.post(f"{PEOPLE}/new")
@organiser
@checks_token
@writes
def put_in(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form, at = _new_person_form(lang, *session_there(forum_slug, code)), at_now()

    def verb() -> None:
        forum, session = session_there(forum_slug, code)
        values = form.values()
        chosen = values.pop("person")
        known = queries.speaker_in(forum, UUID(chosen)) if chosen else None
        named = forms.named_in(values)
        person = known or appearances.person_for(forum, named, now=at["now"])
        appearances.put_in(session, person, _placed(forum, session, values), **at)

    page = lambda: _person_page(lang, forum_slug, code)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=parts_url(lang, forum_slug, code))


@bp.get(PERSON)
@organiser
def show_appearance(
    lang: str, forum_slug: str, code: str, appearance_id: int
) -> ResponseReturnValue:
    forum, session = session_there(forum_slug, code)
    row = _appearance_or_404(session, appearance_id)
    page = _person_page(lang, forum_slug, code, row)
    return edit_page_of(lang, forum_slug, page, _person_form(lang, forum, session, row))


@bp.post(f"{PERSON}/role")
@organiser
@checks_token
@writes
def save_appearance(
    lang: str, forum_slug: str, code: str, appearance_id: int
) -> ResponseReturnValue:
    forum, session = session_there(forum_slug, code)
    form = _person_form(lang, forum, session, _appearance_or_404(session, appearance_id))
    at = at_now()

    def row() -> Appearance:
        return _appearance_or_404(session_there(forum_slug, code)[1], appearance_id)

    def verb() -> None:
        forum, session = session_there(forum_slug, code)
        values = form.values()
        wanted = _placed(forum, session, values) | {"answer": values["answer"]}
        appearances.edit_appearance(row(), session, wanted, seen=form.seen_version(), **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _person_page(lang, forum_slug, code, row()),
        saved=lambda: (_saved_in(row()), row().version),
        done=parts_url(lang, forum_slug, code),
    )


@bp.post(f"{GONE}/move")
@organiser
@writes
def move_person(lang: str, forum_slug: str, code: str, seat_id: int) -> ResponseReturnValue:
    at = at_now() | order_seen()

    def work() -> None:
        session = session_there(forum_slug, code)[1]
        appearances.move_person(_appearance_or_gone(session, seat_id), session, **at)

    return did(lang, forum_slug, code, work, N_("The order is changed."))


@bp.post(f"{GONE}/removal")
@organiser
@writes
def take_out(lang: str, forum_slug: str, code: str, seat_id: int) -> ResponseReturnValue:
    at = at_now()

    def work() -> None:
        session = session_there(forum_slug, code)[1]
        appearances.take_out(_appearance_or_gone(session, seat_id), **at)

    told = N_("Taken out of the draft. What is released stays as it is until the next release.")
    return did(lang, forum_slug, code, work, told)


def _appearance_or_gone(session: Session, appearance_id: int) -> Appearance:
    """Of an act on a page that somebody else may have changed. Raises AppearanceGone."""
    found = asked.appearance_in(session, appearance_id)
    if found is None:
        raise AppearanceGone
    return found


def _appearance_or_404(session: Session, appearance_id: int) -> Appearance:
    return asked.appearance_in(session, appearance_id) or abort(404)


def _new_person_form(lang: str, forum: Forum, session: Session) -> AskForm:
    speakers = queries.speakers_of_draft(forum)
    asks = (*forms.who_asks(speakers, lang), *_place_asks(lang, forum, session, None))
    begins = dict.fromkeys(("person", "country", "talk", "point", "channel"), "") | AS_USUAL
    return form_of(asks, begins | _asked_for(session), 0)


def _asked_for(session: Session) -> dict[str, str]:
    """What the page begins with where it was opened beside a channel."""
    there = {x.channel.key for x in channels_in_draft(session)}
    key = request.args.get("channel", "")
    return {"role": AppearanceRole.INTERPRETER.value, "channel": key} if key in there else {}


def _person_form(lang: str, forum: Forum, session: Session, row: Appearance) -> AskForm:
    asks = (*_place_asks(lang, forum, session, row.role), forms.ANSWER)
    return form_of(asks, _saved_in(row), row.version)


def _saved_in(row: Appearance) -> dict[str, Any]:
    return forms.saved_in_appearance(row, asked.talks_of_appearance(row))


def _place_asks(lang: str, forum: Forum, session: Session, role: str | None) -> Any:
    there = asked.talks_in_draft(session)
    return forms.place_asks(there, points_of(forum), channels_in_draft(session), lang, role)


def _placed(forum: Forum, session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """What was chosen, as the columns of an appearance hold it. Raises TalkGone."""
    talk = next((x for x in asked.talks_in_draft(session) if x.uuid == values["talk"]), None)
    if talk is None and values["talk"]:
        raise TalkGone
    point = next((x for x in points_of(forum) if x.code == values["point"]), None)
    voices = channels_in_draft(session)
    return forms.columns_of(values) | {
        "talk_id": talk.id if talk else None,
        "point_id": point.id if point else None,
        "channel_id": next((x.id for x in voices if x.channel.key == values["channel"]), None),
    }


def _person_page(lang: str, forum_slug: str, code: str, row: Appearance | None = None) -> EditPage:
    session = session_there(forum_slug, code)[1]
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug, "code": code}
    return EditPage(
        heading=row.person.name if row else say(lang, N_("Put somebody into the session")),
        crumbs=crumbs_of(lang, forum_slug, session),
        action=url_for(".save_appearance", appearance_id=row.id, **at) if row else None,
    )

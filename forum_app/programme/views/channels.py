"""The desk: one channel of interpretation of a session of the draft."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from ...asks import AskForm, form_of
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.views import FORUM_URL, EditPage, edit_page_of, organiser, save
from ...i18n import N_, say, say_many
from ..forms import channels as forms
from ..models import InterpretationChannel, Session
from ..queries import channels as asked
from ..rules.channels import ChannelGone
from ..services import channels
from .blueprint import bp
from .parts import at_now, crumbs_of, parts_url, session_there

CHANNELS = f"{FORUM_URL}/desk/programme/<code>/channels"
CHANNEL = f"{CHANNELS}/<{ID}:channel_id>"
GONE = f"{CHANNELS}/<{ID}:voice_id>"  # or so it may be, by the time that a button is pressed
AS_USUAL = {"language": "en", "kind": "audio", "relay_from": ""}


@bp.get(f"{CHANNELS}/new")
@organiser
def show_new_channel(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form = _form(lang, session_there(forum_slug, code)[1])
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, code), form)


@bp.post(f"{CHANNELS}/new")
@organiser
@checks_token
@writes
def add_channel(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form, at = _form(lang, session_there(forum_slug, code)[1]), at_now()

    def verb() -> None:
        session = session_there(forum_slug, code)[1]
        others = asked.channels_in_draft(session)
        channels.add_channel(session, forms.columns_of_channel(form.values(), others), **at)

    page = lambda: _page(lang, forum_slug, code)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=parts_url(lang, forum_slug, code))


@bp.get(CHANNEL)
@organiser
def show_channel(lang: str, forum_slug: str, code: str, channel_id: int) -> ResponseReturnValue:
    session, row = _there(forum_slug, code, channel_id)
    page = _page(lang, forum_slug, code, row)
    return edit_page_of(lang, forum_slug, page, _form(lang, session, row))


@bp.post(f"{CHANNEL}/facts")
@organiser
@checks_token
@writes
def save_channel(lang: str, forum_slug: str, code: str, channel_id: int) -> ResponseReturnValue:
    form, at = _form(lang, *_there(forum_slug, code, channel_id)), at_now()

    def verb() -> None:
        session, row = _there(forum_slug, code, channel_id)
        wanted = forms.columns_of_channel(form.values(), _others(session, row))
        channels.edit_channel(row, session, wanted, seen=form.seen_version(), **at)

    def saved() -> tuple[dict[str, Any], int]:
        session, row = _there(forum_slug, code, channel_id)
        return forms.saved_in_channel(row, _others(session, row)), row.version

    def page() -> EditPage:
        return _page(lang, forum_slug, code, _there(forum_slug, code, channel_id)[1])

    done = parts_url(lang, forum_slug, code)
    return save(lang, forum_slug, form, verb, page=page, saved=saved, done=done)


@bp.post(f"{GONE}/removal")
@organiser
@writes
def remove_channel(lang: str, forum_slug: str, code: str, voice_id: int) -> ResponseReturnValue:
    at = at_now()

    def work() -> int:
        row = asked.channel_in(session_there(forum_slug, code)[1], voice_id)
        if row is None:
            raise ChannelGone
        return channels.remove_channel(row, **at)

    left = written(work)
    flash(say(lang, N_("The channel is taken away.")))
    if left:
        flash(
            say_many(
                lang, "%(n)s interpreter left with it.", "%(n)s interpreters left with it.", left
            )
        )
    return redirect(parts_url(lang, forum_slug, code), 303)


def _there(forum_slug: str, code: str, channel_id: int) -> tuple[Session, InterpretationChannel]:
    session = session_there(forum_slug, code)[1]
    return session, asked.channel_in(session, channel_id) or abort(404)


def _others(session: Session, row: InterpretationChannel | None) -> list[InterpretationChannel]:
    return [x for x in asked.channels_in_draft(session) if x is not row]


def _form(lang: str, session: Session, row: InterpretationChannel | None = None) -> AskForm:
    others = _others(session, row)
    there = forms.saved_in_channel(row, others) if row else AS_USUAL
    return form_of(forms.channel_asks(others, lang), there, row.version if row else 0)


def _page(
    lang: str, forum_slug: str, code: str, row: InterpretationChannel | None = None
) -> EditPage:
    session = session_there(forum_slug, code)[1]
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug, "code": code}
    return EditPage(
        heading=row.channel.said_in(lang) if row else say(lang, N_("A new channel")),
        crumbs=crumbs_of(lang, forum_slug, session),
        action=url_for(".save_channel", channel_id=row.id, **at) if row else None,
    )

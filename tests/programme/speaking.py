"""Makes talks, speakers and their files for tests; say only what the test is about."""

import io
from zipfile import ZipFile

from flask import current_app
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum_app import seal, uploads
from forum_app.db import db
from forum_app.models import (
    Appearance,
    Forum,
    InterpretationChannel,
    Person,
    Photo,
    Session,
    Slides,
    SpeakerPage,
    Talk,
)
from forum_app.programme.models import AppearanceRole, ChannelKind, Way
from forum_app.programme.queries.speakers import page_of_person
from forum_app.programme.rules.files import SlidesKind
from forum_app.programme.services import slides, speaking
from forum_app.programme.services.appearances import put_in
from forum_app.programme.services.channels import add_channel
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.talks import add_talk

from ..builders import NOW, a_person, words

BY = {"actor": "tests", "now": NOW}
PDF = b"%PDF-1.7 slides"


def appears(
    session, person, role="speaker", *, talk=None, point=None, way=None, comes=None, channel=None
):
    """`person` in `session`; from a point where one is given. comes: their answer, or None."""
    way = way or ("point" if point else "hall")
    at = {"role": AppearanceRole(role), "from_way": Way(way)}
    at |= {"talk_id": talk and talk.id, "point_id": point and point.id}
    at |= {"channel_id": channel and channel.id}
    made = put_in(session, person, at, **BY)
    if comes is not None:
        given = speaking.Answer(comes=comes)
        speaking.answer(page_of_person(person), session, given, **BY)
    return made


def a_talk(session, minutes=20, vi="Bài", en="A talk"):
    return add_talk(session, words(vi, en), minutes, **BY)


def a_picture(colour="red", size=(20, 10), kind="PNG", **given):
    """The bytes of a picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **given)
    return out.getvalue()


def a_pptx():
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        for name in ("[Content_Types].xml", "ppt/presentation.xml"):
            packed.writestr(name, "x")
    return out.getvalue()


def sends_file(browser, url, name, content, filename, **fields):
    """`url` is sent a form with a file in it; the client's own way would leave files open."""
    file = FileStorage(io.BytesIO(content), filename=filename)
    boundary, body = encode_multipart({"csrf_token": browser.csrf, **fields, name: file})
    kind = f"multipart/form-data; boundary={boundary}"
    return browser._seen(browser.client.post(url, data=body, content_type=kind, buffered=True))


def kept(content):
    """The SHA-256 of these bytes, which lie among the uploads from now on."""
    return uploads.keep(current_app.config["FORUM_DATA"] / "uploads", io.BytesIO(content))


def has_photo(person, colour="red"):
    picture = speaking.Picture(content=kept(a_picture(colour)), width=20, height=10)
    page = page_of_person(person)
    wanted = {name: getattr(page, name) for name in speaking.OF_A_PAGE}
    speaking.edit_page(page, wanted, picture, seen=page.version, **BY)


def sent_slides(person, session, content=PDF, *, shown=True):
    sent = slides.Sent(
        name="slides.pdf", kind=SlidesKind.PDF, content=kept(content), size=len(content)
    )
    return slides.keep_slides(person, session, sent, shown=shown, **BY)


def link_of(person):
    return seal.opened(page_of_person(person).link_sealed)


def feed_of(person):
    return seal.opened(page_of_person(person).feed_sealed)


def furnish(session, speaker, *, versions):
    """`speaker` comes, with a photo and so many versions of slides; there is a talk and a chair,
    who interprets too."""
    a_talk(session)
    english = {"language": "en", "kind": ChannelKind.AUDIO, "relay_from_id": None}
    channel = add_channel(session, english, **BY)
    page_of_person(speaker) or speaking.page_for(speaker, now=NOW)
    speaking.answer(page_of_person(speaker), session, speaking.Answer(comes=True), **BY)
    code = session.code
    has_photo(speaker, "red" if versions == 1 else "blue")
    for n in range(versions):
        sent_slides(speaker, session, PDF + f"{code} {n}".encode())
    chair = appears(session, a_person(session.forum, "Chair"), "chair").person
    appears(session, chair, "interpreter", channel=channel)
    return chair


def lay_files(forums):
    """What `furnish` sends, once more: a database kept for a test has no files beside it."""
    for colour in ("red", "blue"):
        kept(a_picture(colour))
    for slug in forums:
        for n in range(2):
            kept(PDF + f"W-{slug} {n}".encode())


def names_of(forum):
    """What addresses name of it, for whoever knocks."""
    page = db.session.scalars(
        select(SpeakerPage).where(SpeakerPage.forum_id == forum.id, SpeakerPage.photo_id > 0)
    ).one()
    slides_ = select(Slides).where(Slides.forum_id == forum.id).order_by(Slides.number.desc())
    latest = db.session.scalars(slides_).first()
    appearance = select(Appearance.id).where(Appearance.person_id == page.person_id)
    channel = select(InterpretationChannel.id).where(InterpretationChannel.forum_id == forum.id)
    talk, seat = select(Talk.uuid).where(Talk.forum_id == forum.id), db.session.scalar(appearance)
    return {
        "key": seal.opened(page.link_sealed),
        "feed": seal.opened(page.feed_sealed),
        **dict.fromkeys(["talk", "talk_uuid"], db.session.scalar(talk)),
        **dict.fromkeys(["channel_id", "voice_id"], db.session.scalar(channel)),
        **dict.fromkeys(["appearance_id", "seat_id"], seat),
        "slides_number": latest.number,
        "slides_id": latest.id,
        "content": db.session.get_one(Photo, page.photo_id).content,
    }


def released(forum):
    return release_programme(forum, note=None, by=None, now=NOW)


def forum_of(there):
    return db.session.get_one(Forum, there.forum)


def comes_to(there, code):
    page = page_of_person(db.session.get_one(Person, there.anh))
    session = db.session.scalars(select(Session).where(Session.code == code)).one()
    speaking.answer(page, session, speaking.Answer(comes=True), **BY)

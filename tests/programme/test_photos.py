"""A photo is drawn anew: attacks are told in a sentence, what was typed stays, no draft leaks."""

import io
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import select

from forum_app import uploads
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Photo, SpeakerPage
from forum_app.programme.feeds.pictures import drawn_anew
from forum_app.programme.rules.files import (
    MOST_PHOTO,
    BrokenPicture,
    FileTooLarge,
    NoPicture,
    PictureTooHeavy,
    PictureTooLarge,
)
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_person, a_session, a_user
from ..desk.forms import as_shown
from .speaking import a_picture, appears, link_of, sends_file

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
SECRET = b"taken at 21.0278 N 105.8342 E"


def a_zip():
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("a", "b")
    return out.getvalue()


def a_bomb(width=30_000, height=30_000):
    """A PNG of few bytes whose header promises many pixels."""
    return _with_size(a_picture(), width, height)


def _with_size(png, width, height):
    import zlib

    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + png[24:29]
    return png[:12] + head + zlib.crc32(head).to_bytes(4, "big") + png[33:]


REFUSED = [
    (a_zip(), NoPicture, "not a picture"),
    (SVG, NoPicture, "not a picture"),
    (b"GIF89a" + bytes(40), NoPicture, "not a picture"),
    (b"", NoPicture, "not a picture"),
    (a_picture(size=(600, 400), kind="JPEG")[:-900], BrokenPicture, "cut off or damaged"),
    (a_picture()[:40], BrokenPicture, "cut off or damaged"),
    (b"\xff\xd8\xff" + bytes(100), BrokenPicture, "cut off or damaged"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(30), BrokenPicture, "cut off or damaged"),
    (a_picture(size=(20_000, 2)), PictureTooLarge, "20000 × 2 pixels"),
    (a_bomb(5_001, 5_000), PictureTooHeavy, "5001 × 5000 pixels; a PNG or WebP may have 25"),
    (a_bomb(), PictureTooLarge, "30000 × 30000 pixels. Please make it at most 5000"),
    (a_picture() + bytes(MOST_PHOTO), FileTooLarge, "larger than 20 MB"),
]
NAMES = [
    "zip",
    "svg",
    "gif",
    "empty",
    "cut-jpeg",
    "cut-png",
    "no-jpeg",
    "no-webp",
    "wide",
    "heavy",
    "bomb",
    "large",
]


@pytest.mark.parametrize(("sent", "refusal", "sentence"), REFUSED, ids=NAMES)
def test_what_is_no_picture_of_a_person_is_refused(sent, refusal, sentence):
    with pytest.raises(refusal) as told:
        drawn_anew(io.BytesIO(sent))

    assert sentence in str(told.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_small_and_as_a_jpeg(kind):
    drawn = drawn_anew(io.BytesIO(a_picture(size=(2000, 1000), kind=kind)))

    kept = Image.open(io.BytesIO(drawn.jpeg))
    assert (kept.format, kept.size) == ("JPEG", (800, 400))
    assert (drawn.width, drawn.height) == kept.size


def test_what_the_camera_wrote_is_dropped_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()  # lies on its side; description
    sent = a_picture(size=(400, 200), kind="JPEG", exif=exif, comment=SECRET)
    told = PngImagePlugin.PngInfo()
    told.add_text("Location", SECRET.decode())

    upright = drawn_anew(io.BytesIO(sent))
    png = drawn_anew(io.BytesIO(a_picture(pnginfo=told)))

    assert SECRET in sent
    assert (upright.width, upright.height) == (200, 400)
    assert not any(SECRET in x.jpeg for x in (upright, png))
    assert not Image.open(io.BytesIO(upright.jpeg)).getexif()


def test_what_is_seen_through_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    kept = Image.open(io.BytesIO(drawn_anew(io.BytesIO(out.getvalue())).jpeg))

    assert kept.getpixel((5, 5)) == (255, 255, 255)


@pytest.fixture
def there(app, browser):
    """Ánh, who comes to W1; nothing is released."""
    with app.app_context():
        forum = a_forum(slug="summit")
        anh = a_person(forum, "Đỗ Ánh")
        appears(a_session(forum, code="W1"), anh, comes=True)
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        return SimpleNamespace(
            forum=forum,
            own=f"/en/summit/speaker/{link_of(anh)}",
            desk=f"/en/summit/desk/speakers/{anh.uuid}",
            organiser=browser(organiser.id),
            reader=browser(),
        )


def sends(browser, page, photo, **typed):
    """What the form of `page` sends with a photo in it."""
    sent = {k: v for k, v in as_shown(browser.get(page)).items() if k != "photo"} | typed
    return sends_file(browser, page, "photo", photo, "me.jpg", **sent)


@pytest.mark.parametrize("n", range(len(REFUSED)), ids=NAMES)
def test_a_refused_photo_costs_nothing_that_was_typed(app, there, n):
    photo, refusal, sentence = REFUSED[n]
    if not photo:
        return  # a browser that sends no bytes chose no file

    answer = sends(there.reader, f"{there.own}/about", photo, biography_en="Of trams.")

    assert (answer.status_code, sentence in answer.text) == (refusal.status, True)
    assert "Of trams." in answer.text
    with app.app_context():
        assert db.session.scalar(select(SpeakerPage.biography)) is None
        assert db.session.scalar(select(Photo.id)) is None


def test_what_is_far_too_large_to_be_read_is_told_on_the_same_page(there):
    answer = sends(there.reader, f"{there.own}/about", bytes(MOST_PHOTO * 2))

    assert (answer.status_code, "larger than 20 MB" in answer.text) == (413, True)
    assert 'data-keep="speaker-' in answer.text


@pytest.mark.parametrize("who", ["speaker", "organiser"])
def test_a_photo_is_shown_to_nobody_before_it_is_released(app, there, who):
    at = (there.reader, f"{there.own}") if who == "speaker" else (there.organiser, there.desk)
    browser, page = at

    assert sends(browser, f"{page}/about", a_picture(), biography_en="Hello.").status_code == 303

    with app.app_context():
        content = db.session.scalar(select(Photo.content))
        assert uploads.is_whole(app.config["FORUM_DATA"] / "uploads", content)
    public = f"/en/summit/photos/{content}.jpg"
    assert there.reader.get(public).status_code == 404
    assert browser.get(f"{page}/photo").mimetype == "image/jpeg"
    with app.app_context():
        release_programme(db.session.merge(there.forum), note=None, by=None, now=NOW)
        db.session.commit()
    shown = there.reader.get(public)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert "max-age=31536000" in shown.headers["Cache-Control"]
    speakers = there.reader.get("/en/summit/speakers").text
    assert public in speakers
    # Another one is a draft again, and the released one stays where it was.
    assert sends(browser, f"{page}/about", a_picture("blue")).status_code == 303
    assert there.reader.get(public).status_code == 200
    with app.app_context():
        draft = db.session.scalar(select(Photo.content).order_by(Photo.id.desc()))
    assert there.reader.get(f"/en/summit/photos/{draft}.jpg").status_code == 404


def test_the_photo_is_taken_away_by_a_tick_and_stays_without_one(app, there):
    sends(there.reader, f"{there.own}/about", a_picture())
    page = f"{there.own}/about"

    there.reader.post(page, as_shown(there.reader.get(page)) | {"biography_en": "Of trams."})
    assert there.reader.get(f"{there.own}/photo").status_code == 200
    there.reader.post(page, as_shown(there.reader.get(page)) | {"no_photo": "y"})

    assert there.reader.get(f"{there.own}/photo").status_code == 404


def test_a_speaker_and_an_organiser_who_write_at_once_see_both_versions(there):
    typed = as_shown(there.organiser.get(f"{there.desk}/about"))
    sends(there.reader, f"{there.own}/about", a_picture(), biography_en="By the speaker.")

    late = there.organiser.post(f"{there.desk}/about", typed | {"biography_en": "By the desk."})

    assert late.status_code == 409
    both = late.text.split('id="both"')[1].split("</section>")[0]
    assert "By the speaker." in both
    assert "By the desk." in both


@pytest.mark.parametrize("content", ["x", "W1", "..%2F..%2Fkey", "0" * 64])
def test_a_picture_that_no_release_shows_is_not_found(app, there, content):
    with app.app_context():
        release_programme(db.session.merge(there.forum), note=None, by=None, now=NOW)
        db.session.commit()

    assert there.reader.get(f"/en/summit/photos/{content}.jpg").status_code == 404


def test_a_zone_that_is_none_is_refused_with_one_that_may_be_meant(there):
    page = f"{there.own}/about"

    answer = there.reader.post(page, as_shown(there.reader.get(page)) | {"zone": "Asia/Singapur"})

    assert (answer.status_code, "Asia/Singapore" in answer.text) == (422, True)

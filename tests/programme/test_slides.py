"""Slides have versions; everybody has what is given to everybody and is released; no other."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum_app import uploads
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Session, Slides
from forum_app.programme.rules.files import MOST_SLIDES
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_person, a_session, a_user
from .speaking import PDF, a_pptx, appears, link_of, sends_file


@pytest.fixture
def there(app, browser):
    """Ánh and Bình come to W1, Bình to W2 too; both are released."""
    with app.app_context():
        forum = a_forum(slug="summit")
        w1, w2 = (a_session(forum, code=x) for x in ("W1", "W2"))
        w2.starts_wall, w2.ends_wall = (
            w2.starts_wall.replace(hour=14),
            w2.ends_wall.replace(hour=16),
        )
        anh, binh = (a_person(forum, x) for x in ("Đỗ Ánh", "Lê Bình"))
        for session, person in ((w1, anh), (w1, binh), (w2, binh)):
            appears(session, person, comes=True)
        release_programme(forum, note=None, by=None, now=NOW)
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        own = f"/en/summit/speaker/{link_of(anh)}"
        return SimpleNamespace(
            own=own,
            slides=f"{own}/sessions/W1/slides",
            others=f"{own}/sessions/W2/slides",
            binh=f"/en/summit/speaker/{link_of(binh)}/sessions/W1/slides",
            desk=f"/en/summit/desk/speakers/{anh.uuid}/sessions/W1/slides",
            session="/en/summit/sessions/W1",
            organiser=browser(organiser.id),
            reader=browser(),
        )


def sends(browser, there, content=PDF, name="Đô thị.pdf", **more):
    return sends_file(browser, there, "slides", content, name, **more)


def test_each_sending_is_another_version_and_the_earlier_ones_stay(there):
    sends(there.reader, there.slides, PDF + b"1")
    sends(there.reader, there.slides, PDF + b"2", name="talk.PDF")

    page = there.reader.get(there.own).text
    assert page.index("version 2") < page.index("version 1")
    first, second = (there.reader.get(f"{there.slides}/{n}/file") for n in (1, 2))
    assert (first.data, second.data) == (PDF + b"1", PDF + b"2")
    assert there.reader.get(f"{there.slides}/3/file").status_code == 404


def test_a_file_is_always_saved_and_never_shown_by_us(there):
    sends(there.reader, there.slides, a_pptx(), name='x".pptx')

    answer = there.reader.get(f"{there.slides}/1/file")

    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype.endswith("presentationml.presentation")


@pytest.mark.parametrize(
    ("content", "name", "status", "sentence"),
    [
        (b"MZ program", "slides.pdf", 422, "neither a PDF nor a PowerPoint"),
        (b"<html>", "slides.pptx", 422, "neither a PDF nor a PowerPoint"),
        (b"PK\x03\x04 broken", "slides.pptx", 422, "neither a PDF nor a PowerPoint"),
        (b"", "slides.pdf", 422, "choose a file first"),
        (PDF + bytes(MOST_SLIDES), "slides.pdf", 413, "larger than 50 MB"),
        (PDF + bytes(MOST_SLIDES + 20 * 1024**2), "slides.pdf", 413, "larger than 50 MB"),
    ],
    ids=["program", "page", "broken-zip", "empty", "large", "far-too-large"],
)
def test_what_are_no_slides_is_refused_by_a_sentence(app, there, content, name, status, sentence):
    answer = sends(there.reader, there.slides, content, name)

    assert (answer.status_code, sentence in answer.text) == (status, True)
    with app.app_context():
        assert db.session.scalar(select(Slides.id)) is None


def test_nobody_sends_or_fetches_slides_of_a_session_that_is_not_theirs(there):
    sends(there.reader, there.binh)

    assert sends(there.reader, there.others).status_code == 404
    assert there.reader.get(f"{there.slides}/1/file").status_code == 404
    assert there.reader.get(f"{there.binh}/1/file").status_code == 200


def test_everybody_has_the_latest_version_that_was_given_to_everybody(app, there):
    sends(there.reader, there.slides, PDF + b"1", shown="y")
    sends(there.reader, there.slides, PDF + b"2", shown="y")
    sends(there.reader, there.slides, PDF + b"3")

    page = there.reader.get(there.session).text

    links = [x.split('"')[0] for x in page.split('href="') if "/slides/" in x.split('"')[0]]
    assert len(links) == 1
    assert there.reader.get(links[0]).data == PDF + b"2"
    with app.app_context():
        hidden = db.session.scalar(select(Slides.id).where(Slides.number == 3))
    assert there.reader.get(f"{there.session}/slides/{hidden}").status_code == 404
    assert there.reader.get(f"/en/summit/sessions/W2/slides/{hidden}").status_code == 404


@pytest.mark.parametrize("who", ["reader", "organiser"])
def test_the_speaker_or_an_organiser_gives_a_version_to_everybody_and_takes_it_back(there, who):
    sends(there.reader, there.slides)
    browser, at = getattr(there, who), there.slides if who == "reader" else there.desk

    browser.post(f"{at}/1/showing", {"shown": "y"})
    shown = "Đô thị.pdf" in there.reader.get(there.session).text
    browser.post(f"{at}/1/showing", {"shown": ""})

    assert (shown, "Đô thị.pdf" in there.reader.get(there.session).text) == (True, False)


def test_slides_of_a_session_that_is_not_released_or_cancelled_are_nobodys(app, there):
    sends(there.reader, there.slides, shown="y")
    with app.app_context():
        session = db.session.scalars(select(Session).where(Session.code == "W1")).one()
        session.cancelled_at = NOW
        release_programme(session.forum, note=None, by=None, now=NOW)
        db.session.commit()
        slides_id = db.session.scalar(select(Slides.id))

    assert there.reader.get(f"{there.session}/slides/{slides_id}").status_code == 404
    assert "Đô thị.pdf" not in there.reader.get(there.session).text


def test_who_declined_takes_the_slides_along_at_the_next_release(app, there):
    sends(there.reader, there.slides, shown="y")
    there.reader.post(f"{there.own}/sessions/W1/answer", {"comes": "n"})
    before = "Đô thị.pdf" in there.reader.get(there.session).text
    with app.app_context():
        session = db.session.scalars(select(Session).where(Session.code == "W1")).one()
        release_programme(session.forum, note=None, by=None, now=NOW)
        db.session.commit()

    assert (before, "Đô thị.pdf" in there.reader.get(there.session).text) == (True, False)


def test_the_same_bytes_lie_there_once_and_a_lost_file_is_not_found(app, there):
    for _ in range(2):
        sends(there.reader, there.slides)
    folder = app.config["FORUM_DATA"] / "uploads"
    files = [x for x in folder.rglob("*") if x.is_file()]

    assert len(files) == 1
    assert uploads.is_whole(folder, files[0].name)
    files[0].write_bytes(b"altered")
    assert not uploads.is_whole(folder, files[0].name)
    files[0].unlink()
    assert there.reader.get(f"{there.slides}/1/file").status_code == 404


def test_a_file_is_found_by_its_hash_alone(tmp_path):
    for wrong in ("../key", "", "A" * 64, "0" * 63):
        with pytest.raises(ValueError, match="SHA-256"):
            uploads.path_of(tmp_path, wrong)

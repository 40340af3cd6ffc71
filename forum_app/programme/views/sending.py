"""Files that people send on a page, and files of speakers on their way out."""

import io
from pathlib import Path

from flask import Response, abort, current_app, request, send_file

from ... import uploads
from ...asks import AskForm, form_of
from ..feeds.pictures import drawn_anew
from ..feeds.slides import judged
from ..forms import speaking as forms
from ..models import Photo, Slides, SpeakerPage
from ..rules.files import (
    MIB,
    MIME,
    MOST_PHOTO,
    MOST_SLIDES,
    FileTooLarge,
    NoFile,
    name_kept,
)
from ..services.slides import Sent
from ..services.speaking import Picture

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
# A file that is a little too large is told so on the page, with all that was typed beside it.
_ROOM = 15 * MIB
FOR_GOOD = 365 * 24 * 3600  # seconds: named by its content, it never is another


def about_form(page: SpeakerPage) -> AskForm | None:
    """What somebody sent about themself, with a photo beside it; None where it was far too large
    to be read.
    """
    if not _may_be_read(MOST_PHOTO):
        return None
    return form_of(forms.ABOUT, forms.saved_in_page(page), page.version)


def about_unsent(page: SpeakerPage) -> AskForm:
    return form_of(forms.ABOUT, forms.saved_in_page(page), page.version, sent=False)


def too_large_about(page: SpeakerPage, lang: str) -> AskForm:
    """The form as it is saved, and the sentence: what was typed is kept by the browser."""
    form = about_unsent(page)
    form.refuse(None, FileTooLarge(most=MOST_PHOTO // MIB).said_in(lang))
    return form


def picture_sent() -> Picture | None:
    """The photo that came with the form, drawn anew and kept; None where there was none.

    Raises FileTooLarge, NoPicture, PictureTooLarge, PictureTooHeavy, BrokenPicture.
    """
    file = request.files.get("photo")
    if file is None or not file.filename:
        return None
    drawn = drawn_anew(file.stream)
    content = uploads.keep(_folder(), io.BytesIO(drawn.jpeg))
    return Picture(content=content, width=drawn.width, height=drawn.height)


def slides_form() -> AskForm | None:
    """A file of slides, and who may have it; None where it was far too large to be read."""
    if not _may_be_read(MOST_SLIDES):
        return None
    return form_of((forms.SHOWN,), {"shown": False}, 0)


def slides_sent() -> Sent:
    """The file that came with the form, kept. Raises NoFile, FileTooLarge, NoSlides."""
    file = request.files.get("slides")
    if file is None or not file.filename:
        raise NoFile
    kind, size = judged(file.stream)
    content = uploads.keep(_folder(), file.stream)
    return Sent(name=name_kept(file.filename, kind), kind=kind, content=content, size=size)


def _may_be_read(most: int) -> bool:
    """Whether what was sent is read at all, with a file of so many bytes in it."""
    request.max_content_length = most + _ROOM
    return (request.content_length or 0) <= most + _ROOM


def photo_answer(photo: Photo | str, *, is_public: bool) -> Response:
    """photo: the row, or the SHA-256 of what it shows."""
    content = photo if isinstance(photo, str) else photo.content
    answer = send_file(
        _there(content),
        mimetype="image/jpeg",
        etag=content,
        max_age=FOR_GOOD if is_public else None,
    )
    if not is_public:
        answer.headers.update(PRIVATE)
    return answer


def slides_answer(slides: Slides, *, is_public: bool) -> Response:
    """Always to be saved, never shown by us: what is within is somebody else's."""
    answer = send_file(
        _there(slides.content),
        mimetype=MIME[slides.kind],
        as_attachment=True,
        download_name=slides.name,
        etag=slides.content,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if not is_public:
        answer.headers.update(PRIVATE)
    return answer


def _there(content: str) -> Path:
    """Its file; ends the request with 404 where the data folder has lost it."""
    path = uploads.path_of(_folder(), content)
    return path if path.is_file() else abort(404)


def _folder() -> Path:
    return Path(current_app.config["FORUM_DATA"]) / "uploads"

"""What a file is by its own bytes, whatever it is called, and why it is not taken."""

import re
from enum import StrEnum, auto

from ...i18n import N_
from ...refusal import Refusal

MIB = 1024 * 1024
MOST_PHOTO = 20 * MIB
MOST_SLIDES = 50 * MIB
MILLION = 1_000_000
MOST_PIXELS = 60 * MILLION  # judged before a picture is opened: a camera of today takes 50
MOST_DECODED = 25 * MILLION  # of one that is decoded whole, at 4 bytes each: not a JPEG
LONGEST_SIDE = 12_000  # pixels
LARGEST_SHOWN = 800  # pixels of the longer side, as the picture is kept
LONGEST_NAME = 120  # characters


class SlidesKind(StrEnum):
    PDF = auto()
    PPTX = auto()


MIME = {
    SlidesKind.PDF: "application/pdf",
    SlidesKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


class NoPicture(Refusal):
    says = N_(
        "This file is not a picture that can be read here. Please choose a JPEG, PNG or WebP."
    )
    status = 422


class BrokenPicture(Refusal):
    says = N_("This picture is cut off or damaged. Please save it again, or choose another.")
    status = 422


class PictureTooLarge(Refusal):
    says = N_(
        "This picture is %(width)s × %(height)s pixels. Please make it at most %(most)s on the "
        "longer side."
    )
    status = 422


class PictureTooHeavy(Refusal):
    says = N_(
        "This picture is %(width)s × %(height)s pixels; a PNG or WebP may have %(millions)s "
        "million. Please save it as a JPEG, or make it at most %(most)s on the longer side."
    )
    status = 422


class FileTooLarge(Refusal):
    says = N_("This file is larger than %(most)s MB. Please make it smaller, then send it again.")
    status = 413


class NoFile(Refusal):
    says = N_("Please choose a file first.")
    status = 422


class NoSlides(Refusal):
    says = N_(
        "This file is neither a PDF nor a PowerPoint presentation (.pptx). Please save it so."
    )
    status = 422


def is_picture(head: bytes) -> bool:
    """Whether it begins as a JPEG, PNG or WebP does: nothing else is given to a decoder."""
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def check_pixels(width: int, height: int, *, is_jpeg: bool) -> None:
    """Raises PictureTooLarge, PictureTooHeavy."""
    size = {"width": width, "height": height}
    size["most"] = int((MOST_PIXELS if is_jpeg else MOST_DECODED) ** 0.5)  # whatever its shape
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureTooLarge(**size)
    if not is_jpeg and width * height > MOST_DECODED:
        raise PictureTooHeavy(**size, millions=MOST_DECODED // MILLION)


def kind_of_slides(head: bytes, names: frozenset[str]) -> SlidesKind:
    """What it is. names: of what is within, where it is a ZIP. Raises NoSlides."""
    if head.startswith(b"%PDF-"):
        return SlidesKind.PDF
    if {"[Content_Types].xml", "ppt/presentation.xml"} <= names:
        return SlidesKind.PPTX
    raise NoSlides


def name_kept(given: str | None, kind: SlidesKind) -> str:
    """The name that the file had with whoever sent it, of its last part, ending as what it is."""
    last = re.split(r"[/\\]", given or "")[-1]
    shown = " ".join("".join(x for x in last if x.isprintable()).split())
    stem = re.sub(r"\.(pdf|pptx)$", "", shown, flags=re.IGNORECASE).strip(". ")
    return f"{stem[:LONGEST_NAME] or 'slides'}.{kind.value}"

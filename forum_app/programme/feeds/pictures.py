"""A picture that somebody sent, drawn anew: nothing of the file itself is kept or served.

So what a camera wrote beside it (where, when, with what) is gone, and whatever else was hidden.
"""

import io
import struct
from dataclasses import dataclass
from threading import Lock
from typing import IO, TYPE_CHECKING

from ..rules.files import (
    LARGEST_SHOWN,
    MIB,
    MOST_PHOTO,
    BrokenPicture,
    FileTooLarge,
    NoPicture,
    check_pixels,
    is_picture,
)

if TYPE_CHECKING:
    from PIL.Image import Image

_KINDS = ("JPEG", "PNG", "WEBP")
_HEAD = 16  # bytes
_QUALITY = 85
_WHITE = (255, 255, 255)
# What a decoder makes of bytes that are no picture after all.
_BROKEN = (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError, struct.error)
_one_at_a_time = Lock()  # in a process: one picture may take some 400 MB while it is decoded


@dataclass(frozen=True)
class Drawn:
    jpeg: bytes
    width: int
    height: int


def drawn_anew(file: IO[bytes]) -> Drawn:
    """`file` as a JPEG of at most 800 pixels, upright, on white, and nothing but the picture.

    Raises FileTooLarge, NoPicture, PictureTooLarge, PictureTooHeavy, BrokenPicture.
    """
    if file.seek(0, io.SEEK_END) > MOST_PHOTO:
        raise FileTooLarge(most=MOST_PHOTO // MIB)
    file.seek(0)
    if not is_picture(file.read(_HEAD)):
        raise NoPicture
    file.seek(0)
    from PIL import Image  # some 2 MB, which only who sends pictures needs

    Image.MAX_IMAGE_PIXELS = None  # `check_pixels` judges, before anything is decoded
    try:
        with _one_at_a_time, Image.open(file, formats=_KINDS) as sent:
            check_pixels(*sent.size, is_jpeg=sent.format == "JPEG")
            return _drawn(sent)
    except _BROKEN as broken:
        raise BrokenPicture from broken


def _drawn(sent: "Image") -> Drawn:
    from PIL import Image, ImageOps

    sent.draft("RGB", (LARGEST_SHOWN, LARGEST_SHOWN))  # a JPEG is decoded no larger than needed
    sent.thumbnail((LARGEST_SHOWN, LARGEST_SHOWN))  # before it is turned: that takes it twice
    upright = ImageOps.exif_transpose(sent)
    coloured = upright.convert("RGBA")
    fresh = Image.new("RGB", coloured.size, _WHITE)
    fresh.paste(coloured, mask=coloured.getchannel("A"))
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return Drawn(out.getvalue(), *fresh.size)

"""Slides that somebody sent: what they are is said by their own bytes."""

import io
from typing import IO
from zipfile import BadZipFile, ZipFile

from ..rules.files import MIB, MOST_SLIDES, FileTooLarge, NoFile, SlidesKind, kind_of_slides

_HEAD = 1024  # bytes: readers look for "%PDF-" no further
_MOST_WITHIN = 20_000  # files in a presentation: more is no presentation


def judged(file: IO[bytes]) -> tuple[SlidesKind, int]:
    """What it is, and its bytes. Nothing is unpacked. Raises NoFile, FileTooLarge, NoSlides."""
    size = file.seek(0, io.SEEK_END)
    if not size:
        raise NoFile
    if size > MOST_SLIDES:
        raise FileTooLarge(most=MOST_SLIDES // MIB)
    file.seek(0)
    return kind_of_slides(file.read(_HEAD), _names_within(file)), size


def _names_within(file: IO[bytes]) -> frozenset[str]:
    """Of the files in a ZIP, by its table of contents; none where it is no ZIP."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        return frozenset()
    try:
        with ZipFile(file) as packed:
            names = packed.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()
    return frozenset(names) if len(names) <= _MOST_WITHIN else frozenset()

"""Files that people sent: each lies in the data folder under the SHA-256 of its bytes, once.

A file is written whole before the row that names it, outside the transaction; what no row names
is harmless. Nothing is served from here by its path: views decide who may have what.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

_CONTENT = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024  # bytes


def keep(folder: Path, file: IO[bytes]) -> str:
    """Keep all of `file` below `folder`; the SHA-256 of its bytes, by which `path_of` finds it."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with NamedTemporaryFile(dir=folder) as made:
        for piece in _pieces(file):
            digest.update(piece)
            made.write(piece)
        made.flush()
        os.fsync(made.fileno())
        there = path_of(folder, digest.hexdigest())
        there.parent.mkdir(exist_ok=True)
        with suppress(FileExistsError):
            os.link(made.name, there)
    return there.name


def path_of(folder: Path, content: str) -> Path:
    """Where the file with this SHA-256 lies. Raises ValueError for what is none."""
    if not _CONTENT.fullmatch(content):
        raise ValueError("files are named by the SHA-256 of their bytes")
    return folder / content[:2] / content


def is_whole(folder: Path, content: str) -> bool:
    """Whether the file is there, with just these bytes."""
    try:
        with path_of(folder, content).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == content
    except (OSError, ValueError):
        return False


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece

"""Which lines a list is narrowed to. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from .kinds import Purpose

L = TypeVar("L", bound=Any)
ALL = "-"  # those of the whole forum: of no session, or of no point


@dataclass(frozen=True)
class Wanted:
    """Codes, and a purpose; empty for any."""

    session: str = ""
    point: str = ""
    purpose: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.session or self.point or self.purpose)


def picked(args: Mapping[str, str]) -> Wanted:
    purpose = args.get("purpose", "")
    known = {one.value for one in Purpose}
    return Wanted(
        args.get("session", "")[:40],
        args.get("point", "")[:40],
        purpose if purpose in known else "",
    )


def narrowed(links: Iterable[L], wanted: Wanted) -> list[L]:
    return [link for link in links if _is_wanted(link, wanted)]


def _is_wanted(link: Any, wanted: Wanted) -> bool:
    both = ((wanted.session, link.session), (wanted.point, link.point))
    return all(_fits(code, owner) for code, owner in both) and (
        not wanted.purpose or link.purpose == wanted.purpose
    )


def _fits(code: str, owner: Any) -> bool:
    if code == ALL:
        return owner is None
    return not code or (owner is not None and owner.code == code)

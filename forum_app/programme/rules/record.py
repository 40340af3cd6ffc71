"""What of the programme no public source documents, so that pages can say so in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ...i18n import LANGUAGES, Words


class OnRecord(Protocol):
    @property
    def documented(self) -> bool: ...


class Recorded(OnRecord, Protocol):
    @property
    def title(self) -> Words: ...
    @property
    def title_documented(self) -> list[str]: ...
    @property
    def times_documented(self) -> bool: ...
    @property
    def hall(self) -> OnRecord: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def spoken(self) -> list[str]: ...


@dataclass(frozen=True)
class Illustrative:
    times: bool
    halls: bool
    titles: tuple[str, ...]  # languages in which titles are shown that no source has
    languages: bool = False  # in which one can follow, and who interprets

    def __bool__(self) -> bool:
        return self.times or self.halls or bool(self.titles) or self.languages


def illustrative_in(sessions: Iterable[Recorded], *, shows_languages: bool = False) -> Illustrative:
    """What is illustrative in some of `sessions`; titles only of those that are documented, and
    languages too, which no source tells: where a page shows them.
    """
    sessions = list(sessions)
    shown = {lang for x in sessions if x.documented for lang in titles_without_source(x)}
    return Illustrative(
        times=not all(x.times_documented for x in sessions),
        halls=not all(x.hall.documented for x in sessions),
        titles=tuple(lang for lang in LANGUAGES if lang in shown),
        languages=shows_languages
        and any(x.documented and (x.languages or x.spoken) for x in sessions),
    )


def titles_without_source(session: Recorded) -> set[str]:
    """The languages in which its title is a translation made for this site."""
    return set(session.title.by_lang) - set(session.title_documented)

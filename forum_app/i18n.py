"""The languages, the catalogues of the interface, and text that people read in them.

The interface is written in English in code and templates; each folder of `translations/` is one
more language: its catalogues, one per room, say the same in it. Content is `Words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from babel import Locale
from babel.messages.pofile import read_po
from sqlalchemy import JSON, Dialect, TypeDecorator

CATALOGUES = Path(__file__).parent / "translations"
SOURCE = "en"  # the language the interface is written in
LANGUAGES = tuple(
    sorted(
        {SOURCE, *(folder.name for folder in CATALOGUES.iterdir())}, key=lambda x: (x != "vi", x)
    )
)  # in the order of fallback: Vietnamese first
# What these states call themselves at the United Nations, where the everyday name differs.
_COUNTRIES = {
    "en": {"BN": "Brunei Darussalam", "KR": "Republic of Korea", "LA": "Lao PDR", "VN": "Viet Nam"}
}


class Sayable(Protocol):
    def said_in(self, lang: str) -> str: ...


@dataclass(frozen=True)
class Words:
    """What people read, `{"vi": …, "en": …}`: in one language at least, never blank.

    Never changed in place, which the database would not notice: assign new Words.
    Raises ValueError for an unknown language, a blank text, or no language.
    """

    by_lang: Mapping[str, str]

    def __post_init__(self) -> None:
        if not self.by_lang or not self.by_lang.keys() <= set(LANGUAGES):
            raise ValueError(f"Words need some of {LANGUAGES}, got {sorted(self.by_lang)}")
        if not all(text.strip() for text in self.by_lang.values()):
            raise ValueError("Words may not be blank: leave the language out")

    def said_in(self, lang: str) -> str:
        """The text for a reader of `lang`; where it is missing, the first language that exists."""
        return self.by_lang[self.lang_for(lang)]

    def lang_for(self, lang: str) -> str:
        """The language `said_in(lang)` answers in: what the page must declare where it differs."""
        return next(x for x in (lang, *LANGUAGES) if x in self.by_lang)

    def other_than(self, lang: str) -> tuple[str, str] | None:
        """(language, text) of a second language beside `lang`, or None where there is none."""
        shown = self.lang_for(lang)
        return next(
            ((x, self.by_lang[x]) for x in LANGUAGES if x in self.by_lang and x != shown), None
        )


class Translated(TypeDecorator[Words]):
    """A column of Words, stored as JSON."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Words | None, dialect: Dialect) -> dict[str, str] | None:
        return None if value is None else dict(value.by_lang)

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> Words | None:
        return None if value is None else Words(value)


def country_said(code: str, lang: str) -> str:
    """The name of a country, by its ISO 3166-1 alpha-2 code; an unknown code as it is.

    Source: CLDR through Babel, without the second name it gives in brackets (Myanmar).
    """
    name = _COUNTRIES.get(lang, {}).get(code) or Locale.parse(lang).territories.get(code, code)
    return name.partition(" (")[0] if name.endswith(")") else name


def language_said(code: str, lang: str) -> str:
    """The name of a language, as it stands alone: "Tiếng Anh", "English"."""
    return str(Locale.parse(lang).languages.get(code, code))


def N_(msgid: str) -> str:  # noqa: N802  (the name translators' tools look for)
    """Mark a sentence for the catalogues where it is written; it is said later, by `say`."""
    return msgid


def say(lang: str, msgid: str, **facts: object) -> str:
    """`msgid` in `lang`, its `%(name)s` filled from `facts`; a fact that can be said is said."""
    return _filled(_catalogue(lang).get(msgid, msgid), lang, facts)


def say_many(lang: str, one: str, many: str, n: int, **facts: object) -> str:
    """Like `say`, in the form that `n` needs; `%(n)s` is the number."""
    return _filled(form_for(lang, one, many, n), lang, facts | {"n": n})


def form_for(lang: str, one: str, many: str, n: int) -> str:
    """The form that `n` needs, its `%(name)s` not filled yet."""
    return _catalogue(lang).get((one, many)) or (one if n == 1 else many)


def _filled(text: str, lang: str, facts: Mapping[str, object]) -> str:
    if not facts:
        return text
    said = {k: v.said_in(lang) if hasattr(v, "said_in") else v for k, v in facts.items()}
    return text % said


@cache
def _catalogue(lang: str) -> dict[object, str]:
    """msgid -> text, and (one, many) -> the text for many (Vietnamese has one form)."""
    found: dict[object, str] = {}
    for file in sorted((CATALOGUES / lang).glob("*.po")) if lang != SOURCE else ():
        with file.open("rb") as opened:
            messages = read_po(opened)
        for message in messages:
            if not message.id or not message.string:
                continue
            if isinstance(message.id, tuple):
                found[tuple(message.id)] = message.string[-1]
            else:
                found[message.id] = str(message.string)
    return found

"""Forms of the desk, made from a list of what is asked: one thing, one `Ask`.

A text that people read is asked for in every language. Each form carries the version that its
page saw; where a save comes too late, `beside` shows what is saved now and what was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

from flask import request
from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)

from .forms import Form, Said, said
from .i18n import LANGUAGES, N_, Words
from .text import address, cleaned

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
SEEN = "seen"
_NUMBER = 9  # digits


class Kind(StrEnum):
    """How something is asked for, and what `AskForm.values` makes of it."""

    LINE = auto()  # str or None
    ADDRESS = auto()  # str or None
    WORDS = auto()  # Words or None, one line in each language
    TEXT = auto()  # Words or None, many lines in each language
    LINES = auto()  # str or None, many lines of no language
    NUMBER = auto()  # int or None
    DECIMAL = auto()  # float or None
    DAY = auto()  # date or None
    WALL = auto()  # naive datetime or None: a clock on the wall, to the minute
    CHOICE = auto()  # str
    TICK = auto()  # bool


@dataclass(frozen=True)
class Ask:
    """One thing that is asked. label, help: msgids; most: characters, or the largest number.

    help: a sentence with facts where it is asked for in no language.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    needed: bool = False
    most: int = 200
    least: float = 0
    help: str | Said | None = None
    choices: Sequence[tuple[str, object]] = ()  # value, words
    may_be_gone: bool = False  # a choice that is taken away meanwhile: whoever takes it refuses it

    @property
    def in_languages(self) -> bool:
        return self.kind in (Kind.WORDS, Kind.TEXT)

    @property
    def fields(self) -> list[str]:
        """The names of its fields on the page."""
        return [f"{self.name}_{x}" for x in LANGUAGES] if self.in_languages else [self.name]


@dataclass(frozen=True)
class Beside:
    """One thing as it is saved now and as it was typed, both as people read them."""

    label: str
    saved: str
    typed: str

    @property
    def differs(self) -> bool:
        return self.saved != self.typed


class AskForm(Form):
    """A form over `asks`. Use `form_of`; after `validate`, `values` are what was meant."""

    asks: tuple[Ask, ...] = ()
    seen = HiddenField()

    def validate(self, extra_validators: object = None) -> bool:
        kept = bool(super().validate(extra_validators=extra_validators))
        self._values: dict[str, Any] = {}
        for ask in self.asks:
            try:
                self._values[ask.name] = _value(ask, [self[x].data for x in ask.fields])
            except _Wrong as wrong:
                self.refuse(ask.fields[0], said(wrong.sentence, **wrong.facts))
                kept = False
        return kept

    def values(self) -> dict[str, Any]:
        return dict(self._values)

    def seen_version(self) -> int:
        """The version that the page saw; 0, which no row has, where that cannot be read."""
        return number_in(self.seen.data or "")

    def beside(self, saved: Mapping[str, Any]) -> list[Beside]:
        """What is saved now beside what was typed, for whatever differs."""
        both = [
            Beside(ask.label, _said(ask, saved.get(ask.name)), _said(ask, self._values[ask.name]))
            for ask in self.asks
        ]
        return [one for one in both if one.differs]


class _Wrong(Exception):
    def __init__(self, sentence: str, **facts: object) -> None:
        self.sentence, self.facts = sentence, facts


def form_of(
    asks: Sequence[Ask], saved: Mapping[str, Any], version: int, *, sent: bool = True
) -> AskForm:
    """A form over `asks`, filled with what was sent, else or unless `sent` with `saved`."""
    fields = {name: _field(ask, name) for ask in asks for name in ask.fields}
    made = type("AskForm", (AskForm,), {"asks": tuple(asks), **fields})
    shown = {name: x for ask in asks for name, x in _shown(ask, saved.get(ask.name)).items()}
    usual = shown | {SEEN: str(version)}
    form: AskForm = made(data=usual) if sent else made(formdata=None, data=usual)
    return form


def see_again(form: AskForm, version: int) -> None:
    """From now on the form has seen `version`: both are shown, and the next save decides."""
    form.seen.data = str(version)


def _field(ask: Ask, name: str) -> Any:
    label = LANGUAGE_NAMES.get(name.rpartition("_")[2], "") if ask.in_languages else said(ask.label)
    flags: dict[str, Any] = {"lang": name.rpartition("_")[2]} if ask.in_languages else {}
    help = "" if ask.in_languages else _helped(ask.help)
    if ask.kind is Kind.TICK:
        return BooleanField(label, description=help)
    if ask.kind is Kind.CHOICE:
        choices = [SelectChoice(*x) for x in ask.choices]
        judged = not ask.may_be_gone
        return SelectField(label, choices=choices, description=help, validate_choice=judged)
    if ask.kind in (Kind.TEXT, Kind.LINES):
        rows = {"rows": 4 if ask.most < 5000 else 16}
        return TextAreaField(label, description=help, render_kw=flags | rows)
    flags |= {
        Kind.DAY: {"type": "date"},
        Kind.WALL: {"type": "datetime-local"},
        Kind.NUMBER: {"inputmode": "numeric", "autocomplete": "off"},
        Kind.DECIMAL: {"inputmode": "decimal", "autocomplete": "off"},
    }.get(ask.kind, {"maxlength": ask.most})
    return StringField(label, description=help, render_kw=flags)


def _helped(help: str | Said | None) -> Any:
    return help if isinstance(help, Said) or not help else said(help)


def _shown(ask: Ask, value: Any) -> dict[str, Any]:
    """Field -> what stands in it for `value`."""
    if ask.in_languages:
        there = value.by_lang if value else {}
        return {f"{ask.name}_{lang}": there.get(lang, "") for lang in LANGUAGES}
    if ask.kind in (Kind.TICK, Kind.CHOICE):
        return {ask.name: value}
    return {ask.name: _said(ask, value).replace(" ", "T" if ask.kind is Kind.WALL else " ")}


def _said(ask: Ask, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Words):
        return "\n".join(f"{lang}: {text}" for lang, text in sorted(value.by_lang.items()))
    if ask.kind is Kind.TICK:
        return "✓" if value else "–"
    if ask.kind is Kind.CHOICE:
        return next((str(words) for key, words in ask.choices if key == value), str(value))
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def _value(ask: Ask, typed: list[Any]) -> Any:
    """What was meant. Raises _Wrong."""
    if ask.kind is Kind.TICK:
        return bool(typed[0])
    if ask.kind is Kind.CHOICE:
        return typed[0]
    texts = [_cleaned(ask, text or "") for text in typed]
    if not any(texts):
        if ask.needed:
            raise _Wrong(N_("This field is required."))
        return None
    if ask.in_languages:
        return Words({lang: x for lang, x in zip(LANGUAGES, texts, strict=True) if x})
    return _READ.get(ask.kind, _line)(ask, texts[0])


def _cleaned(ask: Ask, text: str) -> str:
    try:
        clean = cleaned(text, lines=ask.kind in (Kind.TEXT, Kind.LINES))
    except ValueError:
        sentence = N_("This holds characters that cannot be shown. Please type it by hand.")
        raise _Wrong(sentence) from None
    if len(clean) > (ask.most if ask.kind not in (Kind.NUMBER, Kind.DECIMAL) else 40):
        raise _Wrong(N_("Please keep this to %(most)s characters."), most=ask.most)
    return clean


def _line(_ask: Ask, text: str) -> str:
    return text


def _address(_ask: Ask, text: str) -> str:
    try:
        return address(text)
    except ValueError:
        raise _Wrong(N_("Please write the whole address, like name@example.org.")) from None


def _number(ask: Ask, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _NUMBER and int(text) <= ask.most):
        raise _Wrong(N_("Please write a whole number from 0 to %(most)s."), most=ask.most)
    return int(text)


def _decimal(ask: Ask, text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not ask.least <= number <= ask.most:
        sentence = N_("Please write a number from %(least)s to %(most)s.")
        raise _Wrong(sentence, least=ask.least, most=ask.most)
    return number


def _day(_ask: Ask, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong(N_("Please write a day as year-month-day, like 2020-10-22.")) from None


def _wall(_ask: Ask, text: str) -> datetime:
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or not 1900 <= wall.year <= 2200:
        raise _Wrong(N_("Please write day and hour, like 2020-10-22 08:30."))
    return wall.replace(second=0, microsecond=0)


_READ = {
    Kind.ADDRESS: _address,
    Kind.NUMBER: _number,
    Kind.DECIMAL: _decimal,
    Kind.DAY: _day,
    Kind.WALL: _wall,
}


def number_in(typed: str) -> int:
    """The version or number that a page sends back; 0, which nothing has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _NUMBER else 0


def pressed(name: str) -> bool:
    """Whether the page was sent with the button of this name."""
    return name in request.form

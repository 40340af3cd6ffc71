"""What every form of the house shares: text cleaned on the way in, and sentences said later.

Labels and errors are `Said`: msgids that become text in the language of the page they stand on.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, ParamSpec, TypeVar, cast

from babel import Locale
from flask import g, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import escape
from wtforms import Field, SelectChoice, StringField
from wtforms.validators import StopValidation

from .i18n import N_, country_said, say
from .text import address, cleaned, sort_key

P = ParamSpec("P")
R = TypeVar("R")
ASEAN = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN")
_NO_COUNTRIES = {
    "EU",
    "EZ",
    "UN",
    "QO",
    "XA",
    "XB",
    "XK",
    "ZZ",
    "AC",
    "CP",
    "CQ",
    "DG",
    "EA",
    "IC",
    "TA",
}


class Said:
    """A sentence of the catalogues, said in the language of the page when it is shown."""

    def __init__(self, msgid: str, **facts: object) -> None:
        self.msgid, self.facts = msgid, facts

    def __str__(self) -> str:
        return say(str(g.get("lang", "en")), self.msgid, **self.facts)

    def __html__(self) -> str:
        return str(escape(str(self)))


def said(msgid: str, **facts: object) -> str:
    """A `Said` where a library's types ask for text."""
    return cast(str, Said(msgid, **facts))


class _Translations:
    """What the form library says by itself, from our catalogues."""

    said = (N_("Not a valid choice."), N_("This field is required."))

    def gettext(self, msgid: str) -> str:
        return said(msgid)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return said(one if n == 1 else many)


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A form whose expired token is told as an error of the form, with all that was typed kept."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a page sent, unless the form is asked for without; a body of another kind is an
            empty form."""
            if formdata is not _Auto:
                return formdata
            return request.form if form.is_submitted() else None

        def get_translations(self, _form: object) -> "_Translations":
            return _Translations()

    def sentences(self) -> list[tuple[str | None, object]]:
        """(id of the field or None, sentence) for each error, for the summary on top.

        A sentence that stands at two fields is told once; one that names nothing names its field.
        """
        told: dict[str, tuple[str | None, object]] = {}
        for name, errors in self.errors.items():
            field = self._fields.get(name)
            for error in errors:
                sentence, anchor = str(error), field.id if field else None
                if name == "csrf_token":
                    expired = N_(
                        "The page was open for too long. Nothing is lost: please send again."
                    )
                    sentence, anchor = str(Said(expired)), None
                elif field and sentence in map(str, map(Said, _Translations.said)):
                    sentence = f"{field.label.text}: {sentence}"
                told.setdefault(sentence, (anchor, sentence))
        return list(told.values())

    def validate(self, extra_validators: Any = None) -> bool:
        """What cannot be read is told once, by whoever could not read it."""
        valid = bool(super().validate(extra_validators))
        for field in self._fields.values():
            if field.process_errors:
                field.errors = list(field.process_errors)[:1]
        return valid

    def refuse(self, name: str | None, sentence: str) -> None:
        """Show a refusal of the rules at the field `name`, or on top of the form."""
        if name is not None and name in self._fields:
            field = self._fields[name]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


class OneLineForm(Form):
    """A form in a row of a table, where there is room for one line of what is wrong."""

    def all_said(self) -> str:
        return " ".join(str(sentence) for _, sentence in self.sentences())


def checks_token(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose own `Form` checks the token, so that an expired one loses nothing typed."""
    view.checks_token = True  # type: ignore[attr-defined]  # read by create_app
    return view


def line(label: str, *validators: object, most: int, **given: Any) -> StringField:
    """One line of text: cleaned, at most `most` characters; empty becomes None."""
    attributes = {"maxlength": most} | given.pop("render_kw", {})
    return StringField(
        said(label),
        validators=[*validators, AtMost(most)],
        filters=[_clean_line],
        render_kw=attributes,
        **given,
    )


def _clean_line(typed: str | None) -> str | None:
    if typed is None:
        return None
    try:
        return cleaned(typed) or None
    except ValueError:
        sentence = N_("This holds characters that cannot be shown. Please type it by hand.")
        raise ValueError(said(sentence)) from None


class AtMost:
    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: object, field: Field) -> None:
        if field.data and len(field.data) > self.most:
            sentence = N_("Please keep this to %(most)s characters.")
            raise StopValidation(said(sentence, most=self.most))


class Needed:
    """Must be there. `sentence` says what to do; the browser is told too."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: Field) -> None:
        if not field.data:
            unreadable = list(field.errors)  # what the filters said comes first
            field.errors = []
            raise StopValidation(unreadable[0] if unreadable else said(self.sentence))


class Address:
    """An e-mail address, folded; nothing else is asked of it, and no name server either."""

    def __call__(self, _form: object, field: Field) -> None:
        if field.data:
            try:
                field.data = address(field.data)
            except ValueError:
                sentence = N_("Please write the whole address, like name@example.org.")
                raise StopValidation(said(sentence)) from None


@cache
def countries(lang: str) -> list[SelectChoice]:
    """The countries in `lang` for a select, in two groups, each in its alphabet: ASEAN first."""
    names = {
        code: country_said(code, lang)
        for code in map(str, Locale(lang).territories)
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    groups = {
        code: "ASEAN" if code in ASEAN else say(lang, N_("Other countries")) for code in names
    }
    in_order = sorted(names, key=lambda code: (code not in ASEAN, sort_key(names[code])))
    return [SelectChoice(code, names[code], optgroup=groups[code]) for code in in_order]


def country_codes() -> set[str]:
    return {choice.value for choice in countries("en")}

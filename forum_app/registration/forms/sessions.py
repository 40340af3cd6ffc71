"""Which sessions, and how: on the registration page, and on the one that changes them."""

from collections.abc import Iterable
from typing import Any, cast

from flask import g
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField

from ...forms import Form, said
from ...forums.models import Point
from ...i18n import N_
from ...programme.models import ReleasedSession, Way
from ...refusal import Refusal
from .. import rules
from ..queries import Option, SessionOffer
from .values import NOT_ATTENDING, choice_in, value_of

WAY = "way_"  # how the names of their fields begin; the code follows
POINT_MISSING = N_("Please choose the point where you will attend.")


class SessionsForm(Form):
    """`sessions`: what is offered, in order; each has a field for its way, and one for its point
    where the form has no single one for all."""

    sessions: list[SessionOffer]

    def way_in(self, offered: SessionOffer) -> Field:
        return self[f"way_{offered.session.code}"]

    def point_in(self, offered: SessionOffer) -> Field | None:
        own = self._fields.get(f"point_{offered.session.code}")
        return cast(Field | None, own or self._fields.get("point"))

    def shown(self, offered: SessionOffer) -> list[tuple[str, Option]]:
        """The buttons of a session, by what they send: what can be had, is held, was chosen."""
        stays = {self.way_in(offered).data, value_of(offered.held) if offered.held else None}
        buttons = [(value_of(option), option) for option in offered.options]
        return [(value, option) for value, option in buttons if option.offered or value in stays]

    def is_held(self, offered: SessionOffer, option: Option) -> bool:
        return offered.held is not None and value_of(offered.held) == value_of(option)

    def chosen(self) -> list[tuple[ReleasedSession, Option, Point | None]]:
        """What is chosen of what is offered, in order, with the point where one is."""
        found = []
        for offered in self.sessions:
            points = {there.point.code: there.point for there in offered.points}
            for value, option in self.shown(offered):
                if value == self.way_in(offered).data:
                    code = self._point_of(offered) if option.way is Way.POINT else None
                    found.append((offered.session, option, points.get(code or "")))
        return found

    def choices(self) -> tuple[rules.Choice, ...]:
        chosen = [(self.way_in(offered).data, offered) for offered in self.sessions]
        return tuple(choice_in(v, s.session.code, self._point_of(s)) for v, s in chosen if v)

    def _point_of(self, offered: SessionOffer) -> str | None:
        field = self.point_in(offered)
        return field.data or None if field else None

    def validate(self, extra_validators: Any = None) -> bool:
        """What the fields say, and whether one person can attend all that is chosen."""
        valid = bool(super().validate(extra_validators))
        for offered in self.sessions:
            at_point = (self.way_in(offered).data or "").startswith(Way.POINT.value)
            field = self.point_in(offered)
            if at_point and field and not field.data and not field.errors:
                self.refuse(field.name, str(said(POINT_MISSING)))
                valid = False
        return self._can_attend_all() and valid

    def _can_attend_all(self) -> bool:
        chosen = {offered.session for offered in self.sessions if self.way_in(offered).data}
        try:
            rules.check_overlaps(rules.Slot.of(session) for session in chosen)
        except rules.SessionsOverlap as refusal:
            self.refuse_choice(refusal, str(g.lang))
            return False
        return True

    def refuse_choice(self, refusal: Refusal, lang: str) -> None:
        """At the session it is about, where it names one; on top of the form otherwise."""
        slots = [fact for fact in refusal.facts.values() if isinstance(fact, rules.Slot)]
        codes: list[object] = [slot.code for slot in slots] or [refusal.facts.get("code")]
        for code in codes:
            self.refuse(self._place_of(refusal, code) if code else None, refusal.said_in(lang))

    def _place_of(self, refusal: Refusal, code: object) -> str:
        """The name of the field: where a point is full, that of the session's own point."""
        way, point = f"way_{code}", f"point_{code}"
        at_point = point in self and self[way].data == Way.POINT.value
        return point if at_point and isinstance(refusal, rules.SessionFull) else way


class ChangeForm(SessionsForm):
    """What a request leaves out is as it is. `held`: name of each field -> what holds now."""

    held: dict[str, str]
    seen = HiddenField()

    def version_seen(self) -> int:
        """The version of the registration that the page showed; 0, older than any, if mistyped."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else 0

    def is_untouched(self) -> bool:
        return set(self.choices()) == {offered.held for offered in self.sessions if offered.held}

    def show_what_holds(self) -> None:
        """Instead of what was chosen."""
        for name, value in self.held.items():
            self[name].data = value


def change_form(sessions: list[SessionOffer], lang: str, *, version: int) -> ChangeForm:
    """The form for a registration of this version; what it holds, then what was sent."""
    held = {"seen": str(version)}
    fields = way_fields(sessions)
    for offered in sessions:
        code, has = offered.session.code, offered.held
        held[f"way_{code}"] = value_of(has) if has else NOT_ATTENDING
        if offered.points:
            fields[f"point_{code}"] = point_field((p.point for p in offered.points), lang)
            held[f"point_{code}"] = (has and has.point) or ""
    kind = type("ChangeForm", (ChangeForm,), fields | {"sessions": sessions, "held": held})
    return cast(ChangeForm, kind(data=held))


def codes_chosen(sent: Iterable[tuple[str, str]]) -> set[str]:
    """Of what a page of sessions sent, the codes of those that it chose a way for, known or not."""
    chosen = (name for name, way in sent if way != NOT_ATTENDING)
    return {name.removeprefix(WAY) for name in chosen if name.startswith(WAY)}


def way_fields(sessions: Iterable[SessionOffer]) -> dict[str, Any]:
    """A field for each session, which takes every value that its page may ever have shown."""
    return {
        f"way_{offered.session.code}": RadioField(
            offered.session.code,
            choices=[SelectChoice(NOT_ATTENDING), *map(_button, offered.options)],
            default=NOT_ATTENDING,
        )
        for offered in sessions
    }


def _button(option: Option) -> SelectChoice:
    return SelectChoice(value_of(option))


def point_field(points: Iterable[Point], lang: str) -> SelectField:
    named = [SelectChoice(p.code, f"{p.name.said_in(lang)} ({p.code})") for p in points]
    return SelectField(said(N_("Your point")), choices=[SelectChoice(""), *named], default="")

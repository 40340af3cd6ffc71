"""What of an earlier release cannot be the draft again, and why none can be at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...i18n import N_, say
from ...refusal import Refusal


class NoSuchRelease(Refusal):
    says = N_("There is no release with this number.")
    status = 404


class DraftChangedMeanwhile(Refusal):
    says = N_(
        "Somebody changed the draft after you looked at it, so it stays as it is. What would "
        "change by now stands below: please look again."
    )


@dataclass(frozen=True)
class Lost:
    """One thing that stays other than it was. says: a msgid."""

    says: str
    facts: tuple[tuple[str, object], ...]

    def said_in(self, lang: str) -> str:
        return say(lang, self.says, **dict(self.facts))


LATER = ("spoken", "channels", "interpreters")  # what releases froze only from some day on


def whole(frozen: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, Any]:
    """A frozen session; what it says nothing of is as in the draft."""
    return {name: draft[name] for name in LATER if name not in frozen} | dict(frozen)


def hall_lost(code: str, hall: str) -> Lost:
    says = N_("%(code)s stays in its hall of now: there is no hall %(hall)s any more.")
    return Lost(says, (("code", code), ("hall", hall)))


def time_lost(code: str) -> Lost:
    says = N_("%(code)s keeps its time of now: the clocks of its zone skip the one it had.")
    return Lost(says, (("code", code),))


def point_lost(code: str, name: str, point: str) -> Lost:
    says = N_("%(name)s is put online in %(code)s: there is no point %(point)s any more.")
    return Lost(says, (("code", code), ("name", name), ("point", point)))


def person_lost(code: str, name: str) -> Lost:
    says = N_("%(name)s does not come back to %(code)s: this person is not there any more.")
    return Lost(says, (("code", code), ("name", name)))


def person_merged(code: str, name: str, now: str) -> Lost:
    says = N_("In %(code)s, %(now)s takes the place of %(name)s: both are one person by now.")
    return Lost(says, (("code", code), ("name", name), ("now", now)))

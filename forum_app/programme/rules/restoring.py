"""What of an earlier release cannot be the draft again, and why none can be at all."""

from collections.abc import Mapping, Set
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
    says = N_("%(code)s stays in its present hall: there is no hall %(hall)s any more.")
    return Lost(says, (("code", code), ("hall", hall)))


def time_lost(code: str) -> Lost:
    says = N_("%(code)s keeps its present time: the clocks of its zone skip the one it had.")
    return Lost(says, (("code", code),))


def point_lost(code: str, name: str, point: str) -> Lost:
    says = N_("%(name)s is put online in %(code)s: there is no point %(point)s any more.")
    return Lost(says, (("code", code), ("name", name), ("point", point)))


def person_lost(code: str, name: str) -> Lost:
    says = N_("%(name)s does not come back to %(code)s: this person is not there any more.")
    return Lost(says, (("code", code), ("name", name)))


def answer_stays(code: str, name: str) -> Lost:
    says = N_("%(name)s declined to appear in %(code)s meanwhile: the answer stays.")
    return Lost(says, (("code", code), ("name", name)))


def person_merged(code: str, name: str, now: str) -> Lost:
    says = N_("In %(code)s, %(now)s takes the place of %(name)s: both are one person by now.")
    return Lost(says, (("code", code), ("name", name), ("now", now)))


def order_lost(code: str, other: str) -> Lost:
    says = N_(
        "%(code)s does not come after %(other)s again: with the present orders that would be a "
        "circle."
    )
    return Lost(says, (("code", code), ("other", other)))


def orders_unknown() -> Lost:
    says = N_("This release does not say which session comes after which: that stays as it is.")
    return Lost(says, ())


Order = tuple[str, str]  # codes: a session, and one that must be over before it


@dataclass(frozen=True)
class Ordered:
    """An order that comes back, or goes."""

    order: Order
    comes_back: bool

    def said_in(self, lang: str) -> str:
        back = N_("%(code)s comes after %(other)s again.")
        gone = N_("%(code)s does not have to come after %(other)s any more.")
        code, other = self.order
        return say(lang, back if self.comes_back else gone, code=code, other=other)


def orders_again(
    now: Set[Order], wanted: Set[Order], of: Set[str]
) -> tuple[set[Order], list[Order]]:
    """(all orders by then, those of `wanted` that cannot come back as they would be in a circle).

    of: the sessions that have the orders of `wanted` and no others; the rest keeps its own.
    """
    kept, lost = {one for one in now if one[0] not in of}, []
    for later, earlier in sorted(wanted):
        if later == earlier or later in _all_before(earlier, kept):
            lost.append((later, earlier))
        else:
            kept.add((later, earlier))
    return kept, lost


def _all_before(code: str, orders: Set[Order]) -> set[str]:
    found: set[str] = set()
    due = [code]
    while due:
        at = due.pop()
        fresh = {earlier for later, earlier in orders if later == at} - found
        found |= fresh
        due += fresh
    return found

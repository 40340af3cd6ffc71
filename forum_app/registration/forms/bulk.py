"""What an organiser sends to do one thing to many: whom, what, and how many were seen."""

from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField

from ...forms import Form, line, said
from ...forums.rules import can_be_code
from ...i18n import N_
from ..rules.bulk import MOST_CHOSEN, OF_A_LIST, Asked, NobodyChosen, UnknownVerb, Verb
from ..rules.listing import Picked
from .desk import REASON, id_asked
from .listing import wanted_asked


def picked_in(given: "MultiDict[str, str]") -> Picked:
    """Whom a page chose: those ticked, or all that its filters find. Raises as `wanted_asked`, and
    NobodyChosen."""
    wanted = wanted_asked(given)
    if given.get("all"):
        return Picked(wanted=wanted, references=None)
    ticked = (x.upper() for x in given.getlist("d")[:MOST_CHOSEN] if can_be_code(x))
    references = tuple(dict.fromkeys(ticked))
    if not references:
        raise NobodyChosen
    return Picked(wanted=wanted, references=references)


def verb_in(given: "MultiDict[str, str]") -> Verb:
    """Raises UnknownVerb."""
    found = next((verb for verb in OF_A_LIST if verb == given.get("verb", "")), None)
    if found is None:
        raise UnknownVerb
    return found


class BulkForm(Form):
    verb = HiddenField()
    press = HiddenField()
    counted = HiddenField()
    reason = line(N_("Reason, as the people read it"), most=REASON)
    to = StringField()  # the code of the new category

    def validate(self, extra_validators: object = None) -> bool:
        valid = bool(super().validate(extra_validators=extra_validators))
        if self.verb.data == Verb.DECLINE.value and not self.reason.data:
            self.refuse("reason", said(N_("Please give a reason: the people are told.")))
            return False
        return valid

    def asked(self) -> Asked:
        """Raises UnknownVerb."""
        verb = verb_in(MultiDict({"verb": self.verb.data or ""}))
        reason = self.reason.data if verb is Verb.DECLINE else None
        return Asked(press=self._press(), verb=verb, reason=reason, category=self.to.data or None)

    def _press(self) -> str:
        try:
            return str(UUID(self.press.data or ""))
        except ValueError:
            return str(uuid4())

    def counted_before(self) -> int:
        return id_asked(self.counted.data or "")

    def counted_is_other(self, many: int) -> bool:
        return many != self.counted_before()

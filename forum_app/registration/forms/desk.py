"""What organisers fill in at their desk."""

from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from ...forms import Needed, OneLineForm, line, said
from ...i18n import N_
from ...text import cleaned

MOST_SEATS = 100_000
REASON, WORDS = 300, 100  # characters


class SeatsForm(OneLineForm):
    """How many seats there are to be, and how many there were on the page."""

    seats = line(N_("Seats"), Needed(N_("Please write how many seats there are.")), most=20)
    seen = HiddenField()

    def validate_seats(self, field: Field) -> None:
        if not _is_number(field.data or "") or int(field.data) > MOST_SEATS:
            sentence = N_("Please write a whole number from 0 to %(most)s.")
            raise ValidationError(said(sentence, most=MOST_SEATS))

    def validate_seen(self, field: Field) -> None:
        if not _is_number(field.data or ""):
            raise ValidationError(said(N_("Please reload the page and try again.")))

    def numbers(self) -> tuple[int, int]:
        """(seats asked for, seats seen)."""
        return int(self.seats.data or 0), int(self.seen.data or 0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


class ReasonForm(OneLineForm):
    reason = line(
        N_("Reason"), Needed(N_("Please give a reason: the person is told.")), most=REASON
    )


def words_asked(given: str) -> str:
    """What is looked for; nothing where it cannot be read."""
    try:
        return cleaned(given[:WORDS])
    except ValueError:
        return ""


def id_asked(given: str) -> int:
    """The id after which a list goes on; 0, its beginning, for anything else."""
    return int(given) if _is_number(given) else 0

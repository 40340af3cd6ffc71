"""The second step: codes of an app, passkeys, recovery codes. Pure."""

import re
import secrets
from datetime import datetime

from ...i18n import N_
from ...refusal import Refusal

STEP = 30  # seconds that a code is shown (RFC 6238)
RECOVERY_CODES = 10
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another


class WrongCode(Refusal):
    says = N_("This code is not right. Please use the one that is shown now; each works once.")
    status = 422


class CodeUsed(Refusal):
    says = N_("This code was used already. Please wait until your app shows the next one.")
    status = 422


class WrongRecoveryCode(Refusal):
    says = N_(
        "This is not one of your recovery codes, or it was used already: each works once. Please "
        "use another one."
    )
    status = 422


class PasskeyRefused(Refusal):
    says = N_("This passkey could not be checked. Please try again, or use a code.")
    status = 422


class PasskeyKnown(Refusal):
    says = N_("This passkey belongs to an account already.")


class NoSuchSecondStep(Refusal):
    says = N_("This is not there any more.")


def steps_at(now: datetime) -> tuple[int, ...]:
    """The steps whose codes count: this one, and one each way for clocks that are not right."""
    step = int(now.timestamp()) // STEP
    return step - 1, step, step + 1


def new_recovery_code() -> str:
    """80 random bits, as people copy them: "ABCD-EFGH-JKLM-NPQR"."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def recovery_code_in(typed: str) -> str | None:
    """The recovery code that was typed, as it is kept; None where it cannot be one."""
    letters = re.sub(r"[\s-]", "", typed).upper()
    return letters if len(letters) == 16 and set(letters) <= set(_LETTERS) else None


def digits_in(typed: str) -> str | None:
    """The code of an app that was typed; None where it cannot be one."""
    digits = re.sub(r"\s", "", typed)
    return digits if re.fullmatch(r"[0-9]{6}", digits) else None

"""What a person is told when something may not be."""

import re
from typing import ClassVar

from .i18n import N_, say


class Refusal(Exception):
    """Asked for, and not given. `says` is the sentence for the person: why, and what to do next.

    `says` is a msgid of the catalogues; `facts` fill its `%(name)s`. `reason` is the code that
    machines read (409 answers of the API), the class name in snake case unless said otherwise.
    """

    says: ClassVar[str]
    reason: ClassVar[str]
    status: ClassVar[int] = 409

    def __init_subclass__(cls) -> None:
        if "reason" not in vars(cls):
            cls.reason = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    @property
    def headers(self) -> dict[str, str]:
        """What every answer that tells it carries: when to try again, where that is known."""
        return {"Retry-After": str(self.facts["seconds"])} if "seconds" in self.facts else {}

    def said_in(self, lang: str) -> str:
        return say(lang, self.says, **self.facts)

    def __str__(self) -> str:
        return self.said_in("en")


class ChangedMeanwhile(Refusal):
    says = N_(
        "Somebody saved this after you opened it. Both versions stand below, yours is not saved "
        "yet: please look, and save again."
    )

"""Whether a speaking point has the lines that it needs; what is missing is said by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...i18n import N_

CARRYING = ("meet", "contribute")  # purposes of a line that brings picture and voice to the hall
NO_LINE = N_("no line to the hall")
NO_BACKUP = N_("no backup line")
SAME_TRANSPORT = N_("the backup goes the same way as the line")
NO_PHONE = N_("no phone line")
PHONE_CARRIED = N_("the phone goes over one of the lines that it should replace")


@dataclass(frozen=True)
class LineFacts:
    """A live line. priority: 1 is used first."""

    purpose: str
    transport: str
    priority: int


def missing_lines(lines: Iterable[LineFacts]) -> list[str]:
    """What is missing of primary, backup by another transport, and a phone carried by neither.

    msgids, in this order; none where all is there (reference, section 5.2, P2).
    """
    ordered = sorted(lines, key=lambda x: x.priority)
    carrying = [x for x in ordered if x.purpose in CARRYING]
    backups = [x for x in ordered if x.purpose == "backup"] + carrying[1:]
    phones = [x for x in ordered if x.purpose == "phone"]
    first = carrying[0] if carrying else None
    other = [x for x in backups if first is None or x.transport != first.transport]
    used = {x.transport for x in (*carrying[:1], *other[:1])}
    missing = []
    if first is None:
        missing.append(NO_LINE)
    if not backups:
        missing.append(NO_BACKUP)
    elif not other:
        missing.append(SAME_TRANSPORT)
    if not phones:
        missing.append(NO_PHONE)
    elif all(x.transport in used for x in phones):
        missing.append(PHONE_CARRIED)
    return missing

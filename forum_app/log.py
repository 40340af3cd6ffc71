"""What stands in the log: what went wrong and where; never whom it was about, nor a key to them.

A secret link is a password in an address, and faults of libraries quote addresses and rows. So
the requests are told by the rule of their address, statements without their values (`db`), and
everything passes `discreet` on its way.
"""

import logging
import re

_UNTOLD = (
    (re.compile(r"(/(?:registration|links|password|at-point|speaker)/)[^/\s?#'\"<>]+"), r"\1…"),
    (re.compile(r"[^\s@'\"<>()\[\]=,;:/]+@[^\s@'\"<>()\[\]=,;]+"), "…"),
    # Which row PostgreSQL refused, with all its values: down to what SQLAlchemy or Python adds.
    (re.compile(r"(DETAIL: ).*?(?=\n\[SQL: |\n\n(?:The above|During handling) |\Z)", re.S), r"\1…"),
)


def without_persons(text: str) -> str:
    """`text` without secret links, e-mail addresses and the values of rows."""
    for found, instead in _UNTOLD:
        text = found.sub(instead, text)
    return text


class _Discreet(logging.Filter):
    """Whatever handler comes after it is given the finished text alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_persons(record.getMessage()), ()
        if record.exc_info:
            told = logging.Formatter().formatException(record.exc_info)
            record.exc_text, record.exc_info = without_persons(told), None
        return True


_discreet = _Discreet()


def be_discreet(logger: logging.Logger) -> None:
    """Once or more often for the same logger; those below it are on their own."""
    logger.addFilter(_discreet)

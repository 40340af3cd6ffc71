"""A pasted text as it was written, before mails and chats wrapped and quoted it. Pure."""

import re

_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_WRAPPED = re.compile(  # an address that breaks after a sign of its own, alone on the next line
    r"(https://[^\s<>]*[/=&?%_-])[ \t]*\n[ \t]*(?!https?:)([^\s<>:]+)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BELOW = re.compile(  # what is named at the end of one line, and alone on the next
    r":[ \t]*\n[ \t]*(?=(?:[^\s:]+|[\d \u00a0-]+)[ \t]*$)", re.MULTILINE
)
_BARE = re.compile(
    r"(?<![\w@./:%=-])((?:[\w-]+\.)*"
    r"(?:zoom\.us|zoom\.com|webex\.com|teams\.microsoft\.com|teams\.live\.com"
    r"|meet\.google\.com|jit\.si|8x8\.vc)/[^\s<>\"'\])]+)",
    re.IGNORECASE,
)


def straightened(text: str) -> str:
    """Without the marks of a quotation; an address on one line, and with its "https://"; what is
    named above it, beside its name."""
    lines = re.sub(r"\r\n?", "\n", text)
    lines = _WRAPPED.sub(r"\1\2", _QUOTED.sub("", lines))
    return _BARE.sub(r"https://\1", _BELOW.sub(": ", lines))

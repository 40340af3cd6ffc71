"""What the code of a ticket says, and whether a code is one of ours. Pure."""

from ... import seal

MARK = "HF1"  # of the form of the code; a new form gets a new mark


def payload_of(forum_id: int, code: str) -> str:
    """What the QR code says: "HF1.<code>.<signature>", 37 letters, digits and dots. No person."""
    return f"{MARK}.{code}.{seal.signature('ticket', _signed(forum_id, code))}"


def code_in(payload: str, forum_id: int) -> str | None:
    """The ticket's code where `payload` is one of ours for this forum, else None."""
    mark, _, rest = payload.strip().upper().partition(".")
    code, _, signature = rest.partition(".")
    ours = mark == MARK and seal.is_signature(signature, "ticket", _signed(forum_id, code))
    return code if ours else None


def looks_like_code(typed: str) -> bool:
    """Whether this is meant as a ticket's code, ours or another's: never as somebody's name."""
    bare = typed.strip()
    return bare.upper().startswith(MARK) or len(bare) > 40 or "://" in bare


def code_claimed(payload: str) -> str:
    """The ticket that `payload` claims to be, whoever signed it or nobody: to be looked up only."""
    return payload.strip().upper().partition(".")[2].partition(".")[0][:80]


def _signed(forum_id: int, code: str) -> str:
    return f"{forum_id}.{code}"

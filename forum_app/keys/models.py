from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class IdempotencyKey(Base):
    """One request of one caller: running while `answer` is null."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("scope", "key"),
        CheckConstraint("(answer IS NULL) = (status IS NULL)", name="answered_with_a_status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]  # who calls what: "token 3 POST /api/v1/…"
    key: Mapped[str]  # as the caller sent it, at most 200 characters
    body_hash: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[str | None]  # sealed
    at: Mapped[datetime] = mapped_column(index=True)

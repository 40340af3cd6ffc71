from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class Count(Base):
    """How many times `bucket` was hit in the window that began at `window`."""

    __tablename__ = "counts"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)  # whole windows since 1970
    ends: Mapped[int] = mapped_column(index=True)  # seconds since 1970; then the row may go
    hits: Mapped[int]

"""The table of what may be watched."""

from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class LiveVersion(Base):
    """How often what is called `topic` changed."""

    __tablename__ = "live_versions"

    topic: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]

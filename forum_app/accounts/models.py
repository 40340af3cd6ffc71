from datetime import datetime
from enum import StrEnum, auto

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class User(UserMixin, Base):  # type: ignore[misc]  # flask-login ships no types
    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="vi")
    zone: Mapped[str | None]  # IANA; None: the forum's
    password_hash: Mapped[str | None]  # argon2id; None: signs in by mailed link only
    epoch: Mapped[int] = mapped_column(default=0)  # raise it, and every open session ends
    created_at: Mapped[datetime]

    def get_id(self) -> str:
        return f"{self.id}.{self.epoch}"


class SiteRoleName(StrEnum):
    ADMIN = auto()


class SiteRole(Base):
    __tablename__ = "site_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[SiteRoleName] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]

from datetime import datetime
from enum import StrEnum, auto

from flask_login import UserMixin
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    confirmed_at: Mapped[datetime | None]  # a mail to `email` was answered; None: not yet
    epoch: Mapped[int] = mapped_column(default=0)  # raise it, and every open session ends
    created_at: Mapped[datetime]


class SiteRoleName(StrEnum):
    ADMIN = auto()


class SiteRole(Base):
    __tablename__ = "site_roles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[SiteRoleName] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]


class SignIn(Base):
    """A browser in which somebody is signed in. Its cookie holds the secret, this its SHA-256."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        CheckConstraint("seen_at >= made_at", name="seen_after_it_was_made"),
        Index("ix_sign_ins_user_id_epoch", "user_id", "epoch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    fingerprint: Mapped[str] = mapped_column(unique=True)
    epoch: Mapped[int]  # the user's when it was made; ends with it
    half: Mapped[bool] = mapped_column(default=False, server_default=false())  # second step to come
    device: Mapped[str]  # as its browser calls itself
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # to some minutes
    proved_at: Mapped[datetime]  # when password, link or second step was last asked and right
    ended_at: Mapped[datetime | None]
    challenge: Mapped[str | None]  # what the next answer of a passkey must sign; once

    user: Mapped[User] = relationship()


class LinkPurpose(StrEnum):
    SIGN_IN = auto()
    CONFIRM = auto()  # a new account
    RESET = auto()  # a new password
    MOVE = auto()  # another address of an account
    INVITATION = auto()  # a new account that is given something


class MailedLink(Base):
    """What a letter lets its reader do once. Only the newest of an address and purpose opens."""

    __tablename__ = "mailed_links"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint("(user_id IS NULL) = (epoch IS NULL)", name="epoch_of_its_user"),
        CheckConstraint("made_at < ends_at", name="ends_after_it_was_made"),
        Index("ix_mailed_links_email_purpose", "email", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose]
    email: Mapped[str]  # to which it was mailed
    name: Mapped[str | None]  # of the account to be made
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    epoch: Mapped[int | None]  # the user's when it was made; opens nothing once that is raised
    site_role: Mapped[SiteRoleName | None]  # that an invitation gives
    fingerprint: Mapped[str] = mapped_column(unique=True)
    next: Mapped[str | None]  # the page that asked, a path of ours
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class CodeMaker(Base):
    """An app that shows a new code every 30 seconds (TOTP, RFC 6238)."""

    __tablename__ = "code_makers"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed_secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(BigInteger)  # of 30 s since 1970; later ones count
    made_at: Mapped[datetime]


class Passkey(Base):
    """A key that a device keeps for this site and shows when its owner touches it (WebAuthn)."""

    __tablename__ = "passkeys"
    __table_args__ = (CheckConstraint("sign_count >= 0", name="sign_count_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    credential: Mapped[str] = mapped_column(unique=True)  # its id, base64url
    public_key: Mapped[str]  # COSE, base64url
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]  # what it was made on
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """Lets its owner in once where neither app nor passkey is at hand."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

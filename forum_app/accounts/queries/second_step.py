"""What somebody has for the second step."""

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from ...db import db
from ..models import CodeMaker, Passkey, RecoveryCode


@dataclass(frozen=True, kw_only=True)
class SecondSteps:
    code_maker: CodeMaker | None
    passkeys: list[Passkey]
    codes_left: int  # recovery codes not used yet

    @property
    def any(self) -> bool:
        return self.code_maker is not None or bool(self.passkeys)


def has_second_step(user_id: int) -> bool:
    """Whether a password or link alone does not let this user in. One query."""
    made = exists().where(CodeMaker.user_id == user_id)
    kept = exists().where(Passkey.user_id == user_id)
    return bool(db.session.scalar(select(or_(made, kept))))


def second_steps_of(user_id: int) -> SecondSteps:
    """Three queries."""
    unused = (RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return SecondSteps(
        code_maker=db.session.get(CodeMaker, user_id),
        passkeys=passkeys_of(user_id),
        codes_left=db.session.scalar(select(func.count()).where(*unused)) or 0,
    )


def passkeys_of(user_id: int) -> list[Passkey]:
    asked = select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
    return list(db.session.scalars(asked))

from sqlalchemy import select

from ..db import db
from .models import SiteRole, SiteRoleName, User


def user_of_session(token: str) -> User | None:
    """The user whose cookie says `token` (`User.get_id`); None if it is of an older epoch."""
    number = token.partition(".")[0]
    user = db.session.get(User, int(number)) if number.isdecimal() else None
    return user if user is not None and user.get_id() == token else None


def user_with(email: str) -> User | None:
    """The user with this address, in whatever case it is typed."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def is_admin(user_id: int) -> bool:
    return db.session.get(SiteRole, (user_id, SiteRoleName.ADMIN)) is not None

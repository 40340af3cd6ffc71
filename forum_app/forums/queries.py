"""Questions about forums, their points and tokens. Only reads."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload

from .. import seal
from ..accounts.models import MailedLink, User
from ..accounts.queries import is_admin
from ..db import db
from .models import (
    ApiToken,
    Banner,
    Forum,
    ForumRole,
    Hall,
    InfoPage,
    InfoPageVersion,
    Invitation,
    LetterText,
    Point,
    Role,
)
from .rules import can_be_code


def forums_listed() -> list[Forum]:
    """Every forum, the latest first. One query."""
    return list(db.session.scalars(select(Forum).order_by(Forum.first_day.desc(), Forum.slug)))


def forum_at(slug: str) -> Forum | None:
    """The forum that addresses name by `slug`, typed by anybody. At most one query.

    With its banners, and its information pages as far as links to them need: each page has both.
    """
    if not can_be_code(slug):
        return None
    pages = joinedload(Forum.info_pages).joinedload(InfoPage.published)
    asked = select(Forum).where(Forum.slug == slug)
    asked = asked.options(pages.options(defer(InfoPageVersion.body)), joinedload(Forum.banners))
    return db.session.scalars(asked).unique().one_or_none()


def points_of(forum: Forum) -> list[Point]:
    """The points of `forum` in its own order, the central one too. One query."""
    asked = select(Point).where(Point.forum_id == forum.id)
    return list(db.session.scalars(asked.order_by(Point.position, Point.code)))


def point_at(forum: Forum, code: str) -> Point | None:
    """The point of `forum` with `code`, typed by anybody. At most one query."""
    if not can_be_code(code):
        return None
    asked = select(Point).where(Point.forum_id == forum.id, Point.code == code)
    return db.session.scalars(asked).one_or_none()


def may_organise(user_id: int, forum: Forum) -> bool:
    """Whether this user organises `forum`, or administers the site. At most two queries."""
    role = db.session.get(ForumRole, (forum.id, user_id, Role.ORGANISER))
    return role is not None or is_admin(user_id)


def roles_in(user_id: int, forum: Forum) -> set[Role]:
    """What this user is in `forum`. One query."""
    mine = (ForumRole.forum_id == forum.id, ForumRole.user_id == user_id)
    return set(db.session.scalars(select(ForumRole.role).where(*mine)))


def has_door_role(user_id: int, forum: Forum) -> bool:
    """Whether this user keeps the doors of `forum` by that very role. One query."""
    return db.session.get(ForumRole, (forum.id, user_id, Role.DOOR)) is not None


def forums_with_doors_of(user_id: int) -> list[Forum]:
    """The forums whose doors this user keeps by that very role, the latest first. One query."""
    asked = select(Forum).join(ForumRole, ForumRole.forum_id == Forum.id)
    mine = (ForumRole.user_id == user_id, ForumRole.role == Role.DOOR)
    return list(db.session.scalars(asked.where(*mine).order_by(Forum.first_day.desc(), Forum.slug)))


def forums_organised_by(user_id: int) -> list[Forum]:
    """The forums that this user may organise, the latest first. Two queries."""
    if is_admin(user_id):
        return forums_listed()
    asked = select(Forum).join(ForumRole, ForumRole.forum_id == Forum.id)
    mine = (ForumRole.user_id == user_id, ForumRole.role == Role.ORGANISER)
    return list(db.session.scalars(asked.where(*mine).order_by(Forum.first_day.desc(), Forum.slug)))


def token_shown(secret: str, *, now: datetime) -> ApiToken | None:
    """The token that a machine shows, or None where it is unknown, revoked or ended. One query."""
    asked = select(ApiToken).where(
        ApiToken.fingerprint == seal.fingerprint(secret),
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.ends_at.is_(None), ApiToken.ends_at > now),
    )
    return db.session.scalars(asked).one_or_none()


def tokens_of(forum: Forum) -> list[ApiToken]:
    """Every token of `forum`, those that open something first, then the newest. One query."""
    asked = select(ApiToken).where(ApiToken.forum_id == forum.id)
    asked = asked.order_by(ApiToken.revoked_at.is_not(None), ApiToken.id.desc())
    return list(db.session.scalars(asked))


def token_in(forum: Forum, token_id: int) -> ApiToken | None:
    found = db.session.get(ApiToken, token_id)
    return found if found is not None and found.forum_id == forum.id else None


def roles_of_user(user_id: int) -> list[tuple[Forum, Role]]:
    """The roles of this user but those that lead to a desk or to doors, the latest forum first.

    One query.
    """
    asked = select(Forum, ForumRole.role).join(ForumRole, ForumRole.forum_id == Forum.id)
    mine = (ForumRole.user_id == user_id, ForumRole.role.not_in([Role.ORGANISER, Role.DOOR]))
    order = (Forum.first_day.desc(), Forum.slug, ForumRole.role)
    return [
        (forum, role) for forum, role in db.session.execute(asked.where(*mine).order_by(*order))
    ]


def roles_of(forum: Forum) -> list[tuple[User, Role]]:
    """Who holds which role in `forum`, by role and name. One query."""
    asked = select(User, ForumRole.role).join(ForumRole, ForumRole.user_id == User.id)
    found = db.session.execute(asked.where(ForumRole.forum_id == forum.id))
    order = list(Role)
    return sorted(((u, r) for u, r in found), key=lambda x: (order.index(x[1]), x[0].name, x[0].id))


def invitations_of(forum: Forum) -> list[tuple[Invitation, MailedLink]]:
    """The open invitations of `forum`, each with its latest link, the newest first. One query."""
    still_open = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    asked = select(Invitation, MailedLink).join(MailedLink, MailedLink.id == Invitation.link_id)
    mine = asked.where(Invitation.forum_id == forum.id, *still_open)
    return [(x, link) for x, link in db.session.execute(mine.order_by(Invitation.id.desc()))]


def invitation_in(forum: Forum, invitation_id: int) -> Invitation | None:
    found = db.session.get(Invitation, invitation_id)
    return found if found is not None and found.forum_id == forum.id else None


def halls_of(forum: Forum) -> list[Hall]:
    """The halls of `forum` in its own order. One query."""
    asked = select(Hall).where(Hall.forum_id == forum.id)
    return list(db.session.scalars(asked.order_by(Hall.position, Hall.code)))


def hall_at(forum: Forum, code: str) -> Hall | None:
    """The hall of `forum` with `code`, typed by anybody. At most one query."""
    if not can_be_code(code):
        return None
    asked = select(Hall).where(Hall.forum_id == forum.id, Hall.code == code)
    return db.session.scalars(asked).one_or_none()


def pages_of(forum: Forum) -> list[InfoPage]:
    """All information pages of `forum` in their order, the published version loaded. One query."""
    asked = select(InfoPage).where(InfoPage.forum_id == forum.id)
    asked = asked.options(joinedload(InfoPage.published))
    return list(db.session.scalars(asked.order_by(InfoPage.position, InfoPage.id)))


def page_at(forum: Forum, slug: str) -> InfoPage | None:
    """The page of `forum` with `slug`, typed by anybody, published or not. At most one query."""
    if not can_be_code(slug):
        return None
    asked = select(InfoPage).where(InfoPage.forum_id == forum.id, InfoPage.slug == slug)
    return db.session.scalars(asked).one_or_none()


def published_at(forum: Forum, slug: str) -> InfoPageVersion | None:
    """What people read at `slug`, typed by anybody; None where nothing is published. One query."""
    if not can_be_code(slug):
        return None
    asked = select(InfoPageVersion).join(InfoPage, InfoPage.id == InfoPageVersion.page_id)
    return db.session.scalars(
        asked.where(
            InfoPage.forum_id == forum.id,
            InfoPage.slug == slug,
            InfoPageVersion.published_at.is_not(None),
            InfoPageVersion.withdrawn_at.is_(None),
        )
    ).one_or_none()


def versions_of(page: InfoPage) -> list[tuple[InfoPageVersion, str | None]]:
    """Each version of `page` and who wrote it, the latest first. One query."""
    asked = select(InfoPageVersion, User.name).outerjoin(
        User, User.id == InfoPageVersion.written_by_id
    )
    asked = asked.where(InfoPageVersion.page_id == page.id).order_by(InfoPageVersion.number.desc())
    return [(version, name) for version, name in db.session.execute(asked)]


def latest_version_of(page: InfoPage) -> InfoPageVersion | None:
    """What was written last, published or not; every page has one. One query."""
    asked = select(InfoPageVersion).where(InfoPageVersion.page_id == page.id)
    latest = asked.order_by(InfoPageVersion.number.desc()).limit(1)
    return db.session.scalars(latest).one_or_none()


def latest_versions(forum: Forum) -> dict[int, InfoPageVersion]:
    """page id -> what was written of it last. One query."""
    of_page = aliased(InfoPageVersion)
    last = select(func.max(of_page.number)).where(of_page.page_id == InfoPageVersion.page_id)
    asked = select(InfoPageVersion).where(
        InfoPageVersion.forum_id == forum.id, InfoPageVersion.number == last.scalar_subquery()
    )
    return {version.page_id: version for version in db.session.scalars(asked)}


def version_of(page: InfoPage, number: int) -> InfoPageVersion | None:
    asked = select(InfoPageVersion).where(
        InfoPageVersion.page_id == page.id, InfoPageVersion.number == number
    )
    return db.session.scalars(asked).one_or_none()


def banner_at(forum: Forum, banner_id: int) -> Banner | None:
    asked = select(Banner).where(Banner.forum_id == forum.id, Banner.id == banner_id)
    return db.session.scalars(asked).one_or_none()


def letter_text_row(forum_id: int, template: str) -> LetterText | None:
    asked = select(LetterText).where(
        LetterText.forum_id == forum_id, LetterText.template == template
    )
    return db.session.scalars(asked).one_or_none()


def letter_texts_of(forum: Forum) -> dict[str, LetterText]:
    """template -> how its letters begin, where the organisers wrote it. One query."""
    asked = select(LetterText).where(LetterText.forum_id == forum.id)
    return {row.template: row for row in db.session.scalars(asked)}


def names_of_users(ids: Iterable[int]) -> dict[int, str]:
    """One query."""
    asked = select(User.id, User.name).where(User.id.in_(ids))
    return dict(db.session.execute(asked).all())

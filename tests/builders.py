"""Makes rows for tests; say only what the test is about. Each returns its row, flushed."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from forum_app import seal
from forum_app.db import db
from forum_app.forums.models import PagePlace
from forum_app.forums.services.pages import PageText, make_page, publish_page
from forum_app.i18n import Words
from forum_app.models import (
    ApiToken,
    Banner,
    Category,
    ConsentWording,
    Forum,
    ForumRole,
    Hall,
    Person,
    Point,
    Release,
    ReleasedSession,
    SeatCount,
    Session,
    SiteRole,
    Terms,
    User,
)
from forum_app.text import folded, sort_key

NOW = datetime(2030, 5, 1, 5, 0, tzinfo=UTC)  # noon in Hà Nội
ZONE = "Asia/Ho_Chi_Minh"
_next = count(1).__next__


def words(vi, en=None):
    return Words({"vi": vi, "en": en or vi})


def a_forum(**given):
    """An open forum with a default category, the required consent and no sessions."""
    usual = {
        "uuid": str(uuid4()),
        "slug": f"forum-{_next()}",
        "name": words("Diễn đàn", "Forum"),
        "short_name": words("Diễn đàn", "Forum"),
        "venue": words("Trung tâm Hội nghị", "Convention Center"),
        "city": words("Hà Nội", "Hà Nội"),
        "hosts": [],
        "zone": ZONE,
        "first_day": date(2030, 6, 1),
        "last_day": date(2030, 6, 2),
        "figures": {},
        "documented": False,
    }
    forum = _saved(Forum(**usual | given))
    _saved(Terms(forum_id=forum.id, zone=forum.zone))
    a_category(forum, code="delegate", is_default=True)
    a_consent(forum, "processing", required=True)
    return forum


def a_category(forum, *, code="press", **given):
    usual = {"name": words("Đại biểu", "Delegate"), "position": _next()}
    return _saved(Category(forum_id=forum.id, code=code, **usual | given))


def a_consent(forum, purpose, *, required=False, **given):
    sentence = words("Tôi đồng ý.", "I agree.")
    usual = {"version": 1, "sentence": sentence, "position": _next(), "since": NOW}
    row = {"purpose": purpose, "required": required}
    return _saved(ConsentWording(forum_id=forum.id, **row, **usual | given))


def a_page(forum, slug="getting-there", *, body="Cổng 1", published=True, **given):
    usual = {"title": words("Trang", "Page"), "place": PagePlace.FOOTER, "position": 1}
    text = PageText(body=words(body), **usual | given)
    page = make_page(forum, slug, text, by=None, actor="tests", now=NOW)
    if published:
        publish_page(page, seen=page.version, actor="tests", now=NOW)
    return page


def a_banner(forum, sentence="Cổng 2 mở", **given):
    usual = {"sentence": words(sentence), "kind": "info", "zone": forum.zone}
    return _saved(Banner(forum_id=forum.id, **usual | given))


def a_hall(forum, *, code=None, seats=100):
    usual = {"uuid": str(uuid4()), "name": words("Phòng", "Room"), "position": _next()}
    code = code or f"H{_next()}"
    return _saved(Hall(forum_id=forum.id, code=code, seats=seats, documented=False, **usual))


def a_point(forum, *, code=None, name="Đà Nẵng", zone=ZONE, **given):
    usual = {
        "uuid": str(uuid4()),
        "kind": "regional",
        "type": "participate",
        "name": words(name),
        "city": words(name),
        "country": "VN",
        "latitude": 16.05,
        "longitude": 108.2,
        "seats": 30,
        "position": _next(),
        "documented": False,
        "name_folded": folded(name),
        "name_sort": {lang: sort_key(name) for lang in ("vi", "en")},
    }
    code = code or f"P{_next()}"
    return _saved(Point(forum_id=forum.id, code=code, zone=zone, **usual | given))


def a_session(
    forum, *, code=None, day=0, starts="08:30", ends="11:00", hall=None, online=None, points=()
):
    """A released session so many days after the forum's first, over midnight where it ends earlier.

    hall, online: seats of that way, or None. points: (Point, seats) pairs. The release it is
    in is made, or made anew, by `release`.
    """
    first = forum.first_day + timedelta(days=day)
    last = first + timedelta(days=ends < starts)
    code, title = code or f"S{_next()}", words("Phiên", "Session")
    walls = {
        f"{x}_wall": datetime.fromisoformat(f"{on} {y}")
        for x, on, y in (("starts", first, starts), ("ends", last, ends))
    }
    session = _saved(
        Session(
            forum_id=forum.id,
            uuid=str(uuid4()),
            code=code,
            kind="workshop",
            title=title,
            hall_id=a_hall(forum).id,
            zone=forum.zone,
            title_folded=folded("phien session"),
            title_sort={lang: sort_key(title.said_in(lang)) for lang in ("vi", "en")},
            documented=False,
            times_documented=False,
            title_documented=[],
            **walls,
        )
    )
    for way, seats in (("hall", hall), ("online", online)):
        if seats is not None:
            seats_of(session, way, seats)
    for point, seats in points:
        seats_of(session, "point", seats, point)
    return session


def seats_of(session, way, seats, point=None):
    row = {"forum_id": session.forum_id, "session_id": session.id, "way": way, "seats": seats}
    return _saved(SeatCount(**row, point_id=point and point.id))


def release(forum, *, number=1, sessions=None):
    """Release all sessions of `forum`, or the given ones, as they are now."""
    sessions = sessions or db.session.query(Session).filter_by(forum_id=forum.id).all()
    released = _saved(
        Release(forum_id=forum.id, number=number, released_at=NOW - timedelta(days=9), frozen={})
    )
    same = [c.name for c in ReleasedSession.__table__.c if c.name in Session.__table__.c]
    for session in sessions:
        copied = {name: getattr(session, name) for name in same if name != "id"}
        cancelled = session.cancelled_at is not None
        _saved(
            ReleasedSession(
                release_id=released.id, session_id=session.id, cancelled=cancelled, **copied
            )
        )
    return released


def a_user(name=None, *, forum=None, role=None, site_role=None):
    name = name or f"User {_next()}"
    email = f"user{_next()}@example.org"
    user = _saved(User(email=email, name=name, created_at=NOW))
    if role:
        _saved(ForumRole(forum_id=forum.id, user_id=user.id, role=role, given_at=NOW))
    if site_role:
        _saved(SiteRole(user_id=user.id, role=site_role, given_at=NOW))
    return user


def a_person(forum, name="Nguyễn Thị Ánh", *, email=None, **given):
    usual = {"uuid": str(uuid4()), "name_folded": folded(name), "name_sort": sort_key(name)}
    given = {"country": "VN", "created_at": NOW} | given
    return _saved(Person(forum_id=forum.id, name=name, email=email, **usual, **given))


def a_token(forum, secret="token-of-the-tests", *, scopes=("registrations",), **given):
    row = {"name": "tests", "fingerprint": seal.fingerprint(secret), "scopes": list(scopes)}
    return _saved(ApiToken(forum_id=forum.id, made_at=NOW, **row, **given))


def _saved(row):
    db.session.add(row)
    db.session.flush()
    return row

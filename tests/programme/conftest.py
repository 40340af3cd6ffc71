"""A small forum as the public sees it: two released sessions, points on three continents."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Appearance
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_person, a_point, a_session, a_user, words
from .speaking import a_talk, appears, feed_of, link_of

SPEAKER = {"documented": True, "post": words("Tổng Thư ký", "Secretary-General")}


@pytest.fixture
def site(app):
    """W1 at 08:30 and P1 at 14:00 in Hà Nội, released; addresses in English, ids of rows."""
    with app.app_context():
        forum = a_forum(slug="summit", figures={"points": 3, "exhibiting_units": 35})
        points = [
            a_point(forum, code="HAN", name="Hà Nội", kind="central", seats=0),
            a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore", country="SG"),
            a_point(forum, code="WAS", name="Washington", zone="America/New_York", country="US"),
        ]
        w1 = a_session(forum, code="W1", hall=2, online=9, points=[(points[1], 5), (points[2], 5)])
        w1.title = words("Giao thông đô thị", "Urban transport")
        w1.hall.name = words("Sảnh Sen", "Lotus Room")
        p1 = a_session(
            forum, code="P1", starts="14:00", ends="17:00", hall=9, points=[(points[2], 4)]
        )
        p1.kind, p1.title = "plenary", words("Phiên toàn thể", "Plenary session")
        a_session(forum, code="B1", starts="11:00", ends="13:00").kind = "break"
        speaker = a_person(forum, "Đỗ Ánh Tuyết", **SPEAKER)
        _appears(speaker, p1, "keynote", "hall", documented=True)
        _appears(a_person(forum, "Lim Jock Hoi"), p1, "speaker", "point", point_id=points[2].id)
        release_programme(forum, note=None, by=None, now=NOW)
        db.session.commit()
        return SimpleNamespace(
            url=f"/en/{forum.slug}",
            vi=f"/vi/{forum.slug}",
            forum_id=forum.id,
            w1=w1.id,
            p1=p1.id,
            w1_hall=w1.hall.code,
            speaker_id=speaker.id,
            speaker=f"do-anh-tuyet-{speaker.uuid[:8]}",
        )


def _appears(person, session, role, from_way, *, documented=False, **given):
    row = {"forum_id": session.forum_id, "session_id": session.id, "person_id": person.id}
    usual = {"role": role, "from_way": from_way, "position": 1, "documented": documented}
    db.session.add(Appearance(**row, **usual, from_documented=documented, **given))
    db.session.flush()


@pytest.fixture
def there(app, browser):
    """Ánh speaks in W1 from Singapore and in W2 from the hall; somebody else in W3."""
    with app.app_context():
        forum = a_forum(slug="summit", contact_email="forum@example.org")
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        w1, w2, w3 = (a_session(forum, code=x) for x in ("W1", "W2", "W3"))
        for wall in ("starts_wall", "ends_wall"):
            setattr(w2, wall, getattr(w1, wall) + timedelta(hours=6))
        user = a_user()
        anh = a_person(
            forum, "Đỗ Ánh", email=user.email, organisation="Sao Mai", user_id=user.id, country="SG"
        )
        appears(w1, anh, talk=a_talk(w1, en="Trams"), point=sin)
        appears(w1, anh, "panellist", point=sin)
        appears(w2, anh, "keynote")
        appears(w3, a_person(forum, "Lê Bình"))
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        own = f"/en/summit/speaker/{link_of(anh)}"
        return SimpleNamespace(
            forum=forum.id,
            anh=anh.id,
            email=anh.email,
            own=own,
            feed=f"/en/summit/speaker/{feed_of(anh)}.ics",
            desk=f"/en/summit/desk/speakers/{anh.uuid}",
            organiser=browser(organiser.id),
            signed_in=browser(user.id),
            reader=browser(),
        )

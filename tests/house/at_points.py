"""What an address of the broadcast room can name in a forum: see `two_forums`."""

from sqlalchemy import select

from forum_app import clock
from forum_app.broadcast.services import contacts, coordinators, keys, relays
from forum_app.db import db
from forum_app.forums.models import Point
from forum_app.forums.services.bound import Giving
from forum_app.models import CoordinatorInvitation, Place, RelayAct, Session

from ..builders import NOW
from ..registration.applications import at_point as there
from ..registration.applications import registered

CONTACT = {
    "part": "deputy",
    "name": "Lê Thị Cầu",
    "email": None,
    "phone": "+84 24 0000 0000",
    "second_channel": None,
    "languages": ["vi"],
    "on_site": True,
    "reachable_from": None,
    "reachable_until": None,
}


def at_point(forum, user):
    """`user` coordinates the point, somebody is invited to; it has a contact, a key and a part."""
    point = db.session.scalars(select(Point).filter_by(forum_id=forum.id)).one()
    session = db.session.scalars(select(Session).filter_by(forum_id=forum.id)).first()
    by = {"actor": "tests", "now": NOW}
    coordinators.ROLE.appoint(point, user, by=None, **by)
    giving = Giving(by=user.id, page="/en/", lang="en", now=clock.now())
    coordinators.ROLE.invite(point, f"coordinator-of-{forum.slug}@example.org", giving)
    contact = contacts.add_contact(point, CONTACT, **by)
    removed = contacts.add_contact(point, CONTACT | {"name": "Trần Văn Dự"}, **by)
    wanted = [relays.Wanted(session, point, 0, {"role": "listen"})]
    relays.set_parts(forum, wanted, by=user.id, now=NOW)
    point.seating = "approval"
    seated = registered(forum, there(session.code, point.code))
    asked = select(CoordinatorInvitation.id).filter_by(forum_id=forum.id)
    return {
        "key": keys.renew_key(point, by=user.id, **by),
        "contact_id": contact.id,
        "place_id": db.session.scalar(select(Place.id).filter_by(delegate_id=seated.id)),
        "removed_contact_id": removed.id,
        "coordinator_invitation_id": db.session.scalar(asked),
        "relay_act_id": db.session.scalar(select(RelayAct.id).filter_by(forum_id=forum.id)),
    }

"""Two forums with one of everything that an address can name, for knocking at doors."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from uuid import uuid4

from sqlalchemy import select, update

from forum_app import clock, seal
from forum_app.accounts.models import LinkPurpose, SiteRoleName
from forum_app.accounts.services import links, sign_ins
from forum_app.db import db
from forum_app.exhibition.services.waiting import wait_for_booth
from forum_app.forums.models import Role
from forum_app.forums.services import roles
from forum_app.forums.services.bound import Giving
from forum_app.models import (
    Availability,
    Banner,
    CheckIn,
    Delegate,
    DoorShift,
    FloorPlan,
    Forum,
    ForumRole,
    Hall,
    HostInvitation,
    Invitation,
    Message,
    Passkey,
    Person,
    SeatCount,
    Session,
    SignIn,
    SpeakerPage,
)
from forum_app.post.models import MessageState
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import speakers_of
from forum_app.programme.queries.speakers import page_of_person
from forum_app.programme.services import hosts
from forum_app.programme.services.hours import add_hours
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.programme.services.speaking import page_for
from forum_app.registration import queries
from forum_app.registration.queries.doors import door_of
from forum_app.registration.queries.shown import shown_at
from forum_app.registration.rules.bulk import Asked, Verb
from forum_app.registration.rules.doors import Keeper
from forum_app.registration.services import bulk, changes
from forum_app.registration.services.entries import let_in, look
from forum_app.registration.services.shifts import new_keys, open_shift

from ..broadcast.lines import a_line
from ..builders import (
    NOW,
    a_banner,
    a_category,
    a_consent,
    a_forum,
    a_page,
    a_person,
    a_point,
    a_session,
    a_token,
    a_user,
)
from ..exhibition import floors
from ..programme import speaking
from ..registration.applications import hall, online, registered
from .at_points import at_point
from .tests_of_points import names_of_tests

ENDED = datetime(2020, 1, 1, tzinfo=UTC)


def two_forums(app):
    """here, there: what the addresses of each forum name; users: role -> id. Committed.

    The secrets of the tokens are the names that `VISITORS` of test_knocks gives them.
    """
    with app.app_context():
        days = {"first_day": date(2031, 6, 1), "last_day": date(2031, 6, 2)}
        here, there = _forum("here"), _forum("there", **days)
        users = {
            "somebody": a_user(),
            "caller": a_user(forum=here, role=Role.CALLER),
            "door": a_user(forum=here, role=Role.DOOR),
            "exhibitor": a_user(),
            "host": a_user(),
            "coordinator": a_user(),
            "chair": a_user(),
            "organiser": a_user(forum=here, role=Role.ORGANISER),
            "organiser elsewhere": a_user(forum=there, role=Role.ORGANISER),
            "admin": a_user(site_role=SiteRoleName.ADMIN),
        }
        of_accounts = [_of_accounts(forum, users) for forum in (here, there)]
        booths = {"here": _exhibit(here, users["exhibitor"]), "there": _exhibit(there, a_user())}
        _chair(here, users["chair"])
        hosted = [_host(here, users["host"]), _host(there, a_user())]
        at_points = [at_point(here, users["coordinator"]), at_point(there, a_user())]
        a_token(here, "token")
        a_token(there, "token elsewhere")
        a_token(here, "token of another scope", scopes=["booths", "programme"])
        a_token(here, "token that ended", ends_at=ENDED)
        for forum, keeper in ((here, "organiser"), (there, "organiser elsewhere")):
            _keep_a_door(forum, users[keeper])
        house = SimpleNamespace(
            here=_names(here) | of_accounts[0] | booths["here"] | hosted[0] | at_points[0],
            there=_names(there) | of_accounts[1] | booths["there"] | hosted[1] | at_points[1],
            users={who: x.id for who, x in users.items()},
        )
        db.session.commit()
        return house


def _of_accounts(forum, users):
    """What "somebody" has, in `here`, and somebody else in `there`; what may be invited."""
    is_here = forum.slug == "here"
    user = users["somebody"] if is_here else users["organiser elsewhere"]
    delegate = _pending(forum)
    delegate.person.user_id = user.id
    page_for(delegate.person, now=NOW)  # who speaks too
    key = "aGVyZQ" if is_here else "dGhlcmU"  # base64url
    passkey = Passkey(
        user_id=user.id, credential=key, public_key=key, sign_count=0, name="", made_at=NOW
    )
    db.session.add(passkey)
    sign_ins.let_in(user, device="tests", now=NOW, whole=True)
    email, desk = f"invited-to-{forum.slug}@example.org", "/en/"
    words = {"desk": desk, "lang": "en", "actor": "tests", "now": clock.now()}
    roles.give_role(forum, email, Role.DOOR, **words)
    return {
        "registration": delegate.uuid,
        "passkey_id": passkey.id,
        "sign_in_id": db.session.scalar(select(SignIn.id).where(SignIn.user_id == user.id)),
        "invitation_id": db.session.scalar(
            select(Invitation.id).where(Invitation.forum_id == forum.id)
        ),
        "link_id": _link(LinkPurpose.INVITATION, email, None, "admin" if is_here else None)[0],
        "token": _link(LinkPurpose.SIGN_IN, user.email, user)[1],
        "reset": _link(LinkPurpose.RESET, user.email, user)[1],
        "user_id": users["caller" if is_here else "organiser elsewhere"].id,
        "role": "caller" if is_here else "door",
    }


def _link(purpose, email, user, site_role=None):
    given = {"user": user, "site_role": site_role, "now": clock.now()}
    link, secret = links.make_link(purpose, email, **given)
    return link.id, secret


def _forum(slug, **days):
    forum = a_forum(slug=slug, **days)
    point = a_point(forum, code=f"P-{slug}")
    session = a_session(forum, code=f"W-{slug}", hall=1, online=9, points=[(point, 3)])
    speaker = a_person(forum, f"Speaker {slug}")
    role, how = AppearanceRole.SPEAKER, {"documented": False, "from_documented": False}
    let_appear(speaker, session, role, Way.HALL, now=NOW, **how)
    day = [datetime.combine(forum.first_day, time(hour)) for hour in (7, 18)]
    add_hours(speaker, forum, *day, actor="tests", now=NOW)
    speaking.furnish(session, speaker, versions=1 if slug == "here" else 2)
    release_programme(forum, note=None, by=None, now=NOW)
    a_category(forum, code="press", needs_approval=True)
    a_category(forum, code=f"c-{slug}")
    a_consent(forum, f"p-{slug}")
    for _ in ("one", "other"):
        a_person(forum, "Twin", organisation=slug)
    a_page(forum, f"page-{slug}")
    a_banner(forum)
    first = registered(forum, hall(session.code))
    registered(forum, hall(session.code, wait=True), category="press")
    changes.withdraw(first, actor="tests", now=NOW)  # who waited is promoted
    dead = {"state": MessageState.DEAD, "attempts": 10}
    db.session.execute(update(Message).where(Message.forum_id == forum.id).values(**dead))
    return forum


def _exhibit(forum, user):
    """What `user` has there: a confirmed booth, and a place in the line of another."""
    letter = forum.slug[0].upper()
    zone = floors.a_zone(forum, code=f"Z{letter}")
    floors.a_floor(forum, zones={"Z": (zone, range(1, 7))}, islands=(), letter=letter)
    mine = floors.an_exhibitor(forum, f"Exhibitor {forum.slug}", user=user)
    booking = floors.books(forum, f"{letter}1", mine)
    floors.books(forum, f"{letter}2")
    there = floors.booth(forum, f"{letter}2")
    entry = wait_for_booth(there, mine, actor="tests", now=NOW)
    return {
        "booth": f"{letter}1",
        "zone": zone.code,
        "exhibitor": mine.slug,
        "booking": booking.uuid,
        "entry": entry.id,
        "plan_id": db.session.scalars(select(FloorPlan.id).filter_by(forum_id=forum.id)).one(),
    }


def _host(forum, user):
    """`user` hosts the session of the forum; somebody without an account is invited to."""
    session = db.session.scalars(select(Session).filter_by(forum_id=forum.id)).first()
    hosts.ROLE.appoint(session, user, by=None, actor="tests", now=NOW)
    giving = Giving(by=user.id, page="/en/", lang="en", now=clock.now())
    hosts.ROLE.invite(session, f"host-of-{forum.slug}@example.org", giving)
    asked = select(HostInvitation.id).where(HostInvitation.forum_id == forum.id)
    return {"host_invitation_id": db.session.scalar(asked)}


def _chair(forum, user):
    asked = select(Person).where(Person.forum_id == forum.id, Person.name == "Chair")
    person = db.session.scalars(asked).one()
    person.user_id = user.id
    db.session.delete(page_of_person(person))  # "somebody" alone opens one by signing in


def _keep_a_door(forum, user):
    """A shift, through whose door somebody came in."""
    shift = open_shift(forum, "Room 1", new_keys(), user_id=user.id, now=NOW)
    keeper = Keeper(user_id=None, shift_id=shift.id, organises=True, door=shift.door, at=NOW)
    seated = registered(forum, online(f"W-{forum.slug}"))
    shown, door = shown_at(forum, seated.reference), door_of(forum, f"W-{forum.slug}")
    how = {"nonce": "a scan", "because": "tests", "is_today": True}
    let_in(look(door, shown, keeper=keeper, now=NOW, **how), keeper)


def _names(forum):
    pending = _pending(forum)
    count = db.session.scalars(select(SeatCount).where(SeatCount.forum_id == forum.id)).first()
    promoted = (Message.forum_id == forum.id, Message.template == "registration.promoted")
    letter = db.session.scalars(select(Message).where(*promoted)).one()
    return {
        "forum_slug": forum.slug,
        "code": f"W-{forum.slug}",
        "point": f"P-{forum.slug}",
        "slug": speakers_of(forum).speakers[0].person.slug,
        "reference": pending.reference,
        **dict(zip(("one", "other"), _twins(forum), strict=True)),
        "waiting_id": queries.promotions_of(pending)[0].id,
        "seat_count_id": count.id,
        "uuid": letter.uuid,
        "day": forum.first_day.isoformat(),
        "entry_id": db.session.query(CheckIn).filter_by(forum_id=forum.id).one().id,
        "shift_id": db.session.query(DoorShift).filter_by(forum_id=forum.id).one().id,
        "hall": db.session.scalars(select(Hall).where(Hall.forum_id == forum.id)).first().code,
        "page_slug": f"page-{forum.slug}",
        "banner_id": db.session.scalars(select(Banner.id).filter_by(forum_id=forum.id)).one(),
        "act_uuid": _act_on(forum),
        "category": f"c-{forum.slug}",
        "token_id": a_token(forum, f"knocked at in {forum.slug}").id,
        "purpose": f"p-{forum.slug}",
        "what": "delegates",
        **_hours_of(forum),
        **names_of_tests(forum),
        "figure": "days",  # the same in every forum
        "line_id": a_line(forum).id,
        **speaking.names_of(forum),
        "number": 1,  # of a release: every forum has one
    }


def _hours_of(forum):
    hours = db.session.query(Availability).filter_by(forum_id=forum.id).one()
    return {"speaker": hours.person.uuid, "hours_id": hours.id}


def _twins(forum):
    asked = select(Person.uuid).where(Person.forum_id == forum.id, Person.name == "Twin")
    return db.session.scalars(asked.order_by(Person.id)).all()


def _act_on(forum):
    """The UUID of something that was done to everybody."""
    user = db.session.scalar(select(ForumRole.user_id).where(ForumRole.forum_id == forum.id))
    asked = Asked(press=str(uuid4()), verb=Verb.RESEND)
    ids = select(Delegate.id).where(Delegate.forum_id == forum.id)
    return bulk.begin(forum, asked, ids, by_id=user, now=NOW).uuid


def _pending(forum):
    asked = select(Delegate).where(Delegate.forum_id == forum.id, Delegate.state == "pending")
    return db.session.scalars(asked).one()


def secret_of(app, names):
    """The secret of the link as it is now: knocking may have renewed it."""
    with app.app_context():
        asked = select(Delegate.link_sealed).where(Delegate.reference == names["reference"])
        return seal.opened(db.session.scalar(asked))


def key_of(app, names):
    """The secrets of a speaker's page and calendar as they are now."""
    with app.app_context():
        mine = select(SpeakerPage).join(Forum, Forum.id == SpeakerPage.forum_id)
        mine = mine.where(Forum.slug == names["forum_slug"], SpeakerPage.photo_id > 0)
        page = db.session.scalars(mine).one()
        return {"speaker_key": seal.opened(page.link_sealed), "feed": seal.opened(page.feed_sealed)}

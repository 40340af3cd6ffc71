"""A house in which something of everything happened."""

from datetime import date, time, timedelta
from uuid import uuid4

import pyotp
from sqlalchemy import select

from forum_app import seal
from forum_app.accounts.services import second_step, sign_ins
from forum_app.broadcast.queries.pages import page_seen, pages_of
from forum_app.broadcast.rules.reminders import Rule
from forum_app.broadcast.services import (
    contacts,
    coordinators,
    keys,
    pages,
    relays,
    reminders,
    slots,
)
from forum_app.broadcast.services.checks import start_list
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.services import roles
from forum_app.forums.services.bound import Giving
from forum_app.forums.services.edits import edit_point
from forum_app.forums.services.merging import tell_apart
from forum_app.forums.services.texts import set_letter_text
from forum_app.keys.services import Answer, claim, keep
from forum_app.models import (
    Booking,
    Booth,
    BoothWaiting,
    Cell,
    CellClaim,
    Delegate,
    DoorCount,
    Exhibitor,
    FloorPlan,
    GateEntry,
    InterpretationChannel,
    Link,
    Place,
    Point,
    Relay,
    SeatCount,
    Terms,
    Waiting,
    Zone,
    booth_cells,
    plan_cells,
)
from forum_app.programme.services import hosts
from forum_app.programme.services.hours import add_hours
from forum_app.programme.services.releases import release_programme
from forum_app.registration.queries.doors import door_of, entrance_of, entry_at
from forum_app.registration.queries.doubles import twins_of
from forum_app.registration.queries.relocating import Targets
from forum_app.registration.queries.shown import shown_at
from forum_app.registration.rules.bulk import Asked, Verb
from forum_app.registration.rules.doors import Keeper
from forum_app.registration.services import bulk, entries, relocating, shifts
from forum_app.registration.services.doubles import Decision, merge

from ..builders import (
    NOW,
    a_banner,
    a_forum,
    a_hall,
    a_page,
    a_person,
    a_point,
    a_session,
    a_user,
    release,
    words,
)
from ..house.at_points import CONTACT
from ..programme import speaking
from ..registration.applications import at_point, hall, registered, waits_for, withdraw


def furnished():
    """name -> id. In W1's one hall seat sits `promoted`, after `withdrawn`; `waiting` is next.

    `seated` is in the hall of P1, which has nine seats. W2 is at the time of W1, E1 before, P1
    after it. `booking` holds two cells on two days. Committed.
    """
    forum, other = a_forum(), a_forum()
    sessions = {
        "W1": a_session(forum, code="W1", hall=1, online=1, points=[(a_point(forum), 1)]),
        "W2": a_session(forum, code="W2", hall=9),
        "P1": a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9),
        "E1": a_session(forum, code="E1", starts="07:00", ends="08:00", hall=9),
        "elsewhere": a_session(other),
    }
    release(forum)
    delegates = {
        "withdrawn": registered(forum, hall("W1")),
        "promoted": waits_for(forum, meanwhile="online"),
        "waiting": waits_for(forum),
        "seated": registered(forum, hall("P1")),
    }
    withdraw(delegates["withdrawn"])
    _write_and_join(forum)
    there = _book(forum) | _connect(forum, sessions["P1"]) | _let_in(forum, sessions["W1"])
    there |= _come_in(forum, delegates["seated"]) | _join(forum, sessions["W1"])
    there |= _take_part(forum, sessions["W1"])
    there["speaker"] = _speak(sessions["E1"])
    _move_people()
    keep(claim("token 1", "key", "body", now=NOW), Answer(201, "made"))
    db.session.get_one(Terms, forum.id).opens_wall = NOW.replace(tzinfo=None) - timedelta(days=9)
    db.session.commit()
    for code, way in [(code, "hall") for code in ("W1", "W2", "E1", "P1")] + [("W1", "online")]:
        count = db.session.query(SeatCount).filter_by(session_id=sessions[code].id, way=way)
        there[f"{code}_{way}"] = count.one().id
    people = {f"{name}_person": delegate.person_id for name, delegate in delegates.items()}
    seated = db.session.query(Place).filter_by(delegate_id=delegates["seated"].id).one()
    line = db.session.query(Waiting).filter_by(state="promoted").one()
    there |= {name: row.id for name, row in (sessions | delegates).items()}
    there |= {"forum": forum.id, "place": seated.id, "line": line.id, "now": NOW.isoformat(" ")}
    return there | people


def _move_people():
    """In a forum of their own: one who sat at a point is online now, of another point that moved
    one was not told."""
    forum = a_forum()
    lost, moved = a_point(forum, code="LOST"), a_point(forum, code="MOVED")
    a_session(forum, code="R1", online=1, points=[(lost, 1), (moved, 1)])
    release(forum)
    for point in ("LOST", "MOVED"):
        registered(forum, at_point("R1", point))
    asked = relocating.Asked(press=str(uuid4()), targets=Targets(None, True))
    act = bulk.begin_move(forum, lost, asked, by_id=a_user().id, now=NOW)
    while bulk.settle_next(act.id, now=NOW):
        pass
    wanted = {name: getattr(moved, name) for name in ("name", "kind", "languages", "zone")}
    wanted["city"] = words("Huế")
    edit_point(moved, wanted, seen=moved.version, actor="tests", now=NOW)


def _speak(session):
    """Who speaks in it, with a photo and slides; another chairs it."""
    speaker = a_person(session.forum, "Phạm Chi")
    speaking.appears(session, speaker)
    speaking.furnish(session, speaker, versions=1)
    release_programme(session.forum, note=None, by=None, now=NOW, write=True)
    return speaker.id


def _write_and_join(forum):
    """What organisers write; and of three of one name two are one person, the third is another."""
    a_page(forum)
    a_banner(forum, ends_wall=NOW.replace(tzinfo=None))
    wanted = {"seen": 0, "actor": "tests", "now": NOW}
    set_letter_text(forum, "registration.known", words("Chào {name}"), ["name"], **wanted)
    kept, gone, other = (a_person(forum, "Trần Bình", organisation="A") for _ in range(3))
    by = {"actor": "tests", "now": NOW}
    decided = Decision(values={}, stays=None, joins=True, seen=twins_of(forum, kept, gone).seen)
    merge(forum, kept, gone, decided, **by)
    tell_apart(kept, other, **by)
    wall = NOW.replace(tzinfo=None)
    add_hours(other, forum, wall, wall + timedelta(hours=1), **by)


def _let_in(forum, session):
    """Somebody signed in, with an app and recovery codes; somebody who is invited, and a host."""
    user = a_user()
    user.confirmed_at = NOW
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(NOW)
    second_step.add_code_maker(user, secret, code, keep=None, now=NOW)
    sign_ins.let_in(user, device="tests", now=NOW, whole=True)
    words_ = {"desk": "/en/", "lang": "en", "actor": "tests", "now": NOW}
    roles.give_role(forum, "invited@example.org", Role.DOOR, **words_)
    giving = Giving(by=user.id, page="/en/", lang="en", now=NOW)
    hosts.ROLE.give(session, "host-to-be@example.org", giving)
    claimed = a_person(forum, "Lê An", email=user.email, user_id=user.id)
    _do_to_many(forum, user)
    return {"user": user.id, "claimed": claimed.id}


def _do_to_many(forum, user):
    """Everybody had their link sent again; one of them was not worked on yet."""
    asked = Asked(press=str(uuid4()), verb=Verb.RESEND)
    ids = select(Delegate.id).where(Delegate.forum_id == forum.id)
    act = bulk.begin(forum, asked, ids, by_id=user.id, now=NOW)
    bulk.settle_next(act.id, now=NOW)


def _book(forum):
    zone = {"mode": "first_come", "price_minor": 0, "currency": "VND", "hold_minutes": 30}
    of = {"forum_id": forum.id}
    zone = _added(Zone(**of, code="A", name=words("Khu A"), **zone))
    booth = _added(Booth(**of, code="A1", zone_id=zone.id))
    hall = {**of, "hall_id": a_hall(forum).id}
    size = {"y_cm": 0, "width_cm": 300, "depth_cm": 300}
    cells = [_added(Cell(**hall, code=f"{n}", x_cm=300 * n, **size)) for n in (1, 2)]
    drawn = {"version": 1, "state": "published", "published_at": NOW, "marks": []}
    plan = _added(FloorPlan(**hall, width_cm=900, depth_cm=300, **drawn))
    for cell in cells:
        db.session.execute(plan_cells.insert().values(**of, plan_id=plan.id, cell_id=cell.id))
    for cell in cells:
        db.session.execute(booth_cells.insert().values(**of, booth_id=booth.id, cell_id=cell.id))
    contact = a_person(forum, "Trần Văn Bình")
    exhibitor = _added(Exhibitor(**of, slug="binh", name="Bình", contact_id=contact.id))
    state = {"state": "confirmed", "confirmed_at": NOW, "booked_at": NOW}
    price = {"price_minor": 0, "currency": "VND", "uuid": str(uuid4())}
    booking = Booking(**of, booth_id=booth.id, exhibitor_id=exhibitor.id, **price, **state)
    booking = _added(booking)
    for cell in cells:
        for day in (date(2030, 6, 1), date(2030, 6, 2)):
            _added(CellClaim(**of, cell_id=cell.id, day=day, booking_id=booking.id))
    waited = {"state": "accepted", "joined_at": NOW, "ended_at": NOW, "booking_id": booking.id}
    _added(BoothWaiting(**of, exhibitor_id=exhibitor.id, zone_id=zone.id, **waited))
    return {"booking": booking.id, "cell": cells[0].id, "plan": plan.id}


def _connect(forum, session):
    line = {"purpose": "meet", "transport": "web", "address": "https://example.org"}
    line |= {"sealed_secret": seal.sealed("meeting 42"), "audience": "crew"}
    return {"link": _added(Link(forum_id=forum.id, session_id=session.id, **line)).id}


def _join(forum, session):
    """Somebody at home opened a line of W1 at its gate."""
    delegate = db.session.query(Place).filter_by(way="online", session_id=session.id).first()
    line = {"purpose": "meet", "transport": "web", "address": "https://example.org/w1"}
    line |= {"audience": "delegates", "session_id": session.id, "forum_id": forum.id}
    link = _added(Link(**line))
    of = {"forum_id": forum.id, "session_id": session.id, "delegate_id": delegate.delegate_id}
    _added(GateEntry(**of, way="online", link_id=link.id, revision=1, entered_at=NOW))
    return {"gate_link": link.id}


def _take_part(forum, session):
    """Somebody is at the point of W1, which has a secret page; somebody is to coordinate it.

    W1 is to be interpreted into two languages.
    """
    point = db.session.query(Point).filter_by(forum_id=forum.id).one()
    by, user = {"actor": "tests", "now": NOW}, a_user()
    contact = contacts.add_contact(point, CONTACT | {"part": "coordinator"}, **by)
    giving = Giving(by=user.id, page="/en/", lang="en", now=NOW)
    coordinators.ROLE.invite(point, "point-to-be@example.org", giving)
    start_list(forum, **by)
    keys.renew_key(point, by=user.id, **by)
    deputy = CONTACT | {"name": "Trần Văn Dự", "email": "deputy-there@example.org"}
    contacts.add_contact(point, deputy, **by)
    how = pages.Sending(renews=False, by=user.id, **by)
    seen = page_seen(pages_of([point])[point.id], renews=False)
    pages.send_pages([point], {point.id: seen}, how)
    call = session.starts_wall - timedelta(minutes=30)
    wanted = [relays.Wanted(session, point, 0, {"role": "listen", "call_wall": call})]
    relays.set_parts(forum, wanted, by=user.id, now=NOW)
    relay = db.session.query(Relay).filter_by(forum_id=forum.id).one()
    wanted = dict.fromkeys(("first_day", "last_day"), forum.first_day)
    wanted |= {"from_time": time(8), "until_time": time(18), "minutes": 30, "position": 1}
    testing = slots.make_round(forum, "line", wanted | {"title": words("Đợt thử")}, **by)
    crew = slots.make_crew(forum, "A", {"name": words("Tổ A")}, **by)
    slot = slots.book(forum, testing, point, crew, session.starts_at, **by)
    reminders.pause(forum, Rule.TEST_2H, by=user.id, **by)
    reminders.remind(now=session.starts_at - timedelta(hours=12))
    for language in ("en", "vi"):
        _added(
            InterpretationChannel(
                forum_id=forum.id, session_id=session.id, language=language, kind="audio"
            )
        )
    return {"contact": contact.id, "relay": relay.id, "point": point.id, "slot": slot.id}


def _come_in(forum, delegate):
    """`seated` came through the entrance, then into P1; into E1 too, which was undone."""
    keys = shifts.new_keys()
    shift = shifts.open_shift(forum, "Room 1", keys, user_id=a_user().id, now=NOW)
    keeper = Keeper(user_id=None, shift_id=shift.id, organises=True, door=shift.door, at=NOW)
    shown, came = shown_at(forum, delegate.reference), {"keeper": keeper, "now": NOW}
    doors = [entrance_of(forum, "2030-06-01"), door_of(forum, "P1"), door_of(forum, "E1")]
    for door in doors:
        looked = entries.look(door, shown, nonce="a scan", because="tests", is_today=True, **came)
        answer = entries.let_in(looked, keeper)
    undone = entry_at(forum, answer.entry.id)
    entries.undo(forum, undone, reason="the wrong door", **came)
    return {"count": db.session.query(DoorCount).filter_by(inside=1).one().id}


def _added(row):
    db.session.add(row)
    db.session.flush()
    return row

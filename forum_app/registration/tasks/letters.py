"""What the letters about a registration say. Written as they leave, so they tell what is true."""

from collections.abc import Callable
from typing import Any

from ...db import db
from ...forums.models import Forum
from ...forums.services.openings import opened
from ...i18n import N_, say
from ...post.rules import Act, Block, Item, Letter, Line, Note, Text, Title
from ...programme.models import Way
from ...programme.queries import released_sessions
from ..models import Delegate, DelegateState
from ..services.decisions import UNCONFIRMED
from .arrivals import write_arrived, write_went_back
from .links import write_links
from .moved import write_moved
from .opening import Example
from .relocated import write_point_changed, write_relocated
from .writing import Writing


def _received(w: Writing, _facts: dict[str, Any]) -> Letter | None:
    name = w.delegate.person.name
    blocks = w.confirm_blocks() or [w.open_link(w.say(N_("See or change the registration")))]
    blocks += [*w.ticket_blocks(), *w.agenda_blocks(), *w.closing_blocks()]
    heading = w.say(N_("We have received the registration of %(name)s"), name=name)
    subject = w.say(N_("Registration %(reference)s received"), reference=w.delegate.reference)
    return w.letter(subject, heading, blocks, calendar=True) if w.delegate.is_live else None


def _known(w: Writing, _facts: dict[str, Any]) -> Letter | None:
    if not w.delegate.is_live:
        return None
    subject, tried = _known_said(w)
    blocks: list[Block] = [
        Text(tried),
        Text(w.say(N_("Nothing was changed. Change sessions, or withdraw, behind this link."))),
        *(w.confirm_blocks() or [w.open_link(w.say(N_("See or change the registration")))]),
        *w.ticket_blocks(),
        *w.agenda_blocks(),
    ]
    return w.letter(subject, subject, blocks, calendar=False)


def _known_said(w: Writing) -> tuple[str, str]:
    """(subject, sentence), to the person or to whoever registered them."""
    name, reference = w.delegate.person.name, w.delegate.reference
    if w.delegate.person.email is None:
        again = N_("Somebody, probably you, just tried to register %(name)s again.")
        subject = w.say(
            N_("%(name)s is registered already: %(reference)s"), name=name, reference=reference
        )
        return subject, w.say(again, name=name)
    again = N_("Somebody, probably you, just tried to register this address again.")
    subject = w.say(N_("You are registered already: %(reference)s"), reference=reference)
    return subject, w.say(again)


def _changed(w: Writing, _facts: dict[str, Any]) -> Letter | None:
    if not w.delegate.is_live:
        return None
    blocks = [
        Text(w.say(N_("This is what holds now; the attached calendar replaces the earlier one."))),
        w.open_link(w.say(N_("See or change the registration"))),
        *w.ticket_blocks(),
        *w.agenda_blocks(),
    ]
    subject = w.say(N_("Registration %(reference)s changed"), reference=w.delegate.reference)
    return w.letter(subject, subject, blocks, calendar=True)


def _promoted(w: Writing, facts: dict[str, Any]) -> Letter | None:
    session = w.session_promoted(facts)
    if session is None or not w.delegate.is_live:
        return None  # given back, or left, before the letter left
    blocks = [
        Text(w.say(N_("A seat came free and you were next: it is yours."))),
        Text(w.say(N_("If you cannot come, please give it back behind this link."))),
        w.open_link(w.say(N_("Keep the seat or give it back"))),
        *w.ticket_blocks(),
        *w.agenda_blocks(),
    ]
    subject = w.say(
        N_("A seat for you: %(code)s %(title)s"), code=session.code, title=session.title
    )
    return w.letter(subject, subject, blocks, calendar=True)


def _decided(w: Writing, _facts: dict[str, Any]) -> Letter | None:
    if w.delegate.state in (DelegateState.SUBMITTED, DelegateState.PENDING):
        return None  # the decision was taken back before its letter left
    if w.delegate.state is DelegateState.CONFIRMED:
        subject = w.say(N_("Registration %(reference)s confirmed"), reference=w.delegate.reference)
        link = w.open_link(w.say(N_("See or change the registration")))
        blocks = [link, *w.ticket_blocks(), *w.agenda_blocks()]
        return w.letter(subject, subject, blocks, calendar=True)
    subject, why = _end_said(w)
    again = Act(w.say(N_("Register again")), w.path("registration.show_form"))
    seats = w.say(N_("You may register again while seats are left."))
    return w.letter(subject, subject, [Text(why), Note(seats, again)], calendar=True)


def _end_said(w: Writing) -> tuple[str, str]:
    """(subject, sentence) for how the registration ended."""
    reason, reference = w.delegate.reason, w.delegate.reference
    if w.delegate.state is DelegateState.DECLINED:
        subject = w.say(N_("Registration %(reference)s declined"), reference=reference)
        return subject, w.say(N_("The organisers’ reason: %(reason)s"), reason=reason or "–")
    if reason == UNCONFIRMED:
        subject = w.say(N_("Registration %(reference)s lapsed"), reference=reference)
        late = N_("The address was not confirmed in time, so the places went to others.")
        return subject, w.say(late)
    subject = w.say(N_("Registration %(reference)s withdrawn"), reference=reference)
    return subject, w.say(
        N_("All places were given back, for whoever waits. Thank you for telling us.")
    )


def _receipt(facts: dict[str, Any], lang: str) -> Letter | None:
    """What somebody sent to register another, said back: of what we know, the sessions' titles."""
    forum = db.session.get(Forum, facts["forum_id"])
    if forum is None:
        return None
    goes = N_(
        "All mail about it goes to %(address)s: the person confirms there, and finds the link"
        " and the ticket there."
    )
    if not facts["to_confirm"]:
        goes = N_("All mail about it goes to %(address)s: link and ticket are there.")
    done = N_(
        "There is nothing more for you to do. If you sent nothing, please ignore this letter."
    )
    heading = say(lang, N_("We have received what you sent for %(name)s"), name=facts["name"])
    return Letter(
        sender=forum.short_name.said_in(lang),
        subject=heading,
        heading=heading,
        blocks=[
            Text(say(lang, goes, address=facts["address"])),
            Title(say(lang, N_("Sessions asked for"))),
            *_asked_for(forum, facts["sessions"], lang),
            Note(say(lang, done)),
        ],
        contact=forum.contact_email,
    )


def _asked_for(forum: Forum, sessions: list[dict[str, Any]], lang: str) -> list[Item]:
    """Each session with the way that was asked for; whether it was free is not said."""
    titles = {x.code: x.title.said_in(lang) for x in released_sessions(forum)}
    ways = {Way.HALL: N_("In the hall"), Way.POINT: N_("At a point"), Way.ONLINE: N_("Online")}
    items = []
    for asked in sessions:
        way = Way(asked["way"])
        line = Line(asked["point"] or "", say(lang, ways[way]))
        items.append(Item(way.value, f"{asked['code']} {titles.get(asked['code'], '')}", [line]))
    return items


def _writer(
    template: str, write: Callable[[Writing, dict[str, Any]], Letter | None]
) -> Callable[[dict[str, Any], str], Letter | None]:
    """Writes to a delegate, or, where the facts name a forum, the example that its desk shows."""

    def writer(facts: dict[str, Any], lang: str) -> Letter | None:
        if "delegate_id" not in facts:
            w: Writing = Example(db.session.get_one(Forum, facts["forum_id"]), lang)
        else:
            delegate = db.session.get(Delegate, facts["delegate_id"])
            if delegate is None:
                return None
            w = Writing(delegate, lang)
        letter = write(w, facts)
        return letter and opened(letter, template, w.forum, w.named(facts), facts, lang)

    return writer


def _receipt_opened(facts: dict[str, Any], lang: str) -> Letter | None:
    letter, forum = _receipt(facts, lang), db.session.get(Forum, facts["forum_id"])
    if letter is None or forum is None:
        return None
    named = {"name": facts["name"], "forum": forum.short_name.said_in(lang)}
    return opened(letter, "registration.receipt", forum, named, facts, lang)


WRITERS = {
    "registration.receipt": _receipt_opened,
    "registration.link": write_links,
    "registration.moved": write_moved,
    "registration.arrived": write_arrived,
    "registration.went_back": write_went_back,
} | {
    template: _writer(template, write)
    for template, write in (
        ("registration.received", _received),
        ("registration.known", _known),
        ("registration.changed", _changed),
        ("registration.promoted", _promoted),
        ("registration.decided", _decided),
        ("registration.relocated", write_relocated),
        ("registration.point_changed", write_point_changed),
    )
}

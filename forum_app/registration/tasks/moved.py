"""The letter to whom a release moved: what of theirs, when it is now, and what clashes."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from ... import clock
from ...clock import Moment
from ...db import db
from ...forums.models import Forum, Person
from ...forums.queries import points_of
from ...forums.services.openings import opened
from ...i18n import N_, Words
from ...post.rules import Act, Attachment, Block, Item, Letter, Line, Note, Text, Title
from ...programme.models import SpeakerPage, Way
from ...programme.queries.speakers import page_of_person
from ...programme.rules.changelog import What
from ...programme.rules.changelog_words import Sentence
from ...programme.rules.frozen_people import Span, people_of, talk_spans_of
from ..feeds import speaking_calendar, spoken_in_agenda
from ..models import Delegate
from ..rules import Slot
from ..rules.moves import Move, move_in
from .opening import Example, example_moves
from .writing import Writing, addressed

TEMPLATE = "registration.moved"
NAMED = 4  # sessions in the subject


def write_moved(facts: dict[str, Any], lang: str) -> Letter | None:
    """To a delegate, a speaker, or, where the facts name nobody, an example for the desk.

    facts: forum_id, number of the release, moves as `Move.as_facts`, person (UUID), person_id,
    and delegate_id where they are registered. None where nothing of it is theirs any more.
    """
    forum = db.session.get_one(Forum, facts["forum_id"])
    w = _writing(forum, facts, lang)
    moves = _still_theirs(w, facts) if "moves" in facts else example_moves(forum)
    if not moves:
        return None
    telling = _Telling(w, moves, facts)
    return opened(telling.letter(), TEMPLATE, forum, telling.named, facts, lang)


def _writing(forum: Forum, facts: Mapping[str, Any], lang: str) -> Writing:
    """Of their registration while it is live; without one it opens nothing."""
    delegate = None
    if "delegate_id" in facts:
        delegate = db.session.get(Delegate, facts["delegate_id"])
    if delegate is not None and delegate.is_live:
        return Writing(delegate, lang)
    return Example(forum, lang)


def _still_theirs(w: Writing, facts: Mapping[str, Any]) -> list[Move]:
    """Without places that they gave back before the letter left."""
    held = {attended.session.code for attended in w.agenda}
    found = [move_in(one, facts.get("person", "")) for one in facts["moves"]]
    if "person_id" not in facts:
        return [move for move in found if move]
    return [
        move
        for move in found
        if move and (move.speaks or move.change.code in held or What.GONE in move.change.whats)
    ]


class _Telling:
    def __init__(self, w: Writing, moves: Sequence[Move], facts: Mapping[str, Any]) -> None:
        self.w, self.moves, self.facts = w, moves, facts
        self.you = str(facts.get("person", ""))
        self.is_real = "person_id" in facts
        self.is_registered = not isinstance(w, Example)
        # what they have now: a seat may have come since
        self.placed = {one.session.code: one.place for one in w.agenda if one.place}
        self.points = {point.code: point for point in points_of(w.forum)}
        self.names = {code: point.name for code, point in self.points.items()}
        self.person = db.session.get(Person, facts["person_id"]) if self.is_real else None
        self.name = self.person.name if self.person else w.delegate.person.name
        self.named = {"name": self.name, "forum": w.forum.short_name.said_in(w.lang)}

    def letter(self) -> Letter:
        w = self.w
        codes = [move.change.code for move in self.moves]
        shown = ", ".join(codes[:NAMED]) + ("…" if len(codes) > NAMED else "")
        subject = w.say(N_("Changed for you: %(codes)s"), codes=shown)
        return Letter(
            sender=w.forum.short_name.said_in(w.lang),
            subject=subject if self._is_theirs() else addressed(self.name, subject),
            heading=addressed(self.name, subject),
            blocks=self._blocks(),
            attachments=self._attachments() if self.is_real else [],
            contact=w.forum.contact_email,
        )

    def _is_theirs(self) -> bool:
        """Whether it goes to whom it is about, not to whoever registered them."""
        return self.person is None or self.person.email is not None

    def _blocks(self) -> list[Block]:
        changed = N_("The programme of %(forum)s has changed. This is what it moves for you.")
        forum = self.w.forum.short_name
        blocks: list[Block] = [Text(self.w.say(changed, forum=forum))]
        if note := self.facts.get("note"):
            words = Words(note).said_in(self.w.lang)
            blocks.append(Text(self.w.say(N_("The organisers say: %(note)s"), note=words)))
        blocks += [self._item(move) for move in self.moves]
        blocks += self._overlaps()
        blocks.append(self._act())
        return [*blocks, *self._notes()]

    def _item(self, move: Move) -> Item:
        change, lang = move.change, self.w.lang
        title = f"{change.code} {change.title.said_in(lang)}"
        sentence = Sentence(change, self.w.forum.zone, self.you, self.names).said_in(lang)
        lines = [Line(f"{sentence[:1].upper()}{sentence[1:]}.")]
        if change.after is not None and not change.after["cancelled"]:
            lines += self._now(move) if self._is_in(move) else []
        else:
            lines.append(Line(self._hours(move), self.w.say(N_("As it was planned"))))
        standing = move.standing
        sign = "wait" if standing and standing.waits else standing.way if standing else "hall"
        return Item(sign, title, lines)

    def _is_in(self, move: Move) -> bool:
        """Whether it is still theirs: who appears in it no more needs no time of it."""
        return move.standing is not None or self.you in people_of(move.change.shown)

    def _now(self, move: Move) -> list[Line]:
        """When it is at the venue and where they are, and where that is."""
        w, span, zone = self.w, Span.of(move.change.shown), self.w.forum.zone
        lines = [Line(self._hours(move), w.say(N_("When")))]
        way, point = self._where_from(move)
        there = self.points.get(point or "")
        clocks = there.zone if there else self._zone_online(move, way)
        if clocks and not _same_clocks(span, clocks, zone):
            local = Moment(span.starts, clocks).said_in(w.lang)
            lines.append(Line(local, w.say(N_("Local time there"))))
        lines += self._talks(move, clocks or zone)
        hall = Words(move.change.shown["hall"]["name"]).said_in(w.lang)
        where = {
            Way.HALL: (f"{hall}, {w.forum.venue.said_in(w.lang)}", N_("In the hall")),
            Way.POINT: (
                f"{there.name.said_in(w.lang)} ({point})" if there else "",
                N_("At a point"),
            ),
            Way.ONLINE: (w.say(N_("Online")), N_("How you attend")),
        }
        if way is not None:
            text, label = where[way]
            lines.append(Line(text, w.say(label)))
        if move.standing and (place := self.placed.get(move.change.code)):
            lines += w.undecided(place)
        if move.standing and move.standing.waits and move.change.code not in self.placed:
            lines.append(Line(w.say(N_("You keep your turn.")), w.say(N_("On the waiting list"))))
        return lines

    def _talks(self, move: Move, clocks: str) -> list[Line]:
        """When they speak within the session, by the clocks at the venue and by those there."""
        w, shown, zone = self.w, move.change.shown, self.w.forum.zone
        person = people_of(shown).get(self.you)
        lines = []
        for span in talk_spans_of(shown, person) if move.speaks and person else ():
            said = clock.hours_said(span.starts, span.ends, zone)
            if not _same_clocks(span, clocks, zone):
                there = clock.hours_said(span.starts, span.ends, clocks)
                offset = clock.offset_said(span.starts, clocks)
                said = f"{said} ({w.forum.city.said_in(w.lang)}), {there} ({offset})"
            elif What.TALK_TIME in move.change.whats:
                continue  # said already
            lines.append(Line(said, w.say(N_("Your talk"))))
        return lines

    def _zone_online(self, move: Move, way: Way | None) -> str | None:
        """Where they will be, as they said it themselves, while they speak online."""
        page = self._page() if self.is_real and move.speaks and way is Way.ONLINE else None
        return page.zone if page else None

    def _hours(self, move: Move) -> str:
        """By the clocks at the venue; of what is cancelled, as it was before."""
        change, forum, lang = move.change, self.w.forum, self.w.lang
        is_off = change.before is not None and change.shown["cancelled"]
        span = Span.of(change.before if is_off and change.before else change.shown)
        hours = clock.day_and_hours_said(span.starts, span.ends, forum.zone, lang)
        return f"{hours} ({forum.city.said_in(lang)}, {clock.offset_said(span.starts, forum.zone)})"

    def _where_from(self, move: Move) -> tuple[Way | None, str | None]:
        if move.standing:
            return Way(move.standing.way), move.standing.point
        person = people_of(move.change.shown).get(self.you)
        way, point = person.origins[0] if person else (None, None)
        return (Way(way) if way else None), point

    def _overlaps(self) -> list[Block]:
        """What can no longer be attended both, since one of them moved; and what to do."""
        spoken = {move.change.code for move in self.moves if move.speaks}
        pairs = [
            (one, other)
            for one, other in _overlapping(self.w, self.moves)
            if not {one.code, other.code} <= spoken  # judged before the release, by their talks
        ]
        if not pairs:
            return []
        both = N_("%(one)s and %(other)s are at the same time now.")
        told = [Text(self.w.say(both, one=one, other=other)) for one, other in pairs]
        title = N_("At the same time now")
        keep = N_("Please keep the one that you want to attend: the seat of the other is freed.")
        gives = N_(
            "You appear in %(codes)s: please give the other place back, or answer this letter."
        )
        named = {slot.code for pair in pairs for slot in pair}
        act = self.w.say(keep)
        if mine := sorted(spoken & named):
            codes = ", ".join(mine)
            act = self.w.say(gives, codes=codes)
        return [Title(self.w.say(title)), *told, Text(act)]

    def _act(self) -> Act:
        if self._is_speaker_alone():
            see = self.w.say(N_("See your part in the programme"))
            return Act(see, self.w.path("programme.open_own_speaker"))
        if not self.is_registered and self.is_real:
            return Act(self.w.say(N_("See the programme")), self.w.path("programme.show_schedule"))
        return self.w.open_link(self.w.say(N_("See or change your sessions")))

    def _notes(self) -> list[Block]:
        replaced = N_(
            "The attached calendar replaces the earlier one: what moved is moved, what is "
            "cancelled is taken out."
        )
        notes: list[Block] = [Note(self.w.say(replaced))]
        if self._is_speaker_alone():
            signs_in = N_(
                "Your own page opens once you sign in with the address that this letter went to; "
                "without a password a link is mailed to you."
            )
            notes.append(Note(self.w.say(signs_in)))
        return notes

    def _is_speaker_alone(self) -> bool:
        """Somebody without a live registration, who has a page of their own as a speaker."""
        return self.is_real and not self.is_registered and self._page() is not None

    def _attachments(self) -> list[Attachment]:
        spoken = [move for move in self.moves if move.speaks]
        files = []
        if self.is_registered:
            files.append(self.w.calendar())
            there = spoken_in_agenda(self.w.forum, self.w.delegate, now=clock.now())
            spoken = [move for move in spoken if move.change.uuid not in there]
        if spoken:
            content = speaking_calendar(
                *(self.w.forum, self.you, spoken, self.w.lang),
                number=self._sequence(),
                points=self.points,
                now=clock.now(),
            )
            files.append(calendar_file("speaking.ics", content))
        return files

    def _sequence(self) -> int:
        """As the calendar that the speaker subscribed to counts: the events are the same."""
        page = self._page()
        return int(self.facts["number"]) + (page.changes if page else 0)

    def _page(self) -> SpeakerPage | None:
        return page_of_person(db.session.get_one(Person, self.facts["person_id"]))


def _same_clocks(span: Span, one: str, other: str) -> bool:
    return clock.offset_said(span.starts, one) == clock.offset_said(span.starts, other)


def calendar_file(name: str, content: bytes) -> Attachment:
    return Attachment(name, content, "text/calendar", {"method": "PUBLISH", "charset": "utf-8"})


def _overlapping(w: Writing, moves: Sequence[Move]) -> list[tuple[Slot, Slot]]:
    """Pairs of what they attend or speak in, one of each moved."""
    slots = {a.session.code: Slot.of(a.session) for a in w.agenda if a.place and a.session}
    cancelled = {a.session.code for a in w.agenda if a.session.cancelled}
    for move in moves:
        after = move.change.after
        waits = move.standing is not None and move.standing.waits
        if after is not None and not after["cancelled"] and (move.speaks or not waits):
            span = Span.of(after)
            slots[move.change.code] = Slot(
                code=move.change.code,
                title=move.change.title,
                starts_at=span.starts,
                ends_at=span.ends,
            )
    moved = {move.change.code for move in moves}
    held = [slot for code, slot in sorted(slots.items()) if code not in cancelled]
    return [
        (one, other)
        for one, other in combinations(held, 2)
        if one.overlaps(other) and {one.code, other.code} & moved
    ]

"""The draft as a whole: its version, and the sessions that lie in its tray."""

import pytest

from forum_app.announce import PersonsMerged, say
from forum_app.bench.pages import statements
from forum_app.db import db
from forum_app.models import SpeakerPage
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import (
    clashes_of,
    draft_of,
    draft_version,
    is_shown_so,
    released_sessions,
)
from forum_app.programme.rules.changes import Clashing, DraftChanged
from forum_app.programme.rules.drafts import draft_topic
from forum_app.programme.services.draft_versions import hold_draft
from forum_app.programme.services.drafts import edit_session
from forum_app.programme.services.hosts import edit_texts
from forum_app.programme.services.orders import put_in_order
from forum_app.programme.services.releases import freeze, prepare, release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.programme.services.speaking import (
    OF_A_PAGE,
    edit_page,
    page_for,
    renew_addresses,
)

from ..builders import NOW, a_forum, a_hall, a_person, a_session, words


def released(forum):
    return release_programme(forum, note=None, by=None, now=NOW)


def codes_of(forum):
    return [(x.code, x.sessions) for x in clashes_of(forum).all()]


def test_whatever_is_planned_counts_the_version_of_the_draft_up(room):
    forum = a_forum()
    session, hall = a_session(forum), a_hall(forum)
    seen = [draft_version(forum)]

    for row, name, value in (
        (session, "title", words("Khác")),
        (hall, "seats", 7),
        (forum, "changeover_minutes", 5),
    ):
        setattr(row, name, value)
        db.session.flush()
        seen.append(draft_version(forum))

    assert seen == sorted(set(seen))


def test_what_people_do_and_what_another_forum_plans_leave_the_version_as_it_is(room):
    forum, other = a_forum(), a_forum()
    session = a_session(forum)
    before = draft_version(forum)

    a_session(other)
    a_person(forum)
    session.title = words(**session.title.by_lang)
    db.session.flush()

    assert draft_version(forum) == before


def test_whoever_holds_a_draft_learns_its_version(room):
    forum = a_forum()
    a_session(forum)

    assert hold_draft(forum) == draft_version(forum) > 0


def test_who_watches_a_draft_is_told_when_it_changed(room):
    forum = a_forum()
    db.session.commit()

    a_session(forum)
    db.session.commit()

    assert draft_topic(forum.id) in db.session().info["changed"]


def test_a_session_in_the_tray_clashes_with_nobody_and_is_in_no_release(room):
    forum = a_forum()
    one, other = a_session(forum, code="A"), a_session(forum, code="B")
    one.hall_id = other.hall_id
    other.unscheduled_at = NOW

    found = codes_of(forum)
    release = released(forum)

    assert found == []
    assert [x.code for x in released_sessions(forum)] == ["A"]
    assert [x["code"] for x in release.frozen["sessions"]] == ["A"]


def test_what_people_see_is_not_taken_from_them_by_lying_in_the_tray(room):
    forum = a_forum()
    session = a_session(forum, code="A")
    released(forum)
    session.unscheduled_at = NOW

    found = codes_of(forum)
    with pytest.raises(Clashing):
        released(forum)
    session.cancelled_at = NOW

    assert (found, codes_of(forum)) == ([("session_unplaced", ("A",))], [])


def test_nothing_comes_after_what_is_in_the_tray(room):
    forum = a_forum()
    later, earlier = a_session(forum, code="A"), a_session(forum, code="B")
    put_in_order(later, ["B"])
    earlier.unscheduled_at = NOW

    assert codes_of(forum) == [("prerequisite_unplaced", ("A", "B"))]


def test_what_is_in_the_tray_waits_for_no_release(room):
    forum = a_forum()
    a_session(forum, code="A")
    a_session(forum, code="B").unscheduled_at = NOW
    released(forum)
    shown = {x.session_id: x for x in released_sessions(forum)}

    assert all(is_shown_so(x, shown.get(x.id)) for x in draft_of(forum))


@pytest.mark.parametrize("what", ["session", "texts", "order", "page", "address"])
def test_whoever_changes_a_session_or_a_page_holds_the_draft_before_any_other_row(room, what):
    forum = a_forum()
    session, other = (a_session(forum, code=code) for code in ("A", "B"))
    person = a_person(session.forum)
    page = page_for(person, now=NOW)
    names = ("kind", "title", "abstract", "practical", "languages", "hall_id")
    names = (*names, "starts_wall", "ends_wall")
    wanted = {name: getattr(session, name) for name in names} | {"practical": words("Khác")}
    said = {name: getattr(page, name) for name in OF_A_PAGE} | {"contact": "+84 1"}
    by = {"actor": "tests", "now": NOW}
    act = {
        "session": lambda: edit_session(session, wanted, is_cancelled=False, seen=1, **by),
        "texts": lambda: edit_texts(session, wanted, seen=1, **by),
        "order": lambda: put_in_order(other, ["A"]),
        "page": lambda: edit_page(page, said, None, seen=1, **by),
        "address": lambda: renew_addresses(page, **by),
    }[what]

    with statements() as sent:
        act()

    locking = [x for x in sent if x.startswith(("INSERT", "UPDATE", "DELETE")) or " FOR " in x]
    assert locking[0].startswith("INSERT INTO drafts"), locking[0]
    assert len(locking) > 1


def test_a_release_made_ready_before_two_persons_were_found_to_be_one_is_not_frozen(room):
    forum = a_forum()
    session, kept, gone = a_session(forum), a_person(forum), a_person(forum)
    public = {"documented": False, "from_documented": False}
    let_appear(gone, session, AppearanceRole.SPEAKER, Way.HALL, now=NOW, **public)
    db.session.query(SpeakerPage).delete()  # a row that is flushed counts by itself
    ready = prepare(forum)

    both = {"forum_id": forum.id, "kept_id": kept.id, "gone_id": gone.id}
    say(PersonsMerged(at=NOW, actor="tests", **both))

    with pytest.raises(DraftChanged):
        freeze(forum, ready, note=None, by=None, now=NOW, write=False)

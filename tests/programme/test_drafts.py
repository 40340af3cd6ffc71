"""The draft as a whole: its version, and the sessions that lie in its tray."""

import pytest

from forum_app.db import db
from forum_app.programme.queries import (
    clashes_of,
    draft_of,
    draft_version,
    is_shown_so,
    released_sessions,
)
from forum_app.programme.rules.changes import Clashing
from forum_app.programme.rules.drafts import draft_topic
from forum_app.programme.services.draft_versions import hold_draft
from forum_app.programme.services.orders import put_in_order
from forum_app.programme.services.releases import release_programme

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

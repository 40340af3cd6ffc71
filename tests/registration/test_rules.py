from datetime import UTC, datetime

import pytest

from forum_app.i18n import Words
from forum_app.programme.models import Way
from forum_app.registration import rules
from forum_app.registration.rules import Choice, Slot

NOON = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
BEFORE = datetime(2030, 5, 1, 11, 59, 59, tzinfo=UTC)
AFTER = datetime(2030, 5, 1, 12, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opens", "closes", "now", "refusal"),
    [
        (None, None, NOON, None),
        (NOON, None, BEFORE, rules.RegistrationNotOpen),
        (NOON, None, NOON, None),  # the opening instant is open
        (None, NOON, BEFORE, None),
        (None, NOON, NOON, rules.RegistrationClosed),  # the closing instant is closed
        (None, NOON, AFTER, rules.RegistrationClosed),
    ],
)
def test_registration_opens_and_closes_by_its_own_times_alone(opens, closes, now, refusal):
    def ask():
        rules.check_open(opens_at=opens, closes_at=closes, zone="Asia/Ho_Chi_Minh", now=now)

    if refusal is None:
        ask()
    else:
        with pytest.raises(refusal):
            ask()


def test_who_comes_too_early_is_told_when_to_come_back_on_which_clock():
    with pytest.raises(rules.RegistrationNotOpen) as told:
        rules.check_open(opens_at=NOON, closes_at=None, zone="Asia/Ho_Chi_Minh", now=BEFORE)

    assert "19:00 Wednesday, 1 May 2030 (UTC+7)" in told.value.said_in("en")


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        ([], rules.NothingChosen),
        ([("W1", Way.HALL, None)], None),
        ([("W1", Way.HALL, None), ("W1", Way.ONLINE, None)], rules.ChosenTwice),
        ([("W1", Way.POINT, None)], rules.PointMissing),
        ([("W1", Way.POINT, "SIN")], None),
    ],
)
def test_each_session_is_chosen_once_and_a_point_named_where_one_is_needed(choices, refusal):
    asked = [Choice(session=code, way=way, point=point) for code, way, point in choices]

    if refusal is None:
        rules.check_choices(asked)
    else:
        with pytest.raises(refusal):
            rules.check_choices(asked)


def slot(code, starts, ends):
    day = NOON.replace(hour=0)
    return Slot(
        code=code,
        title=Words({"en": f"Session {code}"}),
        starts_at=day.replace(hour=starts),
        ends_at=day.replace(hour=ends),
    )


@pytest.mark.parametrize(
    ("other", "clash"),
    [((6, 8), False), ((7, 9), True), ((8, 10), True), ((9, 10), True), ((11, 12), False)],
)
def test_sessions_overlap_unless_one_begins_as_the_other_ends(other, clash):
    both = [slot("W2", *other), slot("W1", 8, 11)]

    assert {both[0].overlaps(both[1]), both[1].overlaps(both[0])} == {clash}
    if clash:
        with pytest.raises(rules.SessionsOverlap):
            rules.check_overlaps(both)
    else:
        rules.check_overlaps(both)


def test_an_overlap_is_refused_with_both_names():
    with pytest.raises(rules.SessionsOverlap) as told:
        rules.check_overlaps([slot("W2", 8, 11), slot("W1", 8, 11)])

    assert "“W1 Session W1” and “W2 Session W2”" in told.value.said_in("en")

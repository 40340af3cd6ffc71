"""What holds for every programme: over zones, midnights and changes of the clocks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum_app.clock import Skipped, instant_of
from forum_app.programme.rules.clash_index import Clashes, clashes_in
from forum_app.programme.rules.planned import Span, merged

from .plans import MIDNIGHT, a_plan, a_planned, planned, speaks

ZONES = (
    "Asia/Ho_Chi_Minh",
    "Asia/Yangon",  # half hours
    "Asia/Kathmandu",  # quarters
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # a day was left out
    "Africa/Casablanca",
)
# Within a day of a change of the clocks somewhere, a midnight or the end of a year.
CHANGES = [
    datetime(2020, 10, 25, 1, tzinfo=UTC),  # Europe, an hour twice
    datetime(2021, 3, 28, 1, tzinfo=UTC),  # Europe, an hour skipped
    datetime(2020, 11, 1, 6, tzinfo=UTC),  # New York
    datetime(2020, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia
    datetime(2020, 12, 31, 17, tzinfo=UTC),  # midnight in Hà Nội
]
AROUND = 2 * 24 * 60  # minutes
ONCE = settings(deadline=None, derandomize=True, database=None, max_examples=300)


@st.composite
def walls(draw):
    """An instant near a change, as clocks of some zone show it."""
    instant = draw(st.sampled_from(CHANGES)) + timedelta(minutes=draw(st.integers(0, AROUND)))
    return instant.astimezone(ZoneInfo(draw(st.sampled_from(ZONES))))


@st.composite
def spans(draw):
    """Some minutes from such an instant, its end in a zone of its own."""
    starts = draw(walls())
    ends = starts.astimezone(UTC) + timedelta(minutes=draw(st.integers(1, 900)))
    return Span(starts, ends.astimezone(ZoneInfo(draw(st.sampled_from(ZONES)))))


def minutes_of(span):
    first = int(span.starts.timestamp()) // 60
    return set(range(first, int(span.ends.timestamp()) // 60))


WALL = MIDNIGHT.replace(tzinfo=None)
LONDON = ZoneInfo("Europe/London")


@ONCE
@given(spans(), spans())
@example(  # by its walls the second would end as it begins, and begin before the first ends
    Span(
        datetime(2020, 10, 25, 0, 30, tzinfo=LONDON), datetime(2020, 10, 25, 1, 30, tzinfo=LONDON)
    ),
    Span(
        datetime(2020, 10, 25, 1, 15, tzinfo=LONDON, fold=1),
        datetime(2020, 10, 25, 2, 0, tzinfo=LONDON),
    ),
)
def test_two_spans_overlap_where_they_share_a_minute(one, other):
    shared = bool(minutes_of(one) & minutes_of(other))

    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared
    assert one.overlaps(one)


@ONCE
@given(spans(), st.integers(1, 600))
def test_what_begins_as_the_other_ends_does_not_overlap(one, minutes):
    next_one = Span(one.ends, one.ends + timedelta(minutes=minutes))

    assert not one.overlaps(next_one)
    assert one.is_near(next_one, timedelta(minutes=1))
    assert not one.is_near(next_one, timedelta())


@ONCE
@given(st.lists(spans(), max_size=6))
def test_merged_hours_hold_the_same_minutes_and_never_touch(some):
    found = merged(tuple(some))

    held = [minutes_of(x) for x in some]
    assert set().union(*held) == set().union(*(minutes_of(x) for x in found))
    assert all(x.ends < y.starts for x, y in pairwise(found))


@ONCE
@given(st.sampled_from(CHANGES), st.integers(-AROUND, AROUND), st.sampled_from(ZONES))
def test_a_time_that_clocks_skip_is_refused_and_every_other_is_found_again(near, minutes, zone):
    wall = near.replace(tzinfo=None) + timedelta(minutes=minutes)

    try:
        instants = {instant_of(wall, zone, fold) for fold in (0, 1)}
    except Skipped:
        return
    assert all(x.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall for x in instants)


@pytest.mark.parametrize(
    ("wall", "zone"),
    [("2021-03-28 01:30", "Europe/London"), ("2011-12-30 12:00", "Pacific/Apia")],
)
def test_skipped_times_are_among_them(wall, zone):
    with pytest.raises(Skipped):
        instant_of(datetime.fromisoformat(wall), zone)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (WALL, WALL + timedelta(hours=1)),  # nobody knows whose
        (MIDNIGHT, MIDNIGHT),
        (MIDNIGHT + timedelta(hours=1), MIDNIGHT),
    ],
)
def test_a_span_has_a_zone_and_some_length(starts, ends):
    with pytest.raises(ValueError, match="span"):
        Span(starts, ends)


HALLS, PEOPLE = ("H1", "H2"), ("Ánh", "Bình", "Kei")
CODES = ("A", "B", "C", "D", "E")


@st.composite
def sessions(draw, code=None):
    starts = MIDNIGHT + timedelta(minutes=draw(st.integers(-2, 40)) * 30)
    ends = starts + timedelta(minutes=draw(st.sampled_from((30, 60, 120, 24 * 60, 12 * 24 * 60))))
    ways = draw(st.lists(st.sampled_from(("hall", "online", "point")), max_size=2))
    who = [speaks(draw(st.sampled_from(PEOPLE)), x, "X" if x == "point" else None) for x in ways]
    said = st.sets(st.sampled_from(("vi", "en", "ja")), max_size=2)
    keys = sorted(draw(st.sets(st.sampled_from(("en.audio", "ja.audio", "vi.sign")), max_size=2)))
    relay = f"{keys[0]}<{keys[1]}" if len(keys) > 1 and draw(st.booleans()) else None
    if keys and draw(st.booleans()):
        who.append(speaks(draw(st.sampled_from(PEOPLE)), channel=keys[-1]))
    return a_planned(
        code or draw(st.sampled_from(CODES)),
        (starts, ends),
        hall=draw(st.sampled_from(HALLS)),
        kind=draw(st.sampled_from(("workshop", "plenary", "break"))),
        appearances=tuple(who),
        after=tuple(draw(st.sets(st.sampled_from((*CODES, "gone")), max_size=2))),
        cancelled=draw(st.integers(0, 5)) == 0,
        languages=tuple(sorted(draw(said))),
        spoken=tuple(sorted(draw(said))),
        channels=planned(*([relay, *keys[1:]] if relay else keys)),
    )


@ONCE
@given(
    st.tuples(*(sessions(code=code) for code in CODES)),
    st.lists(sessions(), max_size=6),
    st.sampled_from((0, 45)),
)
def test_after_any_moves_the_clashes_are_those_of_the_programme_looked_at_afresh(
    before, moves, changeover
):
    points = {"points": {"X": "Asia/Tokyo"}, "speaking": {"X": ("ja",)}}
    plan = a_plan(*before, **points, changeover_minutes=changeover)
    index, there = Clashes(plan), {x.code: x for x in before}

    for session in moves:
        told = index.move(session)
        assert told == index.of(session.code)
        there[session.code] = session

    afresh = clashes_in(replace(plan, sessions=tuple(there.values())))
    assert set(index.all()) == set(afresh)
    assert all(set(index.of(x)) == {y for y in afresh if x in y.sessions} for x in CODES)


@ONCE
@given(sessions(code="A"), sessions(code="B"))
def test_whoever_is_named_first_two_sessions_clash_alike(one, other):
    both = clashes_in(a_plan(one, other)), clashes_in(a_plan(other, one))

    assert both[0] == both[1]

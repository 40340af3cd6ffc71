"""Whom the gate lets in, and to which line."""

from datetime import UTC, datetime, timedelta

import pytest

from forum_app.broadcast.rules.kinds import Audience, Purpose
from forum_app.broadcast.rules.windows import Window, window_of
from forum_app.programme.rules.ways import Way
from forum_app.registration.rules import gate
from forum_app.registration.rules.gate import Entrant, Line, Stage, check_admitted, way_in

STARTS = datetime(2030, 6, 1, 2, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
SESSION = (STARTS, ENDS)
HERE, ELSEWHERE = 7, 8  # points
ONLINE = Entrant(state="confirmed", way=Way.ONLINE)
IN_HALL = Entrant(state="confirmed", way=Way.HALL)
AT_POINT = Entrant(state="confirmed", way=Way.POINT, point_id=HERE)
SPEAKER = Entrant(state=None, speaks_from=Way.ONLINE)
SPEAKER_AT_POINT = Entrant(state=None, speaks_from=Way.POINT, speaks_at=HERE)
SPEAKER_IN_HALL = Entrant(state=None, speaks_from=Way.HALL)


def minutes(n):
    return timedelta(minutes=n)


def a_line(id=1, purpose="meet", audience="delegates", *, point=None, priority=1, own=(None, None)):
    return Line(
        id=id,
        purpose=Purpose(purpose),
        audience=Audience(audience),
        point_id=point,
        is_of_session=True,
        priority=priority,
        window=window_of(Purpose(purpose), own, SESSION),
    )


@pytest.mark.parametrize(
    ("entrant", "cancelled", "why"),
    [
        (ONLINE, False, None),
        (IN_HALL, False, None),
        (ONLINE, True, gate.SessionCancelled),
        (SPEAKER, True, gate.SessionCancelled),
        (SPEAKER, False, None),
        (Entrant(state=None), False, gate.NotRegistered),
        (Entrant(state="submitted", way=Way.ONLINE), False, gate.AddressUnconfirmed),
        (Entrant(state="pending", way=Way.ONLINE), False, gate.StillPending),
        (Entrant(state="confirmed", way=Way.POINT, is_undecided=True), False, gate.PointDecides),
        (Entrant(state="confirmed", way=Way.POINT, lost_point="SIN"), False, gate.PointOut),
        (Entrant(state="declined"), False, gate.RegistrationOver),
        (Entrant(state="withdrawn"), False, gate.RegistrationOver),
        (Entrant(state="confirmed", is_waiting=True), False, gate.StillInLine),
        (Entrant(state="confirmed"), False, gate.NoPlaceHere),
    ],
)
def test_who_is_not_admitted_is_told_why(entrant, cancelled, why):
    if why is None:
        check_admitted(entrant, cancelled=cancelled)
    else:
        with pytest.raises(why):
            check_admitted(entrant, cancelled=cancelled)


@pytest.mark.parametrize(
    ("purpose", "opens", "closes"),
    [
        ("meet", STARTS - minutes(15), ENDS + minutes(30)),
        ("green_room", STARTS - minutes(30), ENDS + minutes(30)),
        ("recording", ENDS, None),
    ],
)
def test_a_window_is_told_by_the_session_unless_it_is_set(purpose, opens, closes):
    own = (STARTS - minutes(90), ENDS + minutes(90))

    assert window_of(Purpose(purpose), (None, None), SESSION) == Window(opens, closes)
    assert window_of(Purpose(purpose), own, SESSION) == Window(*own)


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (STARTS - minutes(15) - timedelta(seconds=1), Stage.BEFORE),
        (STARTS - minutes(15), Stage.OPEN),
        (ENDS + minutes(30) - timedelta(seconds=1), Stage.OPEN),
        (ENDS + minutes(30), Stage.AFTER),
    ],
)
def test_a_line_is_open_in_its_window_alone(at, stage):
    assert way_in([a_line()], ONLINE, SESSION, at).stage is stage


MINE = [  # who, a line, whether it is theirs
    (ONLINE, a_line(), True),
    (ONLINE, a_line(audience="crew"), False),
    (ONLINE, a_line(audience="speakers"), False),
    (ONLINE, a_line(audience="point"), False),
    (ONLINE, a_line(point=HERE), False),
    (ONLINE, a_line(purpose="green_room", audience="speakers"), False),
    (ONLINE, a_line(purpose="green_room", audience="delegates"), False),
    (ONLINE, a_line(purpose="contribute"), False),
    (ONLINE, a_line(purpose="return"), False),
    (ONLINE, a_line(purpose="phone"), True),
    (IN_HALL, a_line(), False),
    (IN_HALL, a_line(purpose="recording"), True),
    (AT_POINT, a_line(), False),
    (AT_POINT, a_line(purpose="watch", audience="point"), True),
    (AT_POINT, a_line(purpose="watch", audience="point", point=HERE), True),
    (AT_POINT, a_line(purpose="watch", audience="point", point=ELSEWHERE), False),
    (AT_POINT, a_line(purpose="recording"), True),
    (SPEAKER, a_line(), False),
    (SPEAKER, a_line(purpose="green_room", audience="speakers"), True),
    (SPEAKER, a_line(audience="speakers", point=HERE), False),
    (SPEAKER_AT_POINT, a_line(audience="speakers", point=HERE), True),
    (SPEAKER_AT_POINT, a_line(audience="speakers", point=ELSEWHERE), False),
    (SPEAKER_IN_HALL, a_line(purpose="green_room", audience="speakers"), False),
    (Entrant(state="withdrawn", way=Way.ONLINE), a_line(), False),
    (Entrant(state="submitted", way=Way.ONLINE, speaks_from=Way.ONLINE), a_line(), False),
]


@pytest.mark.parametrize(("who", "line", "theirs"), MINE, ids=range(len(MINE)))
def test_each_line_is_for_its_audience_alone(who, line, theirs):
    assert gate.is_for(line, who) is theirs


def test_delegates_see_the_room_first_then_backup_and_telephone():
    lines = [
        *(a_line(1, "phone"), a_line(2, "backup"), a_line(3, priority=2), a_line(4)),
        a_line(5, "green_room", "speakers"),
    ]

    shown = way_in(lines, ONLINE, SESSION, STARTS)

    assert [line.id for line in shown.lines] == [4, 3, 2, 1]


@pytest.mark.parametrize(("at", "order"), [(STARTS - minutes(29), [2]), (STARTS, [1, 2])])
def test_speakers_meet_in_the_green_room_and_go_on_stage_when_it_begins(at, order):
    lines = [a_line(1, "meet", "speakers"), a_line(2, "green_room", "speakers"), a_line(3)]

    assert [line.id for line in way_in(lines, SPEAKER, SESSION, at).lines] == order


@pytest.mark.parametrize(
    ("who", "lines", "at", "stage"),
    [
        (IN_HALL, [], STARTS, Stage.HALL),
        (IN_HALL, [], STARTS - minutes(60), Stage.HALL),
        (AT_POINT, [], STARTS, Stage.HALL),
        (ONLINE, [], STARTS, Stage.MISSING),
        (ONLINE, [], STARTS - minutes(60), Stage.BEFORE),
        (ONLINE, [], ENDS + minutes(31), Stage.AFTER),
        (ONLINE, [a_line(purpose="recording")], STARTS, Stage.MISSING),
        (ONLINE, [a_line(purpose="recording")], ENDS + minutes(31), Stage.OPEN),
        (SPEAKER, [a_line(purpose="green_room", audience="speakers")], STARTS - minutes(31),
         Stage.BEFORE),
    ],
    ids=range(9),
)  # fmt: skip
def test_the_gate_says_where_one_is(who, lines, at, stage):
    assert way_in(lines, who, SESSION, at).stage is stage

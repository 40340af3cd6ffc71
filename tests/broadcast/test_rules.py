"""What holds at the points, as tables: lines, hours, who is on air twice, what a page sends."""

from datetime import UTC, datetime

import pytest

from forum_app.broadcast.rules.contacts import HoursUnreadable, hours_in
from forum_app.broadcast.rules.lines import (
    NO_BACKUP,
    NO_LINE,
    NO_PHONE,
    PHONE_CARRIED,
    SAME_TRANSPORT,
    LineFacts,
    missing_lines,
)
from forum_app.broadcast.rules.relays import (
    BadNumber,
    BadRole,
    CallAfterStart,
    CallUnreadable,
    CellEdit,
    Part,
    RelayRole,
    Twice,
    ViewOnly,
    cells_in,
    check_part,
    on_air_twice,
    typed_in,
)

MEET = LineFacts("meet", "web", 1)
BACKUP = LineFacts("backup", "sip", 2)
PHONE = LineFacts("phone", "pstn", 3)


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ([], [NO_LINE, NO_BACKUP, NO_PHONE]),
        ([MEET], [NO_BACKUP, NO_PHONE]),
        ([MEET, BACKUP], [NO_PHONE]),
        ([MEET, BACKUP, PHONE], []),
        ([MEET, LineFacts("contribute", "srt", 2), PHONE], []),
        ([MEET, LineFacts("backup", "web", 2), PHONE], [SAME_TRANSPORT]),
        ([MEET, BACKUP, LineFacts("phone", "sip", 1)], [PHONE_CARRIED]),
        ([MEET, BACKUP, LineFacts("phone", "sip", 1), PHONE], []),
        ([LineFacts("watch", "hls", 1), BACKUP, PHONE], [NO_LINE]),
    ],
)
def test_what_a_speaking_point_lacks_is_said_by_name(lines, missing):
    assert missing_lines(lines) == missing


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("07:00–19:00", ("07:00", "19:00")),
        ("7:00 - 19.30", ("07:00", "19:30")),
        ("22g00-6h15", ("22:00", "06:15")),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_hours_are_read_as_people_write_them(typed, hours):
    assert hours_in(typed) == hours


@pytest.mark.parametrize(
    "typed", ["07:00", "24:00–25:00", "always", "07:00–07:00", "7:00 till 9:00"]
)
def test_hours_that_say_nothing_are_refused(typed):
    with pytest.raises(HoursUnreadable):
        hours_in(typed)


def part(session, starts, ends, *, role=RelayRole.SPEAK, point="SIN"):
    times = (datetime(2030, 6, 1, hour, tzinfo=UTC) for hour in (starts, ends))
    return Part(point, session, role, *times)


@pytest.mark.parametrize(
    ("parts", "twice"),
    [
        ([part("A", 1, 3), part("B", 2, 4)], [Twice("SIN", "A", "B")]),
        ([part("A", 1, 4), part("B", 2, 3)], [Twice("SIN", "A", "B")]),
        ([part("B", 1, 3), part("A", 1, 3)], [Twice("SIN", "A", "B")]),
        ([part("A", 1, 2), part("B", 2, 3)], []),
        ([part("A", 1, 3), part("B", 2, 4, role=RelayRole.LISTEN)], []),
        ([part("A", 1, 3, role=RelayRole.CHAIR), part("B", 2, 4)], [Twice("SIN", "A", "B")]),
        ([part("A", 1, 3), part("B", 2, 4, point="TYO")], []),
    ],
)
def test_a_point_is_on_air_in_one_session_at_a_time(parts, twice):
    assert list(on_air_twice(parts)) == twice


START = datetime.fromisoformat("2030-06-01T08:30")


@pytest.mark.parametrize(
    ("role", "view_only", "call", "refused"),
    [
        (RelayRole.SPEAK, False, START, None),
        (RelayRole.SPEAK, False, START.replace(minute=31), CallAfterStart),
        (RelayRole.SPEAK, True, None, ViewOnly),
        (RelayRole.LISTEN, True, None, None),
    ],
)
def test_a_part_fits_its_point_and_its_call_time_the_session(role, view_only, call, refused):
    given = {"point": "SIN", "view_only": view_only, "session": "W1", "starts": START, "call": call}
    if refused is None:
        check_part(role, **given)
        return
    with pytest.raises(refused):
        check_part(role, **given)


def test_of_the_matrix_only_what_differs_is_meant():
    sent = [
        ("csrf_token", "x"),
        ("role.1.2.3.listen", "listen"),
        ("role.1.3.0.off", "speak"),
        ("role.1.4.2.speak", "off"),
        ("role.x.4.2.speak", "off"),
    ]

    assert cells_in(sent) == [
        CellEdit(1, 3, 0, {"role": RelayRole.SPEAK}),
        CellEdit(1, 4, 2, {"role": None}),
    ]


def test_of_a_row_the_whole_cell_is_meant():
    sent = {"role.1.2.3.listen": "listen", "expected.1.2": " 12 ", "call.1.2": "2030-06-01T07:30"}

    facts = {"role": RelayRole.LISTEN, "expected": 12, "call_wall": START.replace(hour=7)}
    assert cells_in(sent.items()) == [CellEdit(1, 2, 3, facts)]
    assert typed_in(sent.items()) == {
        (1, 2): {"role": "listen", "expected": " 12 ", "call": "2030-06-01T07:30"}
    }


@pytest.mark.parametrize(
    ("role", "expected", "call", "refused"),
    [
        ("sing", "", "", BadRole),
        ("speak", "-1", "", BadNumber),
        ("speak", "100001", "", BadNumber),
        ("speak", "", "soon", CallUnreadable),
        ("speak", "", "2030-06-01T07:30+07:00", CallUnreadable),
    ],
)
def test_what_no_cell_can_hold_is_refused(role, expected, call, refused):
    sent = {"role.1.2.0.off": role, "expected.1.2": expected, "call.1.2": call}

    with pytest.raises(refused):
        cells_in(sent.items())

"""Talks fit their session; what somebody was asked and answered; what a file is."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from forum_app.programme.rules.clash_index import clashes_in
from forum_app.programme.rules.files import (
    LONGEST_SIDE,
    NoSlides,
    PictureTooLarge,
    SlidesKind,
    check_pixels,
    is_picture,
    kind_of_slides,
    name_kept,
)
from forum_app.programme.rules.frozen import appearances_in, by_person
from forum_app.programme.rules.speaking import (
    NoMinutes,
    Standing,
    TalksTooLong,
    check_fits,
    minutes_left,
    moved,
    standing_of,
)

from .plans import a_plan, a_planned

AT = datetime(2030, 5, 1, tzinfo=UTC)
PPTX = frozenset({"[Content_Types].xml", "ppt/presentation.xml"})


@pytest.mark.parametrize(
    ("minutes", "others", "refused"),
    [
        (60, [], None),  # all of the session
        (61, [], "60"),
        (20, [20, 20], None),
        (21, [20, 20], "20"),
        (1, [60], "0"),
        (1, [90], "0"),  # the session was made shorter
        (0, [], "one minute"),
    ],
)
def test_a_talk_is_refused_for_what_is_left_beside_the_others(minutes, others, refused):
    if refused is None:
        assert check_fits(minutes, 60, others) is None
        return
    with pytest.raises((TalksTooLong, NoMinutes)) as told:
        check_fits(minutes, 60, others)
    assert refused in str(told.value)


def test_what_is_left_is_never_less_than_nothing():
    assert (minutes_left(60, [20]), minutes_left(60, [90])) == (40, 0)


@pytest.mark.parametrize(("minutes", "clash"), [(60, False), (61, True)])
def test_talks_longer_than_their_session_are_a_hard_clash_that_names_by_how_much(minutes, clash):
    found = clashes_in(a_plan(a_planned("A", "08:00-09:00", talk_minutes=minutes)))

    assert [(x.code, x.is_hard) for x in found] == ([("talks_too_long", True)] if clash else [])
    assert not clash or "1 minutes more" in found[0].said_in("en")


def test_who_declined_is_told_softly_and_clashes_with_nothing_else():
    one = a_planned("A", "08:00-09:00", declined=(("Ánh", "Ánh"),))
    other = a_planned("B", "08:00-09:00", declined=(("Ánh", "Ánh"),))

    found = clashes_in(a_plan(one, other))

    assert [(x.code, x.sessions, x.is_hard) for x in found] == [
        ("speaker_declined", ("A",), False),
        ("speaker_declined", ("B",), False),
    ]


@pytest.mark.parametrize(
    ("which", "by", "order"),
    [
        ("a", 1, "bac"),
        ("a", -1, "abc"),  # at the end it stays
        ("c", -1, "acb"),
        ("c", 1, "abc"),
        ("b", 9, "acb"),
    ],
)
def test_what_is_moved_changes_places_and_nothing_is_lost(which, by, order):
    assert moved(list("abc"), which, by) == list(order)


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        (["confirmed"], Standing.CONFIRMED),
        (["confirmed", "invited"], Standing.INVITED),
        (["confirmed", "nothing"], Standing.NOT_ASKED),
        (["invited", "nothing"], Standing.NOT_ASKED),
        (["confirmed", "declined", "nothing"], Standing.DECLINED),
        ([], Standing.NOT_ASKED),
    ],
)
def test_of_several_answers_the_one_that_needs_somebody_is_told(answers, standing):
    instants = ("invited", "confirmed", "declined")
    asked = [
        SimpleNamespace(**{f"{x}_at": AT if x == one else None for x in instants})
        for one in answers
    ]

    assert standing_of(asked) is standing


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        ((LONGEST_SIDE, 100), True),
        ((LONGEST_SIDE + 1, 100), False),
        ((20_000, 1), False),
        ((7000, 7000), True),
        ((9000, 9000), False),  # 81 million
    ],
)
def test_a_picture_is_judged_by_its_pixels_before_it_is_opened(size, fits):
    if fits:
        assert check_pixels(*size, is_jpeg=True) is None
        return
    with pytest.raises(PictureTooLarge):
        check_pixels(*size, is_jpeg=True)


@pytest.mark.parametrize(
    ("head", "picture"),
    [
        (b"\xff\xd8\xff\xe0", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"RIFF\x00\x00\x00\x00WEBP", True),
        (b"RIFF\x00\x00\x00\x00WAVE", False),
        (b"GIF89a", False),
        (b"PK\x03\x04", False),
        (b"<svg xmlns=", False),
        (b"", False),
    ],
)
def test_only_what_begins_as_a_picture_is_given_to_a_decoder(head, picture):
    assert is_picture(head) is picture


@pytest.mark.parametrize(
    ("head", "names", "kind"),
    [
        (b"%PDF-1.7", frozenset(), SlidesKind.PDF),
        (b"PK\x03\x04", PPTX, SlidesKind.PPTX),
        (b"PK\x03\x04", frozenset({"word/document.xml", "[Content_Types].xml"}), None),
        (b"MZ", frozenset(), None),
        (b"<html>%PDF-", frozenset(), None),
    ],
)
def test_slides_are_known_by_their_bytes_alone(head, names, kind):
    if kind:
        assert kind_of_slides(head, names) is kind
        return
    with pytest.raises(NoSlides):
        kind_of_slides(head, names)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Đô thị.pdf", "Đô thị.pdf"),
        ("C:\\fakepath\\a.PDF", "a.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("talk.pptx", "talk.pdf"),  # it is a PDF, whatever it is called
        ('a"\r\nb.pdf', 'a"b.pdf'),
        ("", "slides.pdf"),
        (None, "slides.pdf"),
        ("...", "slides.pdf"),
    ],
)
def test_a_file_keeps_the_last_part_of_its_name_and_ends_as_what_it_is(given, kept):
    assert name_kept(given, SlidesKind.PDF) == kept


def test_the_roles_of_one_person_in_a_session_stand_together():
    said = [appearing("a", "chair"), appearing("b", "speaker"), appearing("a", "opening")]
    frozen = {"sessions": [{"code": "W1", "cancelled": False, "appearances": said, "talks": []}]}

    found = by_person(appearances_in(frozen))

    assert [[one.role for one in many] for many in found] == [["chair", "opening"], ["speaker"]]


def appearing(uuid, role):
    """As a release of before there were biographies froze it."""
    person = {"uuid": uuid, "name": uuid, "post": None, "organisation": None, "country": None}
    usual = {"from_way": "hall", "point": None, "talk": None, "confirmed": True}
    stands = {"documented": False, "from_documented": False}
    return {"person": person | {"documented": False}, "role": role, **usual, **stands}

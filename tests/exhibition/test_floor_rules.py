"""Shapes of floor, codes in order, addresses of the web: both sides of each edge."""

import pytest

from forum_app.exhibition.rules.exhibitors import BadWebsite, slug_of, website_checked
from forum_app.exhibition.rules.floor import Rect, Shape, blocked_by, code_key, drawn


def shape(*cells):
    return Shape(frozenset(cells), tuple(Rect(300 * n, 0, 300, 300) for n in cells))


def test_an_island_is_as_wide_as_its_cells_together():
    island = shape(1, 2)

    assert island.bounds == Rect(300, 0, 600, 300)
    assert island.area_m2 == 18


@pytest.mark.parametrize(
    ("has_own", "expected"),
    [((False, False, False), [0, 1]), ((False, False, True), [2]), ((True, False, False), [0, 1])],
)
def test_a_plan_draws_parts_unless_the_whole_is_booked(has_own, expected):
    shapes = [shape(1), shape(2), shape(1, 2)]

    assert drawn(list(zip(shapes, has_own, strict=True))) == expected


@pytest.mark.parametrize(
    ("cells", "blocked", "expected"),
    [
        ({1}, [{1}], True),
        ({1, 2}, [{1}], True),
        ({1}, [{1, 2}], False),
        ({1}, [set()], False),
        ({1}, [], False),
    ],
)
def test_blocked_floor_blocks_whatever_has_all_of_it(cells, blocked, expected):
    assert blocked_by(frozenset(cells), map(frozenset, blocked)) is expected


def test_codes_are_in_the_order_people_count():
    codes = ["B10", "A2", "B9", "A1-2", "A1", "A10"]

    assert sorted(codes, key=code_key) == ["A1", "A1-2", "A2", "A10", "B9", "B10"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("", None),
        ("https://example.org", "https://example.org"),
        ("HTTP://example.org/x?y=1", "http://example.org/x?y=1"),
        ("https://đô-thị.vn/", "https://đô-thị.vn/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
    ],
)
def test_a_website_is_a_whole_address_on_the_web(typed, kept):
    assert website_checked(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "example.org",
        "https://",
        "https://localhost",
        "https://user:secret@example.org",
        "https://example.org\\@evil.com",
        "https://[::1",
        "https://example.org:port/",
        "https://example.org/ x",
        "//example.org",
        "https://example.org/" + "x" * 200,
    ],
)
def test_what_is_no_address_on_the_web_is_refused(typed):
    with pytest.raises(BadWebsite):
        website_checked(typed)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bản đồ số Việt", "ban-do-so-viet"),
        ("  ", "exhibitor"),
        ("展览", "exhibitor"),
        ("-x-", "x"),
    ],
)
def test_an_exhibitor_is_named_in_addresses_by_plain_letters(name, slug):
    assert slug_of(name) == slug

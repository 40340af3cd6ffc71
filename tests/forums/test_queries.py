"""How a forum and its points are looked up by what people type."""

import pytest

from forum_app.forums.queries import forum_at, forums_listed, point_at, points_of

from ..builders import a_forum, a_point


def test_forums_are_listed_with_the_latest_first(room):
    old = a_forum(slug="old")
    new = a_forum(
        slug="new",
        first_day=old.first_day.replace(year=2031),
        last_day=old.last_day.replace(year=2031),
    )

    assert forums_listed() == [new, old]


def test_a_forum_is_found_by_its_exact_slug(room):
    forum = a_forum(slug="summit-2030")

    assert forum_at("summit-2030") is forum
    assert forum_at("Summit-2030") is None


@pytest.mark.parametrize("typed", ["", "\0", "a\0b", "a b", "%", "é", "\ud800", "x" * 500, "-a"])
def test_what_can_be_no_name_is_found_nowhere(room, typed):
    forum = a_forum()

    assert forum_at(typed) is None
    assert point_at(forum, typed) is None


def test_points_come_in_the_order_of_their_forum_and_from_it_alone(room):
    forum, other = a_forum(), a_forum()
    last, first = a_point(forum, code="SIN", position=2), a_point(forum, code="BWN", position=1)
    a_point(other, code="HAN")

    assert points_of(forum) == [first, last]
    assert point_at(forum, "SIN") is last
    assert point_at(forum, "HAN") is None

"""Placeholders of the organisers' texts, and when a banner is shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from forum_app.forums.rules import (
    BadCode,
    StrayBrace,
    UnknownPlaceholder,
    check_code,
    check_placeholders,
    filled,
    shown_at,
)

from ..builders import NOW

KNOWN = ("name", "forum")
SOON = NOW + timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "Chào {name}", "{name}{forum}{name}", "100 % %s %(name)s"])
def test_a_text_may_name_what_its_letter_knows(text):
    check_placeholders(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("{x.__class__}", UnknownPlaceholder),
        ("{name.__class__}", UnknownPlaceholder),
        ("{name!r}", UnknownPlaceholder),
        ("{0}", UnknownPlaceholder),
        ("{}", UnknownPlaceholder),
        ("{ name }", UnknownPlaceholder),
        ("{reference}", UnknownPlaceholder),
        ("{name", StrayBrace),
        ("name}", StrayBrace),
        ("{{name}}", StrayBrace),
        ("{{{name}}}", StrayBrace),
    ],
)
def test_everything_else_between_braces_is_refused_with_what_there_is(text, refusal):
    with pytest.raises(refusal) as told:
        check_placeholders(text, KNOWN)

    assert "{name}, {forum}" in str(told.value)


def test_what_is_put_in_is_never_read_again():
    assert filled("{name} of {forum}", {"name": "{forum}", "forum": "F"}) == "{forum} of F"


@dataclass(frozen=True)
class ABanner:
    shows_at: datetime | None = None
    ends_at: datetime | None = None


@pytest.mark.parametrize(
    ("banner", "is_shown"),
    [
        (ABanner(), True),
        (ABanner(shows_at=NOW), True),
        (ABanner(shows_at=SOON), False),
        (ABanner(ends_at=SOON), True),
        (ABanner(ends_at=NOW), False),
    ],
)
def test_a_banner_is_shown_from_its_first_instant_to_before_its_last(banner, is_shown):
    assert bool(shown_at([banner], NOW)) is is_shown


@pytest.mark.parametrize("code", ["", "builder", "new", "release", "a b", "\0", "é", "x" * 21])
def test_what_cannot_stand_in_an_address_of_the_desk_is_no_code(code):
    with pytest.raises(BadCode):
        check_code(code)

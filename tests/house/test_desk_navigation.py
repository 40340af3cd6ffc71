"""Every page of the desk stands in one group of its navigation, and an organiser gets to it."""

import re
from collections import Counter

import pytest

from forum_app.desk.rules import GROUPS

from ..pages import Browser
from .two_forums import two_forums

pytestmark = pytest.mark.same_rows

FRAGMENTS = {  # renewed or shown within a page
    "broadcast.show_board_rows",
    "programme.show_board",
    "programme.show_speaker_photo",
    "registration.show_insides",
    "registration.show_meters",
    "registration.show_progress",
}
ASKED_FOR_BY_A_FORM = {"registration.show_new_act"}  # of the list, with whom it is about


def endpoints_of_desk(app, *methods):
    """Below the desk of a forum, answering to any of these methods."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "/<forum_slug>/desk/" in rule.rule and rule.methods & set(methods)
    }


def test_each_page_of_the_desk_stands_in_exactly_one_group(app):
    standing = Counter()
    for group in GROUPS:
        for entry in group.entries:
            standing.update({entry.endpoint, *entry.within})

    assert {x: n for x, n in standing.items() if n > 1} == {}
    assert endpoints_of_desk(app, "GET", "POST") - set(standing) == set()
    assert set(standing) - set(app.view_functions) == set()


@pytest.fixture
def house(app):
    return two_forums(app)


def test_an_organiser_gets_to_each_page_of_the_desk_by_links_from_its_navigation(app, house):
    mine, desk = Browser(app, house.users["organiser"]), "/en/here/desk/"
    match = app.url_map.bind("localhost").match
    seen, left, reached = {desk}, [desk], set()
    while left:
        there = left.pop()
        reached.add(match(there)[0])
        shown = mine.get(there)
        page = shown.text if shown.mimetype == "text/html" else ""  # or a file to print
        found = re.findall(r'href="(/en/here/desk/[^"#?]*)', page)
        left += (new := set(found) - seen)
        seen |= new

    wanted = endpoints_of_desk(app, "GET") - FRAGMENTS - ASKED_FOR_BY_A_FORM
    assert wanted - reached == set()


def test_the_navigation_says_where_one_is(app, house):
    mine = Browser(app, house.users["organiser"])

    shown = mine.get("/en/here/desk/seats/W-here").text

    masthead = shown.split("</header>")[0]
    current = re.findall(r'<a href="([^"]*)" aria-current="(\w+)">([^<]*)', masthead)
    assert current == [
        ("/en/here/desk/delegates", "true", "Delegates"),
        ("/en/here/desk/seats", "true", "Seats"),
        ("/en/here/desk/seats", "true", "Seats"),
    ]  # the row of groups, the row of pages, and the button's list

"""The language link of whatever answers a form leads to a page, never to "cannot be done here"."""

import re

import pytest

from .doors import BOOTHS_TOKEN, DOOR_DEVICE, DOORS, REGISTRATIONS_TOKEN
from .test_knocks import RIGHTFUL, VISITORS, doors_of
from .test_knocks import house as house

pytestmark = pytest.mark.same_rows

OTHER = re.compile(r'<a href="([^"]*)" lang="vi" hreflang="vi">')


def links_after_a_post(app, house, **headers):
    """endpoint -> (the language link, the status behind it), where a page answered."""
    found = {}
    for endpoint, guard in DOORS.items():
        if guard in (REGISTRATIONS_TOKEN, BOOTHS_TOKEN, DOOR_DEVICE):
            continue
        user, _, _ = VISITORS[RIGHTFUL.get(guard, "stranger")]
        browser = house.browser(user)
        for rule, _ in (x for x in doors_of(app, endpoint) if x[1] == "POST"):
            answer = browser.client.post(house.address(rule), headers=headers)  # with no token
            if answer.mimetype == "text/html" and (link := OTHER.search(answer.text)):
                there = browser.client.get(link[1], follow_redirects=True)
                found[endpoint] = link[1], there.status_code
    return found


def test_every_page_that_answers_a_form_can_be_read_in_the_other_language(app, house):
    found = links_after_a_post(app, house)

    assert len(found) > 50
    assert {x: there for x, there in found.items() if there[1] not in (200, 401)} == {}


@pytest.mark.parametrize(
    ("referrer", "link"),
    [
        ("http://localhost/en/here/desk/booths?q=a", "/vi/here/desk/booths"),
        ("http://localhost/en/here/desk/zones/ZH/invitations", "/vi/here/desk/zones/ZH"),
        ("http://elsewhere.example/en/here/desk/booths", "/vi/here/desk/zones/ZH"),
        ("//[", "/vi/here/desk/zones/ZH"),
    ],
    ids=["its form", "itself once more", "elsewhere", "nonsense"],
)
def test_the_link_leads_to_where_the_form_stood_and_nowhere_else(house, referrer, link):
    browser, there = house.browser("organiser"), "/en/here/desk/zones/ZH/invitations"

    answer = browser.client.post(there, headers={"Referer": referrer})

    assert OTHER.search(answer.text)[1] == link

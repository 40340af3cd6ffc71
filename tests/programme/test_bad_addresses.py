"""Whatever is typed into an address: a calm page, or one that says there is nothing here."""

import pytest

pytestmark = pytest.mark.same_rows

BAD = [
    "%00",
    "%FF%FE",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "%ED%A0%80",
    "'%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%7Bx%7D%25(n)s",
    "..%2F..%2Fetc%2Fpasswd",
    "-1",
    "9" * 400,
    "x" * 10_000,
]


@pytest.mark.parametrize("typed", BAD)
def test_what_is_typed_into_a_question_never_breaks_the_page(browser, site, typed):
    for question in (
        f"q={typed}",
        f"kind={typed}",
        f"hall={typed}",
        f"zone={typed}",
        f"lang={typed}",
    ):
        answer = browser().get(f"{site.url}/schedule?{question}")

        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "\x00" not in answer.text


@pytest.mark.parametrize("typed", BAD)
def test_what_is_typed_into_a_path_is_not_found(browser, site, typed):
    for page in ("sessions", "points", "speakers"):
        assert browser().get(f"{site.url}/{page}/{typed}").status_code == 404
    assert browser().get(f"{site.url}/sessions/{typed}/seats").status_code == 404
    assert browser().get(f"/en/{typed}/schedule").status_code == 404
    assert browser().get(f"/{typed}/summit/schedule").status_code == 404


@pytest.mark.parametrize("zone", ["device", "forum", "Mars/Olympus", "../tzdata", "Europe/Paris"])
def test_an_unknown_zone_shows_the_forums_time(browser, site, zone):
    here = browser().get(f"{site.url}/sessions/P1?zone={zone}").text

    assert '<option value="Asia/Ho_Chi_Minh" selected>' in here


def test_the_old_name_of_a_zone_is_understood(browser, site):
    here = browser().get(f"{site.url}/sessions/P1?zone=Asia/Saigon").text

    assert '<option value="Asia/Ho_Chi_Minh" selected>' in here

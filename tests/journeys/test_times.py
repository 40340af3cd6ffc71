"""Times that the device itself writes, beside those of the server."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from forum_app.clock import short_day_said

THERE = "America/New_York"
INSTANTS = [datetime(2030, month, 3 + month, 2, 30, tzinfo=UTC) for month in range(1, 13)]
WRITE = """instants => {
  const places = [...document.querySelectorAll("[data-when]:has([data-day])")];
  const one = places[0], select = document.querySelector("form[data-zones] select");
  return instants.map(at => {
    one.dataset.when = at;
    select.dispatchEvent(new Event("change"));
    return one.querySelector("[data-day]").textContent;
  });
}"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_day_is_called_the_same_by_the_device_and_by_the_server(person, server, lang):
    page, url = person(1280, lang), f"{server.url}/{lang}/ascf-2020/sessions/P1"
    page.goto(f"{url}?zone={THERE}")
    by_server = page.inner_text(".when [data-day]")
    page.goto(url)
    page.select_option("#zone", THERE)

    assert page.inner_text(".when [data-day]") == by_server

    days = page.evaluate(WRITE, [at.isoformat() for at in INSTANTS])
    assert days == [short_day_said(at.astimezone(ZoneInfo(THERE)), lang) for at in INSTANTS]

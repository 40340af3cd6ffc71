from datetime import timedelta

import pytest

from forum_app.accounts.views import entering
from forum_app.throttle.rules import Limit

pytestmark = pytest.mark.usefixtures("frozen")


def test_so_many_sign_in_from_one_line_whoever_they_are(browser, signs_in, monkeypatch):
    monkeypatch.setattr(entering, "SIGN_INS_PER_IP", Limit(2, timedelta(minutes=1)))

    def tries(n, place):
        return signs_in(browser(), email=f"u{n}@example.org", place=place).status_code

    assert [tries(n, "192.0.2.1") for n in range(3)] == [422, 422, 429]
    assert tries(3, "192.0.2.2") == 422

"""What operators ask, and what of it strangers are told."""

import pytest

from ..conftest import an_app
from ..pages import Browser

FAR = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
PASSED_ON = {"headers": {"X-Forwarded-For": "192.0.2.7"}}
TOKEN = "a token of the watchers"


def shown(token, **headers):
    return FAR | {"headers": {"Authorization": f"Bearer {token}", **headers}}


@pytest.mark.parametrize("how", [FAR, PASSED_ON, shown("x"), shown("")])
def test_strangers_hear_whether_it_is_ready_and_no_figures(app, browser, how):
    ready, figures = (browser().open(path, **how) for path in ("/readyz", "/metrics"))

    assert (ready.status_code, ready.text) == (200, "ready\n")
    assert figures.status_code == 404
    assert "forum_" not in figures.text


@pytest.mark.parametrize("how", [{}, shown(TOKEN), shown(TOKEN, **PASSED_ON["headers"])])
def test_the_machine_itself_and_whoever_shows_the_token_hear_all(app, browser, how):
    app.config["METRICS_TOKEN"] = TOKEN

    ready, figures = (browser().open(path, **how) for path in ("/readyz", "/metrics"))

    assert ready.json == {"database": "ok", "queue": {"waiting": 0, "dead": 0}}
    assert "forum_queue_waiting 0" in figures.text


def test_a_wrong_token_is_none_also_where_it_has_other_letters(app, browser):
    app.config["METRICS_TOKEN"] = TOKEN

    assert browser().open("/metrics", **shown("mã của người khác")).status_code == 404


def test_without_its_database_the_server_is_not_ready_and_says_no_more(tmp_path):
    app = an_app(f"sqlite:///{tmp_path}/no/such/folder.db", tmp_path)

    answer = Browser(app).open("/readyz", **FAR)

    assert (answer.status_code, answer.text) == (503, "not ready\n")

"""Who may open each door, and that opening one to look changes nothing."""

import inspect

import pytest

from forum_app.access import guard_of

from .doors import DOORS

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def doors(app):
    """Every endpoint that people or machines can reach, with its view."""
    return {name: view for name, view in app.view_functions.items() if name != "static"}


def test_every_route_is_listed_with_who_may_enter(doors):
    assert {name: guard_of(view) for name, view in doors.items()} == DOORS


def test_writing_may_commit_and_reading_may_not(app):
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint != "static":
            writes = bool(rule.methods & WRITING)
            assert hasattr(view, "writes") == writes, rule.endpoint


def test_no_view_commits_by_itself(doors):
    for name, view in doors.items():
        assert ".commit()" not in inspect.getsource(inspect.unwrap(view)), name

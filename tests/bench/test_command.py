"""`forum bench` from a terminal: which case, on which database, and what the status tells."""

import pytest

from forum_app import access
from forum_app.bench import command
from forum_app.bench.pages import public_pages
from forum_app.bench.reports import Lab, Report, said_of
from forum_app.commands.demo import make_demo

from ..conftest import an_app


@pytest.fixture
def run(empty_sqlite, tmp_path):
    """run("--case", …) -> what the terminal shows."""
    app = an_app(f"sqlite:///{empty_sqlite}", tmp_path)
    return lambda *args: app.test_cli_runner().invoke(args=["forum", "bench", *args])


def found(value, met):
    def case(lab):
        report = Report("oversell", 4, "3 attempts")
        report.judge("oversold", value, "0", met)
        return report

    return case


def test_every_public_page_is_asked_and_told_with_its_number(run):
    said = run("--case", "queries", "--quick", "--seed", "7")

    assert said.exit_code == 0, said.output
    assert "queries: SQLite" in said.output
    assert "seed 7" in said.output
    assert "PASS  programme.show_schedule /vi/ascf-2020/schedule: " in said.output
    assert "PASS  public addresses not looked at: none" in said.output
    assert "Not measured: PostgreSQL" in said.output


def test_one_figure_that_is_not_as_promised_fails_the_whole(run, monkeypatch):
    monkeypatch.setitem(command.CASES, "oversell", found(1, False))
    monkeypatch.setitem(command.CASES, "kill", found(0, True))

    said = run("--case", "oversell", "--case", "kill")

    assert said.exit_code == 1
    assert "FAIL  oversold: 1   (goal: 0)" in said.output
    assert said.output.splitlines()[-1] == "FAIL: oversell on sqlite"


def test_postgresql_is_measured_only_where_one_is_named(run):
    said = run("--database", "postgresql")

    assert said.exit_code == 2
    assert "--url postgresql://" in said.output


@pytest.mark.parametrize(
    ("many", "trials", "said"),
    [
        (0, 10_000, "0; 95 % sure: below 0.03% of attempts"),
        (0, 2, "0; 95 % sure: below 100.00% of attempts"),
        (0, 0, "0"),
        (3, 10_000, "3"),
    ],
)
def test_a_nought_is_told_with_what_it_proves(many, trials, said):
    assert said_of(many, trials, "attempts") == said


def test_what_is_only_told_is_not_judged():
    report = Report("throughput", 1, "2 rounds")
    report.tell("registrations per second", 50)

    assert list(report.lines(Lab(None, 2020, True)))[2] == "      registrations per second: 50"
    assert report.passed


@pytest.mark.same_rows
def test_a_page_whose_address_is_not_known_is_told(app):
    app.add_url_rule("/strange/<what>", "strange", access.anyone(lambda what: what))
    with app.app_context():
        make_demo()
        unseen = [endpoint for endpoint, path in public_pages(app) if path is None]

    assert unseen == ["strange"]

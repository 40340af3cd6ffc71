"""The measurement of proposed tests counts what it says."""

from dataclasses import replace
from datetime import timedelta

from forum_app.bench.reports import Lab
from forum_app.bench.rounds import _overlapping, _propose_all, rounds

SEOUL = {0: "Asia/Seoul", 1: "Asia/Seoul"}


def test_all_that_is_promised_is_judged_and_holds():
    report = rounds(Lab(server_url=None, seed=2020, quick=True))

    assert [(bool(x.goal), x.met) for x in report.figures] == [(True, True)] * 4 + [(False, True)]


def test_a_test_that_overlaps_another_is_counted():
    (first, second, *_), _ = _propose_all(SEOUL, 1)
    late = replace(second, span=replace(first.span, ends=first.span.ends + timedelta(minutes=5)))

    assert _overlapping([first, second]) == 0
    assert _overlapping([first, late]) == 1

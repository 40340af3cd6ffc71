"""The press at one booth, small: what it counts with the key, and that it would notice without."""

from forum_app.bench.booths import booths, twin_of_booths
from forum_app.bench.reports import Lab


def test_each_booth_has_one_owner_and_the_others_are_told():
    report = booths(Lab(None, 2020, True))

    assert report.passed, report.figures
    told = {figure.what: figure.value for figure in report.figures}
    assert told["one booth: rounds of one yes, others told"] == "5"


def test_the_twin_without_the_key_sells_twice():
    report = twin_of_booths(Lab(None, 2020, True))

    assert report.passed, report.figures

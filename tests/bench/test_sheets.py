"""The bench of call sheets says what it made."""

from forum_app.bench.reports import Lab
from forum_app.bench.sheets import sheets


def test_all_points_of_the_demonstration_are_in_each_file():
    report = sheets(Lab(server_url=None, seed=2020, quick=True))

    told = {figure.what: figure.value for figure in report.figures}
    assert told["points in a file"] == "34"
    assert int(told["a file, kB"]) > 100

"""The measurement of the readiness board, small: what is judged, and that a change is seen."""

from forum_app.bench.readiness import readiness
from forum_app.bench.reports import Lab


def test_the_first_view_and_a_change_are_judged():
    found = {x.what: x for x in readiness(Lab(None, 2020, True)).figures}

    assert found["first view"].met
    assert "inf" not in found["a change is seen in another browser within"].value

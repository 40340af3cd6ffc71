"""The board of a small draft, measured: two editors, and that nothing of theirs is lost."""

from forum_app.bench.builder import builder
from forum_app.bench.reports import Lab


def test_no_move_of_two_editors_is_lost_and_each_conflict_is_shown():
    found = {x.what: x for x in builder(Lab(None, 2020, True)).figures}

    assert found["lost updates"].met
    shown = found["conflicts answered 409 with the other's place"]
    assert (shown.met, shown.value.startswith("0 of")) == (True, False), shown.value
    assert found["other answers"].met
    assert found["first view, page and board"].met

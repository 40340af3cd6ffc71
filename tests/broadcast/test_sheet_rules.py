"""In which language a call sheet is said, and how many stand in a file."""

import pytest

from forum_app.broadcast.rules import sheets as rules


@pytest.mark.parametrize(
    ("spoken", "wished", "language"),
    [([], "", "en"), (["th"], "", "en"), (["th", "vi"], "", "vi"), (["vi"], "en", "en")],
)
def test_the_language_of_a_sheet(spoken, wished, language):
    assert rules.language_of(spoken, wished) == language


def test_five_hundred_points_are_never_in_one_file():
    assert [len(x) for x in rules.files_of(range(500))] == [50] * 10
    assert rules.files_of([]) == []

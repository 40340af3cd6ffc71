"""An organiser takes several files along from one page."""

import pytest

from .presses import sign_in


@pytest.mark.parametrize(
    ("page", "buttons"),
    [
        ("exports", ["Points: XLSX", "Points: CSV"]),
        ("call-sheets", ["PDF", "PDF"]),
    ],
)
def test_a_second_file_is_taken_right_after_the_first(server, person, page, buttons):
    organiser = person()
    sign_in(organiser, server, "organiser")
    organiser.goto(f"{server.url}/en/ascf-2020/desk/{page}")

    files = []
    for button in buttons:
        with organiser.expect_download() as file:
            organiser.get_by_role("button", name=button).first.click(timeout=15_000)
        files.append(file.value.suggested_filename)

    assert len(files) == 2

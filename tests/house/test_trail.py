"""Whatever is noted in the trail has words on its pages, in every language."""

import ast
import re
from pathlib import Path

import pytest

from forum_app.desk.sheets import SHEETS
from forum_app.forums.models import PagePlace, PointKind, PointType
from forum_app.i18n import LANGUAGES
from forum_app.programme.models import SessionKind

from ..trail.words import words_of_trail

HOUSE = Path(__file__).parents[2] / "forum_app"
ACT = re.compile(
    r"(accounts|broadcast|desk|door|exhibition|forums|post|programme|registration)\.[a-z_]+"
)
# Made of two parts where they are noted.
MADE = {"registration.declined", "registration.withdrawn"}
MADE |= {"exhibition.submit", "exhibition.confirm"}
LETTERS = {  # named apart from laying them in
    *("programme.speaker_invitation", "registration.moved"),
    "registration.point_changed",
    *("programme.host", "programme.host_invitation"),
    *("broadcast.coordinator", "broadcast.invitation"),
    "broadcast.point_page",
    *("broadcast.test_booked", "broadcast.test_moved", "broadcast.test_rezoned"),
    *("broadcast.remind_of_test", "broadcast.remind_of_missing"),
}
JOBS = {"registration.tell_moved", "registration.tell_point", "registration.serve_point"}


def noted_acts():
    """Each act of the house: what services name, except the templates of letters."""
    found = set(MADE)
    for path in HOUSE.glob("*/services/**/*.py"):
        found |= set(acts_in(ast.parse(path.read_text())))
    for path in HOUSE.glob("*/services.py"):
        found |= set(acts_in(ast.parse(path.read_text())))
    return found - LETTERS - JOBS


def acts_in(tree):
    letters = {id(x) for call in calls(tree, "lay_in") for x in ast.walk(call)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if id(node) not in letters and isinstance(text, str) and ACT.fullmatch(text):
            yield text
    for call in calls(tree, "note_user"):
        yield f"accounts.{call.args[1].value}"


def calls(tree, name):
    named = (x for x in ast.walk(tree) if isinstance(x, ast.Call))
    return [x for x in named if isinstance(x.func, ast.Name) and x.func.id == name]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_act_has_words(app, lang):
    words = words_of_trail(app, lang)

    with app.test_request_context(f"/{lang}/"):
        said = {act: words.act(act).strip() for act in noted_acts()}

    assert len(said) > 80
    assert {act for act, text in said.items() if text in ("", act)} == set()


def test_what_is_chosen_from_a_list_has_words(app):
    words = words_of_trail(app, "vi")
    lists = [*PagePlace, *PointKind, *PointType, *SessionKind, *SHEETS]

    with app.test_request_context("/vi/"):
        assert {code for code in lists if words.code(code) == code} == set()

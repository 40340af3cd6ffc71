"""What the script says of a session that is dragged is what the rules say once it is dropped."""

import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from forum_app.clock import wall_of
from forum_app.db import db
from forum_app.programme.queries import board_of, clashes_near
from forum_app.programme.rules import clash
from forum_app.programme.rules.placing import Place, day_of
from forum_app.programme.services.placing import place_session
from forum_app.programme.views.board import board_said

from ..builders import NOW
from ..conftest import missing
from .test_builder_clashes import a_draft

HOUSE = Path(__file__).parents[2]
JUDGED = {
    *(clash.HALL_TWICE, clash.PERSON_TWICE, clash.OUTSIDE_FORUM, clash.UNAVAILABLE, clash.ORDER),
    *(
        clash.NOT_ALONE,
        clash.SPEAKING_HOURS,
        clash.AUDIENCE_HOURS,
        clash.CHANGEOVER,
        clash.ONLINE_HOURS,
    ),
}
SCRIPT = """
import { Plan } from "./static/js/builder/plan.js";
import { judge } from "./static/js/builder/judge.js";
let typed = "";
for await (const piece of process.stdin) typed += piece;
const { board, moves } = JSON.parse(typed);
const plan = new Plan(board);
console.log(JSON.stringify(moves.map(({ code, hall, top, minutes }) => {
  const card = plan.cards.get(code);
  const place = plan.placed(hall, plan.day + top, minutes);
  return judge(plan, { ...card, tray: false }, place).map(({ says }) => says).sort();
})));
"""


def told_by_the_script(board, moves):
    node = shutil.which("node") or str(HOUSE / ".venv/bin/node")
    if not Path(node).exists():
        missing("Node.js is not installed")
    done = subprocess.run(
        [node, "--input-type=module", "-e", SCRIPT],
        input=json.dumps({"board": board, "moves": moves}),
        capture_output=True,
        text=True,
        cwd=HOUSE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def told_by_the_rules(forum, day, move, codes):
    """As the save would tell it, of the sessions on the board; of orders, whatever they name."""
    starts = wall_of(day_of(day, forum.zone).starts, forum.zone)[0] + timedelta(minutes=move["top"])
    place = Place(hall=move["hall"], starts=starts, minutes=move["minutes"])
    before = db.session.begin_nested()
    version = next(x.version for x in board_of(forum, day).cards if x.code == move["code"])
    session = place_session(forum, move["code"], place, seen=version, actor="tests", now=NOW)
    found = clashes_near(forum, {session.id: session.code})
    before.rollback()
    db.session.expire_all()
    known = [x for x in found if x.rule is clash.ORDER or codes.issuperset(x.sessions)]
    return sorted(x.said_in("en") for x in known if x.rule in JUDGED)


@pytest.mark.parametrize(
    ("zone", "first"),
    [("Asia/Ho_Chi_Minh", date(2030, 6, 1)), ("Europe/Berlin", date(2030, 3, 31))],
)
@pytest.mark.parametrize("seed", range(4))
def test_the_script_and_the_rules_say_the_same_of_a_session_that_is_dragged(
    room, seed, zone, first
):
    draw = Random(seed)
    forum, _ = a_draft(draw, zone=zone, first_day=first, last_day=first + timedelta(days=1))
    day = forum.first_day
    board = board_of(forum, day)
    codes = {card.code for card in board.cards}
    moves = [
        {
            "code": draw.choice(sorted(codes)),
            "hall": draw.choice(board.halls).code,
            "top": draw.randrange(0, 1320, 5),
            "minutes": draw.choice((5, 30, 120)),
        }
        for _ in range(25)
    ]
    moves = [x for x in moves if not 120 <= x["top"] < 180]  # which the clocks may skip

    said = told_by_the_script(board_said(forum, board, "en"), moves)

    assert sum(map(len, said)) > 0
    for move, script in zip(moves, said, strict=True):
        assert script == told_by_the_rules(forum, day, move, codes), move

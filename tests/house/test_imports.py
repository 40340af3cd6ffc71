"""The dependency direction, kept by a test. A failure names file, line and the broken rule.

What is not named here is refused: a new room, ground file or drawer fails until it is placed.
"""

import ast
import re
from pathlib import Path

APP = Path(__file__).parents[2] / "forum_app"
ROOF = {"__init__", "models", "commands", "web", "operations", "worker", "server", "bench"}
GROUND = (
    "log db beside clock access refusal forms i18n text seal pages live jobs post trail keys "
    "throttle announce problems schemas api openapi asks markup versioned hosts tables released "
    "uploads calendars typesetting typesetter"
)
FLOORS = [  # upper floors import from lower ones; neighbours do not know each other
    set(GROUND.split()),
    {"accounts"},
    {"forums"},
    {"programme"},
    {"broadcast"},
    {"registration"},
    {"exhibition"},
    {"desk", "mine"},
]
FLOOR = {place: floor for floor, places in enumerate(FLOORS) for place in places}
FLASK = {"flask", "flask_login", "flask_sqlalchemy", "flask_wtf", "werkzeug"}
CLOCK = {"forum_app.clock.now", "forum_app.clock.forum_now"}  # read at the edge only
DRAWERS = {  # drawer -> (drawers of its room it may import, what it may never know)
    "models": ({"rules"}, FLASK - {"flask_login"} | CLOCK),  # UserMixin
    "rules": (set(), FLASK | CLOCK | {"sqlalchemy", "forum_app.db"}),
    "queries": ({"models", "rules", "services"}, FLASK | CLOCK),
    "services": ({"models", "rules", "queries"}, FLASK | CLOCK),
    "forms": ({"rules", "queries", "models"}, CLOCK),
    "feeds": ({"models", "rules", "queries"}, FLASK | CLOCK),
    "sheets": ({"models", "rules", "queries"}, FLASK | CLOCK),
    "tasks": ({"models", "rules", "queries", "services", "feeds"}, {"flask_login", "flask_wtf"}),
    "views": ({"models", "rules", "queries", "services", "forms", "feeds", "sheets"}, set()),
    "api": ({"models", "rules", "queries", "services", "forms", "feeds", "sheets", "views"}, set()),
}
OPEN_TO_UPPER_ROOMS = {"models", "rules", "queries", "services", "views", "api"}
GUARDS = {"views", "api"}  # of a lower room's views and api, the upper rooms import the guards only
EDGE = {"views", "api", "tasks"}


def test_every_import_points_down():
    assert [broken for path in sorted(APP.rglob("*.py")) for broken in broken_rules(path)] == []


def test_only_the_clock_reads_the_time():
    reading = [
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if re.search(r"\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(", path.read_text())
    ]
    assert reading == ["clock.py"]


def test_the_clock_is_read_at_the_edge_only():
    reading = {
        path.relative_to(APP).with_suffix("").parts
        for path in APP.rglob("*.py")
        if re.search(r"\bclock\.(now|forum_now)\(", path.read_text())
    }
    inside = {place for place in reading if place[0] not in ROOF and not EDGE & set(place)}
    assert inside <= {("keys", "web"), ("access",), ("released",)}, inside


def test_the_clock_of_a_demonstration_moves_what_is_on_the_banner_doors_gate_and_lines_alone():
    """As the README says of FORUM_CLOCK. Held pages (`released`) end with either clock."""
    reading = {
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if re.search(r"\bclock\.forum_now\(", path.read_text())
    }
    on_now = {"programme/views/now.py", "programme/views/schedule.py", "forums/views/banners.py"}
    on_now |= {"programme/views/points.py"}  # where it is night now

    at_doors = {"registration/views/doors.py", "registration/views/gate.py"}
    at_points = {"broadcast/views/opening.py", "broadcast/views/point_desk.py"}
    assert reading == on_now | at_doors | at_points | {"released.py"}


def test_rules_reach_no_table_not_even_through_others():
    """A rule is asked with facts in hand: what it imports may not bring the tables along."""
    modules = {module_of(path): path for path in APP.rglob("*.py")}
    rules = [name for name in modules if "rules" in name.split(".")]

    assert len(rules) > 10
    assert {way for name in rules if (way := way_to_models(name, modules))} == set()


def way_to_models(start: str, modules: dict[str, Path]) -> str | None:
    """The chain of imports from `start` to a module of tables: "a > b > c"; None without one.

    The application's own package is not walked through: the roof is built by importing it.
    """
    ways = {start: start}
    for name in (waiting := [start]):
        if "models" in name.split("."):
            return ways[name]
        for _, dotted in imports_of(modules[name]):
            for end in range(2, len(parts := dotted.split(".")) + 1):
                stem = ".".join(parts[:end])
                if stem in modules and stem not in ways:
                    ways[stem] = f"{ways[name]} > {stem}"
                    waiting.append(stem)
    return None


def module_of(path: Path) -> str:
    parts = path.relative_to(APP.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def broken_rules(path: Path):
    place, *rest = path.relative_to(APP).with_suffix("").parts
    drawer = rest[0] if rest else None
    if place in ROOF:
        return
    if place not in FLOOR or drawer not in {None, "__init__", *DRAWERS}:
        yield f"{path.relative_to(APP)}: neither room, ground nor drawer of the house"
        return
    for line, name in imports_of(path):
        why = why_not(place, drawer, name)
        if why:
            yield f"{path.relative_to(APP)}:{line} imports {name}: {why}"


def why_not(place: str, drawer: str | None, name: str) -> str | None:
    """Why a drawer of `place` may not import the dotted `name`, or None if it may."""
    allowed, never = DRAWERS.get(drawer, (set(), set()))
    if any(f"{name}.".startswith(f"{banned}.") for banned in never):
        return f"{drawer} may not know it"
    top, other, inner, *_ = [*name.split("."), "", ""]
    if top != "forum_app":
        return None
    if other not in FLOOR:
        return "the roof knows the rooms, never the other way round"
    if other == place:
        return None if inner in {drawer, *allowed} or drawer is None else "the wrong way in a room"
    if FLOOR[other] > FLOOR[place] or (FLOOR[other] == FLOOR[place] != 0):
        return f"{place} stands below or beside {other}"
    if FLOOR[other] and inner not in OPEN_TO_UPPER_ROOMS:
        return f"{inner or 'the package'} is private to {other}"
    if FLOOR[other] and inner in GUARDS and drawer not in EDGE:
        return f"{inner} of {other} is for views and api"
    return None


def imports_of(path: Path):
    """Yield (line, absolute dotted name) for each name imported by `path`."""
    here = ("forum_app", *path.relative_to(APP).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            stem = ".".join(filter(None, [base, node.module]))
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)

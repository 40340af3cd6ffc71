"""Case `sheets`: the call sheets of the model case, all its points in one file, as PDF."""

from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

from .. import clock
from ..broadcast.queries.relays import remote_points
from ..broadcast.queries.sheets import call_sheets_of
from ..broadcast.sheets.calls import TEMPLATE, facts_of
from ..commands.demo import make_demo
from ..commands.model_case import SLUG
from ..forums.queries import forum_at
from ..typesetting import typeset
from .reports import Lab, Report
from .stands import a_stand, entered

MOST_SECONDS, MOST_MB = 3.0, 300


def sheets(lab: Lab) -> Report:
    """Each file from the questions to the database on; the memory is that of its process."""
    files = lab.many(10, 2)
    report = Report("sheets", 1, f"{files} files, each with the sheets of all points")
    with a_stand(lab.server_url) as stand, entered(stand):
        make_demo()
        made = [_file() for _ in range(files)]
    slowest = max(seconds for seconds, _, _ in made)
    said = f"{slowest:.2f} s (half of them {median(x for x, _, _ in made):.2f} s)"
    report.judge("slowest file", said, f"under {MOST_SECONDS:.0f} s", slowest < MOST_SECONDS)
    most = getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024
    report.judge("largest process that sets, MB", most, f"under {MOST_MB}", most < MOST_MB)
    report.tell("points in a file", made[0][1])
    report.tell("a file, kB", made[0][2] // 1024)
    return report


def _file() -> tuple[float, int, int]:
    """(seconds, points, bytes)."""
    began = perf_counter()
    forum = forum_at(SLUG)
    if forum is None:
        raise LookupError(SLUG)
    points = remote_points(forum)
    facts = facts_of(forum, call_sheets_of(forum, points), lang="", now=clock.now())
    made = typeset(TEMPLATE, facts)
    return perf_counter() - began, len(points), len(made)

"""Letters to those at the points, written as they leave; and the rounds of this room."""

from collections.abc import Callable
from typing import Any

from ...post.rules import Letter
from . import coordinators, pages, reminders, tests

WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    **coordinators.WRITERS,
    **pages.WRITERS,
    **tests.WRITERS,
    **reminders.WRITERS,
}

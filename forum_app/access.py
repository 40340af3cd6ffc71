"""Who may open a door. Every view carries exactly one guard; `create_app` refuses one without.

A guard has a name, which `tests/house/doors.py` lists for each endpoint, and a check that runs
before the view and raises an HTTP error (401 who are you, 403 not you, 404 not here).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import request

LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
P = ParamSpec("P")
R = TypeVar("R")


def guard(
    name: str, check: Callable[..., None] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator that lets in whoever `check(**view_args)` does not turn away."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            if check is not None:
                check(**kwargs)
            return view(*args, **kwargs)

        wrapper.guard = name  # type: ignore[attr-defined]  # read by create_app and the house tests
        return wrapper

    return decorate


anyone = guard("anyone")


def is_own_machine() -> bool:
    """The peer itself is this machine: what a proxy passes on comes from elsewhere."""
    peer = request.environ.get("werkzeug.proxy_fix.orig", request.environ).get("REMOTE_ADDR")
    return peer in LOOPBACK and not any(name in request.headers for name in FORWARDED)


def guard_of(view: Callable[..., Any]) -> str | None:
    return getattr(view, "guard", None)

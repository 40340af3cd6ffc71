"""What a point's own device found of its camera, microphone and loudspeaker, and what it means."""

import re
from dataclasses import dataclass
from typing import Any

from .readiness import Result

LABEL = 80  # characters of the name of a device
LEAST_WIDTH, LEAST_HEIGHT = 640, 360  # a picture below that is poor on the screen of a hall
SILENT, QUIET = 3, 12  # of 100, the loudest that was heard
_BROWSERS = (  # the first whose sign is in what a browser calls itself
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
)


@dataclass(frozen=True, kw_only=True)
class Tried:
    """camera, microphone: as the device calls them. loudest: 0 to 100. heard: the tone it played.

    width, height: of the picture, 0 where there was none.
    """

    camera: str
    microphone: str
    width: int
    height: int
    loudest: int
    heard: bool
    browser: str

    @property
    def result(self) -> Result:
        if not self.width or not self.height or self.loudest < SILENT or not self.heard:
            return Result.FAIL
        if self.width < LEAST_WIDTH or self.height < LEAST_HEIGHT or self.loudest < QUIET:
            return Result.WARN
        return Result.PASS

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of it: no picture, no sound."""
        return {
            "camera": self.camera[:LABEL],
            "microphone": self.microphone[:LABEL],
            "picture": f"{self.width}×{self.height}" if self.width and self.height else "",
            "loudest": self.loudest,
            "heard": self.heard,
            "browser": self.browser,
        }


def browser_family(agent: str) -> str:
    """ "Chrome", "Safari" …; "" for one that is not known."""
    return next((name for name, sign in _BROWSERS if re.search(sign, agent)), "")

"""Make the typeface light enough for a bad line, and give it digits of equal width.

    python typefaces.py FOLDER_OF_WOFF2 OUT_FOLDER

Reads be-vietnam-pro-*.woff2 and writes them under the same names without hinting, which halves
them (94 kB to 46 kB), and be-vietnam-figures-{400,600}-normal.woff2 (1.3 kB each). Needs fonttools
and brotli, at build time only: without them the build takes the whole files, and digits are
proportional.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]


def lighten(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    keep(font, font.getBestCmap().keys(), FEATURES)
    save(font, target)


def cut_figures(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    keep(font, map(ord, "0123456789"), [])
    digits = font.getBestCmap().values()
    width = max(font["hmtx"][glyph][0] for glyph in digits) - 30
    for glyph in digits:
        advance, bearing = font["hmtx"][glyph]
        shift = (width - advance) // 2
        font["glyf"][glyph].coordinates.translate((shift, 0))
        font["glyf"][glyph].recalcBounds(font["glyf"])
        font["hmtx"][glyph] = (width, bearing + shift)
    save(font, target)


def keep(font: TTFont, unicodes: Iterable[int], features: list[str]) -> None:
    cutter = subset.Subsetter(subset.Options(layout_features=features, hinting=False))
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)


def save(font: TTFont, target: Path) -> None:
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    fonts, out = map(Path, sys.argv[1:3])
    for face in sorted(fonts.glob("be-vietnam-pro-*.woff2")):
        lighten(face, out / face.name)
    for weight in (400, 600):
        latin = fonts / f"be-vietnam-pro-latin-{weight}-normal.woff2"
        cut_figures(latin, out / f"be-vietnam-figures-{weight}-normal.woff2")

"""Markdown of the organisers as markup that may stand on a page.

Raw HTML, scripts, other schemes than https, http and mailto, and pictures are words, never acts:
first by the parser, which is not told of them, then by a list of what a page may hold.
"""

from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

MOST = 20_000  # characters of one text
_TAGS = {
    *("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"),
    *("pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_SCHEMES = {"https", "http", "mailto"}


class _Calm(RendererHTML):
    """Pictures are their words alone."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return str(escape(tokens[idx].content))


_markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Calm)
_markdown.disable(["html_block", "html_inline"]).enable("table")


@lru_cache(maxsize=256)
def markup_of(text: str, top: int = 2) -> Markup:
    """`text`, Markdown of at most MOST characters, as harmless markup: no ids, no pictures.

    top: the level that its highest headings get; none below it leaves a level out.
    """
    tokens = _markdown.parse(text[:MOST])
    _level(tokens, top)
    return Markup(
        nh3.clean(
            str(_markdown.renderer.render(tokens, _markdown.options, {})),
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes=_SCHEMES,
            link_rel="noopener noreferrer nofollow",
        )
    )


def _level(tokens: list[Token], top: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    above = top - 1
    for token in headings:
        if token.type == "heading_open":
            above = min(int(token.tag[1]) - highest + top, above + 1, 6)
        token.tag = f"h{above}"

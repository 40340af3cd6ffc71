"""What organisers write in Markdown is words, headings, lists and links, and never an act."""

import re

import pytest

from forum_app.markup import MOST, markup_of


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/x.png)",
        "[![x](https://elsewhere.example/x.png)](vbscript:x)",
        "<a name=cookie>x</a>",
        "<form action=https://elsewhere.example><input name=q></form>",
        "<style>*{display:none}</style>",
    ],
)
def test_script_pictures_and_html_are_words(written):
    tags = re.findall(r"<[^>]+>", markup_of(written))

    assert {tag.strip("</>") for tag in tags} <= {"p"}


def test_a_link_leads_to_the_web_a_mailbox_or_a_page_of_ours_and_takes_nothing_along():
    made = markup_of("[a](https://example.org) <mailto:a@example.org> [b](/vi/x)")

    assert made.count('rel="noopener noreferrer nofollow"') == made.count("<a ") == 3


def test_headings_begin_below_the_pages_own_and_leave_no_level_out():
    made = markup_of("## One\n\n##### Two\n\n## Three", 3)

    assert re.findall(r"<(h\d)>", made) == ["h3", "h4", "h3"]


def test_headings_lists_tables_and_emphasis_are_kept():
    made = markup_of("# A\n\n- **b**\n\n1. *c*\n\n|d|\n|-|\n|e|\n\n> f")

    for tag in ("h2", "ul", "strong", "ol", "em", "table", "blockquote"):
        assert f"<{tag}>" in made


@pytest.mark.parametrize("piece", [">", "*", "- ", "1. "])
def test_nesting_without_end_ends(piece):
    made = markup_of(piece * 10_000)

    assert max(made.count("<blockquote>"), made.count("<ul>"), made.count("<ol>")) <= 20


def test_what_is_longer_than_a_page_is_cut():
    assert len(markup_of("a" * (MOST + 99))) == MOST + len("<p></p>\n")

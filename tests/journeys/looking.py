"""A page as axe sees it, and the screen that it has to fit."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
# Nothing comes back but what is wrong: what is right is most of it, and is read by nobody.
FINDS = "options => axe.run(options).then(found => found.violations)"
RULES = {"resultTypes": ["violations"]}
TARGETS = RULES | {"rules": {"target-size": {"enabled": True}}}


def found_on(page, rules=RULES):
    """(rule, element) of everything that axe finds wrong, of three elements at most for each."""
    page.evaluate(AXE)
    found = page.evaluate(FINDS, rules)
    return [(one["id"], node["html"][:200]) for one in found for node in one["nodes"][:3]]


def looks_right(page, width):
    """Axe finds nothing, and nothing stands out of a screen of this width."""
    assert (page.url, found_on(page)) == (page.url, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

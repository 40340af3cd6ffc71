"""What a story waits for, as long as it takes: the page a press leads to, and news of others."""

from forum_app.commands.demo_doors import PASSWORD

# What such a page shows, it was told of by its stream, at once: it asks for nothing by itself.
ASKS_NEVER = """
  const ring = setTimeout, NEVER = 2 ** 31 - 1;
  window.setTimeout = (act, wait = 0, ...given) => ring(act, wait > 5000 ? NEVER : wait, ...given);
  Math.random = () => 0;
"""


def follow(page, what):
    """Press it, a selector or a place on the page, and be on the page that it leads to."""
    with page.expect_navigation():
        (page.locator(what).first if isinstance(what, str) else what).click()


def sign_in(page, server, who, lang="en"):
    page.goto(f"{server.url}/{lang}/sign-in")
    page.fill("#email", f"{who}@example.org")
    page.fill("#password", PASSWORD)
    follow(page, "main button.main")


def ask_until(page, said, wanted=None):
    """The page asks again, as at its next poll, until this is so: an answer on its way is older."""
    page.wait_for_function(
        f"wanted => dispatchEvent(new Event('online')) && ({said})(wanted)",
        arg=wanted,
        polling=500,
    )

"""Where the site begins: the only forum, or the list of all, in the language asked for."""

import pytest

from forum_app.db import db

from ..builders import a_forum, words


def another_forum(app):
    with app.app_context():
        a_forum(slug="other", name=words("Diễn đàn khác", "Another forum"))
        db.session.commit()


def test_the_start_leads_to_the_only_forum_in_the_browsers_language(browser, site):
    answer = browser().get("/", headers={"Accept-Language": "en-SG,en;q=0.9"})

    assert (answer.status_code, answer.location) == (302, "/en/summit/")
    assert browser().get("/", headers={"Accept-Language": "fr"}).location == "/vi/summit/"
    assert browser().get("/?lang=en").location == "/en/summit/"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_language_alone_leads_where_the_start_does_in_that_language(browser, app, site, lang):
    other = {"Accept-Language": "en" if lang == "vi" else "vi"}
    only = browser().client.get(f"/{lang}/", headers=other).location
    another_forum(app)
    several = browser().client.get(f"/{lang}/?lang=fr", headers=other)

    assert only == f"/{lang}/summit/"
    assert f'<html lang="{lang}"' in several.text
    assert f'href="/{lang}/other/"' in several.text
    assert browser().client.get(f"/{lang}").location.endswith(f"/{lang}/")
    assert browser().client.get("/fr/").status_code == 404


def test_the_start_lists_the_forums_where_there_are_several(browser, app, site):
    another_forum(app)

    assert "Another forum" in browser().get("/?lang=en").text


def test_a_site_without_a_forum_says_so(browser):
    assert "There is no forum here yet" in browser().get("/?lang=en").text

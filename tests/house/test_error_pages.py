"""A page that says no: in the frame of the forum below which it stands, telling nothing else."""

import pytest

from forum_app import seal
from forum_app.db import db

from ..builders import NOW, a_forum, a_session, a_user, release, words
from ..registration.applications import hall, registered

pytestmark = pytest.mark.same_rows


@pytest.fixture
def secret(app):
    """The secret of a link of the forum “here”; “there” is another forum. Committed."""
    with app.app_context():
        here = a_forum(slug="here", short_name=words("Diễn đàn này", "This forum"))
        a_session(here, code="W1", hall=3)
        release(here)
        a_forum(slug="there", short_name=words("Diễn đàn kia", "That forum"))
        delegate = registered(here, hall("W1"), now=NOW)
        db.session.commit()
        return seal.opened(delegate.link_sealed)


PATHS = ["nothing", "sessions/W9", "registration/x", "a/b/c/d", "desk/nothing", "%E2%80%AE"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("lang", "name", "said"),
    [("en", "This forum", "There is nothing here"), ("vi", "Diễn đàn này", "Không tìm thấy trang")],
)
def test_what_is_not_there_is_said_in_the_frame_and_language_of_its_forum(
    browser, secret, path, lang, name, said
):
    answer = browser().get(f"/{lang}/here/{path}", headers={"Accept-Language": "fr"})

    assert answer.status_code == 404
    assert f'<html lang="{lang}">' in answer.text
    assert f"<title>{said} · {name}</title>" in answer.text
    masthead = answer.text.split("</header>")[0]
    assert f'href="/{lang}/here/"' in masthead
    assert f'href="/{lang}/here/schedule"' in masthead
    assert f'href="/{lang}/here/register"' in masthead
    main = answer.text.split('<main id="main"')[1]
    assert f'class="button" href="/{lang}/here/schedule"' in main
    assert f'class="button" href="/{lang}/here/registration"' in main
    other = {"en": "vi", "vi": "en"}[lang]
    assert f'href="/{other}/here/{path}"' in masthead


@pytest.mark.parametrize(
    "path", ["/en/nowhere/", "/en/nowhere/x", "/nothing/here", "/eng", "/mail"]
)
def test_where_no_forum_is_named_the_frame_is_the_sites(browser, secret, path):
    answer = browser().get(path, headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert "· Hybrid Forum</title>" in answer.text
    assert "This forum" not in answer.text


def test_other_refusals_stand_in_the_same_frame(app, browser, secret):
    with app.app_context():
        nobody = a_user().id
        db.session.commit()

    forbidden = browser(nobody).get("/en/here/desk/")
    unknown_method = browser().client.delete("/en/here/schedule")

    assert (forbidden.status_code, unknown_method.status_code) == (403, 405)
    assert "This forum</title>" in forbidden.text
    assert "This forum</title>" in unknown_method.text


def test_nobody_learns_from_the_page_whether_a_secret_exists(browser, secret):
    paths = [
        f"/en/there/registration/{secret}",  # of another forum
        f"/en/there/registration/{'x' * 22}",
        f"/en/there/registration/{secret}/nothing",
        f"/en/there/registration/{secret}/ticket",
        "/en/there/nothing",
    ]

    answers = [browser().get(path) for path in paths]

    assert {answer.status_code for answer in answers} == {404}
    pages = {answer.text.replace(path[3:], "") for answer, path in zip(answers, paths, strict=True)}
    assert len(pages) == 1
    heads = [{k: v for k, v in x.headers if k not in ("Content-Length", "Date")} for x in answers]
    assert all(head == heads[0] for head in heads)


def test_a_real_link_with_nothing_behind_it_looks_like_an_invented_one(browser, secret):
    real, invented = (f"/en/here/registration/{x}/nothing" for x in (secret, "x" * 22))

    pages = {browser().get(x).text.replace(x[3:], "") for x in (real, invented)}

    assert len(pages) == 1

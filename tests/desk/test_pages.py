"""Information pages and the openings of letters, as the organiser writes them."""

import re

import pytest

from forum_app.db import db
from forum_app.models import Forum, InfoPage, LetterText

from ..builders import a_page
from ..programme.test_public_pages import words_of
from .forms import acts, as_shown, edits, row

pytestmark = pytest.mark.same_rows

TEXT = {"title_vi": "Đường đến", "title_en": "Getting there", "body_en": "Take **gate 1**."}
LETTER = "/texts?letter=registration.promoted"


@pytest.fixture
def page(app, there):
    """The address of a published page at the desk, and of everybody, in Vietnamese."""
    with app.app_context():
        a_page(db.session.get_one(Forum, there.forum_id), "gates", body="Cổng 1")
        db.session.commit()
    return "/pages/gates", f"/vi/{there.slug}/pages/gates"


def seen_and_number(page):
    """What the first button that goes back sends."""
    form = re.search(r'<form method="post" action="[^"]*/back">(.*?)</form>', page.text, re.S)[1]
    return dict(re.findall(r'name="(seen|number)" value="(\d+)"', form))


def test_a_draft_is_nobodys_business_until_it_is_published(browser, desk, there):
    public = f"/en/{there.slug}/pages/way"
    edits(desk, "/pages/new", slug="way", draft="y", **TEXT)
    before = browser().get(public).status_code

    edits(desk, "/pages/way", publish="y")

    answer = browser().get(public)
    assert (before, answer.status_code) == (404, 200)
    assert "Take <strong>gate 1</strong>." in answer.text
    assert f'href="{public}"' in browser().get(f"/en/{there.slug}/").text
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_new_draft_leaves_what_is_published_as_it_is(browser, desk, page):
    mine, public = page
    edits(desk, mine, body_vi="Cổng 2", draft="y")

    assert "Cổng 1" in browser().get(public).text
    assert "newer draft" in desk.get("/pages").text
    edits(desk, mine, publish="y")
    assert "Cổng 2" in browser().get(public).text


def test_a_preview_shows_the_page_and_saves_nothing(app, desk, page):
    mine, _ = page
    shown = edits(desk, mine, body_vi="# Cổng 3 <script>x</script>", preview="y")

    assert shown.status_code == 200
    assert "<h2>Cổng 3 &lt;script&gt;x&lt;/script&gt;</h2>" in shown.text
    assert "# Cổng 3" in as_shown(shown)["body_vi"]
    assert row(app, InfoPage, slug="gates").version == 2


def test_one_goes_back_to_an_earlier_version_which_is_written_anew(browser, desk, page):
    mine, public = page
    edits(desk, mine, body_vi="Sai", publish="y")

    answer = desk.post(f"{mine}/back", seen_and_number(desk.get(mine)))

    assert answer.status_code == 303
    assert as_shown(desk.get(mine))["body_vi"] == "Cổng 1"
    assert "Sai" in browser().get(public).text
    edits(desk, mine, publish="y")
    assert "Cổng 1" in browser().get(public).text
    assert [x[1] for x in versions(desk.get(mine))] == ["Ngọc Ánh", "Ngọc Ánh", "the system"]


def versions(page):
    rows = re.findall(r'<th scope="row">(\d+)</th>(.*?)</tr>', page.text, re.S)
    return [(n, re.findall(r"<td>(.*?)</td>", cells, re.S)[2]) for n, cells in rows]


@pytest.mark.parametrize("number", ["", "0", "9", "x", "9" * 400])
def test_a_version_that_is_not_there_is_told(desk, page, number):
    seen = as_shown(desk.get(page[0]))["seen"]

    answer = desk.post(f"{page[0]}/back", {"seen": seen, "number": number})

    assert answer.status_code == 422
    assert "This page has no such version." in answer.text


def test_of_two_who_write_one_page_the_later_sees_both(browser, desk, page):
    mine, public = page
    seen = as_shown(desk.get(mine))
    desk.post(mine, seen | {"body_vi": "Của họ", "publish": "y"})
    late = desk.post(mine, seen | {"body_vi": "Của tôi", "publish": "y"})

    assert late.status_code == 409
    assert "vi: Của họ" in late.text
    assert as_shown(late)["body_vi"] == "Của tôi"
    assert "Của họ" in browser().get(public).text
    assert desk.post(f"{mine}/withdraw", {"seen": seen["seen"]}).status_code == 409


def test_a_page_that_is_taken_off_is_kept(app, browser, desk, page):
    mine, public = page
    answer = desk.post(f"{mine}/withdraw", {"seen": as_shown(desk.get(mine))["seen"]})

    assert answer.status_code == 303
    assert browser().get(public).status_code == 404
    assert public not in browser().get(public.replace("pages/gates", "schedule")).text
    assert acts(app, "page") == ["forums.make_page", "forums.publish_page", "forums.withdraw_page"]


def test_the_page_of_the_way_stands_on_the_first_page_too(browser, desk, there):
    edits(desk, "/pages/new", slug="getting-there", publish="y", **TEXT)

    assert "Take <strong>gate 1</strong>." in browser().get(f"/en/{there.slug}/").text


def test_a_page_of_one_language_says_so_to_readers_of_the_other(browser, desk, there):
    edits(desk, "/pages/new", slug="way", publish="y", **TEXT)

    assert '<div class="prose" lang="en">' in browser().get(f"/vi/{there.slug}/pages/way").text


def test_a_letter_begins_with_what_the_organisers_wrote(app, desk, there, mail):
    typed = (
        "Kính gửi {name} ({reference}):\n\nhẹn gặp ở {session}, {forum}. [x](http://evil.example)"
    )
    answer = edits(
        desk, LETTER, paragraph_vi=typed, paragraph_en="Dear {name}, see you in {session}."
    )
    assert answer.status_code == 303

    desk.post(f"/seats/W1/{there.hall}", {"seats": 3, "seen": 2})

    letter = next(x for x in mail() if "A seat for you" in x["Subject"])
    text = letter.get_body(("plain",)).get_content()
    assert re.search(r"Dear Delegate \d+, see you in W1 Session\.", text)
    assert text.index("Dear Delegate") < text.index("A seat came free")


def test_what_the_organisers_write_becomes_no_link(app, desk, there, mail):
    edits(
        desk,
        LETTER,
        paragraph_en="[Pay here](http://evil.example) <a href=http://evil.example>x</a>",
    )
    desk.post(f"/seats/W1/{there.hall}", {"seats": 3, "seen": 2})

    letter = next(x for x in mail() if "A seat for you" in x["Subject"])
    html = letter.get_body(("html",)).get_content()
    assert "evil.example" not in html
    assert "&lt;a href=" in html


@pytest.mark.parametrize(
    ("letter", "typed"),
    [
        ("registration.promoted", "{x.__class__}"),
        ("registration.promoted", "{name"),
        ("registration.received", "{session}"),
        ("registration.receipt", "{reference}"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"preview": "y"}])
def test_a_placeholder_that_cannot_be_is_told_and_nothing_is_lost(app, desk, letter, typed, button):
    answer = edits(desk, f"/texts?letter={letter}", paragraph_en=typed, **button)

    assert answer.status_code == 422
    assert as_shown(answer)["paragraph_en"] == typed
    with app.app_context():
        assert db.session.query(LetterText).count() == 0


@pytest.mark.parametrize(
    "letter", ["received", "known", "link", "changed", "promoted", "decided", "receipt"]
)
def test_the_whole_letter_is_shown_in_both_languages_before_it_is_saved(app, desk, letter):
    path = f"/texts?letter=registration.{letter}"
    shown = edits(desk, path, paragraph_en="Dear {name}!", paragraph_vi="Chào {name}!", preview="y")

    assert "Dear Nguyễn Thị Ánh!" in shown.text
    assert "Chào Nguyễn Thị Ánh!" in shown.text
    assert shown.text.count('<pre class="letter"') == 2
    with app.app_context():
        assert db.session.query(LetterText).count() == 0


def test_one_goes_back_to_the_standard_text(app, desk):
    edits(desk, LETTER, paragraph_en="Hello {name}")
    shown = words_of(desk.get(LETTER).text)
    late = desk.post(LETTER, {"seen": "0", "paragraph_en": "Late"})

    answer = edits(desk, LETTER, standard="y")

    assert "Hello Nguyễn Thị Ánh" in shown
    assert (late.status_code, answer.status_code) == (409, 303)
    assert row(app, LetterText, template="registration.promoted").paragraph is None
    assert "Hello" not in desk.get(LETTER).text


def test_a_letter_that_is_not_there_has_no_page(desk):
    assert desk.get("/texts?letter=registration.nothing").status_code == 404
    assert desk.get("/texts?letter=%00").status_code == 404

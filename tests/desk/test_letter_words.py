"""Organisers read what a letter is called, not how its template is named."""

import pytest

from forum_app import LETTERS
from forum_app.i18n import LANGUAGES


@pytest.mark.same_rows
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_of_a_forum_has_a_name_of_its_own(app, lang):
    ours = sorted(name for name in LETTERS if not name.startswith("accounts."))
    with app.test_request_context(f"/{lang}/"):
        named = app.jinja_env.get_template("desk/letter_words.html").make_module({"lang": lang})
        said = {name: named.letter(name).strip() for name in ours}

    assert {name for name, word in said.items() if word in ("", name)} == set()
    assert len(set(said.values())) == len(ours)

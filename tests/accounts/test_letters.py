"""Every letter about accounts and roles is written in both languages, and says whose it is."""

import pytest

from forum_app import LETTERS, clock
from forum_app.accounts.models import LinkPurpose
from forum_app.accounts.services import links
from forum_app.db import db
from forum_app.post import feeds

from ..builders import a_forum

TELLS_ONLY = "accounts.moved"  # a new password would go to whoever moved the account
OURS = sorted(name for name in LETTERS if name.startswith(("accounts.", "forums.")))
PURPOSES = {
    "accounts.known": LinkPurpose.SIGN_IN,
    "forums.invitation": LinkPurpose.INVITATION,
    **{f"accounts.{purpose.value}": purpose for purpose in LinkPurpose},
}


def facts_for(template):
    """What the services lay beside this letter."""
    facts = {"name": "Lê An", "old": "old@example.org", "new": "new@example.org"}
    facts |= {"kind": "passkey", "added": True, "role": "door", "desk": "/en/account"}
    facts["forum_id"] = a_forum().id
    if template in PURPOSES:
        link, secret = links.make_link(PURPOSES[template], "new@example.org", now=clock.now())
        facts |= {"link_id": link.id, "secret": secret}
    return facts


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("template", OURS)
def test_a_letter_is_written_and_has_one_button_or_none(app, template, lang):
    with app.test_request_context():
        facts = facts_for(template)
        letter = LETTERS[template](facts, lang)
        text = feeds.text_of(letter, lang, base_url="http://localhost")
        db.session.rollback()

    assert letter.subject
    assert "%(" not in text
    assert text.count("http://localhost/") == (0 if template == TELLS_ONLY else 1)
    assert facts.get("secret", "") in text


@pytest.mark.parametrize(("kind", "added"), [(k, a) for k in ("passkey", "app") for a in (0, 1)])
def test_each_change_of_the_second_step_has_a_subject_of_its_own(app, kind, added):
    with app.test_request_context():
        letter = LETTERS["accounts.second_step"]({"kind": kind, "added": bool(added)}, "en")

    assert ("passkey" in letter.subject) == (kind == "passkey")
    assert ("added" in letter.subject) == bool(added)

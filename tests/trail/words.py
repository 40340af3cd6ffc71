"""Every test that notes something in the trail asks whether the pages have words for it."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from forum_app.i18n import LANGUAGES

NOTED = set()  # fields since the last question
SAID = set()  # those found to have words


@event.listens_for(Session, "before_commit", insert=True)
def _hear(session):
    for entry in session.info.get("trail", ()):
        for name, fact in entry.facts.items():
            fields = fact if name in ("before", "after") and isinstance(fact, dict) else [name]
            NOTED.update({name} if set(fields) <= set(LANGUAGES) else fields)


def unsaid_since(app):
    """The fields noted since the last question that pages would show as they are noted."""
    asked = NOTED - SAID
    NOTED.clear()
    if not asked:
        return set()
    words = words_of_trail(app, "en")
    with app.test_request_context("/en/"):
        unsaid = {name for name in asked if words.is_said(name) and words.field(name) == name}
    SAID.update(asked - unsaid)
    return unsaid


def words_of_trail(app, lang):
    """The macros with the trail's words."""
    with app.test_request_context(f"/{lang}/"):
        return app.jinja_env.get_template("desk/trail.html").make_module({"lang": lang})

"""Both languages are complete: each sentence of code and templates is in each catalogue."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from forum_app.i18n import CATALOGUES, LANGUAGES, SOURCE

HOUSE = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "say": (2,),
    "ngettext": (1, 2),
    "say_many": (2, 3),
}
OTHERS = [lang for lang in LANGUAGES if lang != SOURCE]


def said() -> set:
    """Every msgid of the house: a text, or a tuple of its forms."""
    found = set()
    for path in HOUSE.glob("forum_app/**/*.py"):
        found |= {m for _, m, *_ in extract_from_file("python", path, keywords=KEYWORDS)}
    for path in HOUSE.glob("templates/**/*.*"):
        extracted = extract_from_file(
            "jinja2.ext:babel_extract", path, keywords=KEYWORDS, options={"trimmed": "true"}
        )
        found |= {m for _, m, *_ in extracted}
    return {m if isinstance(m, str) else tuple(m) for m in found if m}


def catalogue(lang):
    for file in sorted((CATALOGUES / lang).glob("*.po")):
        yield from (message for message in read_po(BytesIO(file.read_bytes())) if message.id)


@pytest.mark.parametrize("lang", OTHERS)
def test_every_sentence_is_said_in_every_language_and_none_is_stale(lang):
    there = Counter(m.id if isinstance(m.id, str) else tuple(m.id) for m in catalogue(lang))

    assert said() - set(there) == set(), "not translated"
    assert set(there) - said() == set(), "said nowhere"
    assert [msgid for msgid, times in there.items() if times > 1] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_no_translation_is_empty_doubtful_or_fills_in_other_facts(lang):
    for message in catalogue(lang):
        ids = [message.id] if isinstance(message.id, str) else message.id
        texts = [message.string] if isinstance(message.string, str) else message.string
        assert all(texts), message.id
        assert not message.fuzzy, message.id
        for text in texts:
            assert facts(text) <= facts(*ids), message.id
            assert facts(ids[-1]) == facts(text), message.id


def facts(*texts):
    return {fact for text in texts for fact in re.findall(r"%\((\w+)\)", text)}

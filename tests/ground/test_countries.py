"""Countries and languages by the names that their people and this page's readers use."""

import pytest

from forum_app.i18n import country_said, language_said


@pytest.mark.parametrize(
    ("code", "lang", "name"),
    [
        ("VN", "en", "Viet Nam"),
        ("VN", "vi", "Việt Nam"),
        ("LA", "en", "Lao PDR"),
        ("MM", "vi", "Myanmar"),
        ("MM", "en", "Myanmar"),
        ("CC", "en", "Cocos (Keeling) Islands"),
        ("??", "en", "??"),
    ],
)
def test_a_country_is_called_what_it_calls_itself(code, lang, name):
    assert country_said(code, lang) == name


def test_a_language_is_named_in_the_language_of_the_page():
    assert (language_said("en", "vi"), language_said("vi", "en")) == ("Tiếng Anh", "Vietnamese")

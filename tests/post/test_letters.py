"""Rules of what a letter holds: words, never markup, never a stranger's link."""

import pytest

from forum_app.post.rules import Act, Attachment, Item, Letter, Line, Note, Text, harmless

LINKS = [
    ("http://evil.com/x", "http: //evil. com/x"),
    ("https:\\\\evil.com", "https: \\\\evil. com"),
    ("//evil.com", "//evil. com"),
    ("www.x.com", "www. x. com"),
    ("evil.com", "evil. com"),
    ("💩.la", "💩. la"),
    ("ｅｖｉｌ．ｃｏｍ", "ｅｖｉｌ． ｃｏｍ"),
    ("đồng.vn", "đồng. vn"),
    ("evil.\u200bcom", "evil. com"),
    ("evil.\u200dcom", "evil. \u200dcom"),
    ("ev\u00adil.c\u2060om", "evil. com"),
    ("me@evil.com", "me@evil. com"),
    ("mailto:me@evil", "mailto: me@evil"),
    ("tel:+84900", "tel: +84900"),
    ("javascript:alert(1)", "javascript: alert(1)"),
    ("10.0.0.1", "10. 0.0.1"),
    ("=?utf-8?q?http=3A//evil?=", "= ?utf-8?q?http=3A//evil?="),
    ("[here](http://evil)", "[here] (http: //evil)"),
    ('<a href="http://evil.com">x</a>', '<a href="http: //evil. com">x</a>'),
]
OTHERS = [
    ("Nguyễn Thị Ngọc Ánh", "Nguyễn Thị Ngọc Ánh"),
    ("08:30–11:00", "08:30–11:00"),
    ("TP. Hồ Chí Minh, 22.10.2020", "TP. Hồ Chí Minh, 22.10.2020"),
    ("1.000 chỗ", "1.000 chỗ"),
    ("7K4M-2Q", "7K4M-2Q"),
    ("{x} %(y)s {{ z }}", "{x} %(y)s {{ z }}"),
    ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ("a\r\nBcc: x", "a Bcc: x"),
    ("a\x00\x1b[31mb", "a[31mb"),
    ("\u202eabc\u202c\u2066d\u2069", "abcd"),
    ("e\u0301", "é"),
    ("", ""),
    ("x" * 3000, "x" * 1999 + "…"),
]


@pytest.mark.parametrize(("typed", "shown"), LINKS + OTHERS)
def test_what_a_stranger_typed_is_shown_as_text_that_no_program_links(typed, shown):
    assert harmless(typed) == shown
    assert harmless(shown) == shown


def test_every_text_of_a_letter_is_harmless_whoever_wrote_it():
    evil = "http://evil.com"
    letter = Letter(
        sender=evil,
        subject=evil,
        heading=evil,
        blocks=[
            Text(evil),
            Item("hall", evil, [Line(evil, evil)]),
            Note(evil, Act(evil, "/here")),
        ],
    )

    assert "http://evil" not in repr(letter)
    assert "evil.com" not in repr(letter)


@pytest.mark.parametrize(
    "path",
    [
        "http://evil.com",
        "//evil.com",
        "/\\evil.com",
        "javascript:alert(1)",
        "",
        "x",
        "/a b",
        "/a\n",
    ],
)
def test_a_letter_links_to_our_own_pages_only(path):
    with pytest.raises(ValueError, match="our own pages"):
        Act("Xem", path)


@pytest.mark.parametrize("name", ["../x.ics", "a\r\nb.ics", "đ.ics", "", ".ics", 'a".ics'])
def test_an_attachment_has_a_plain_name(name):
    with pytest.raises(ValueError, match="name of an attachment"):
        Attachment(name, b"", "text/calendar")

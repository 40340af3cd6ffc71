"""What a mailbox receives: both parts, the headers, and no stranger's link in either."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest

from forum_app.post import feeds
from forum_app.post.rules import Attachment, InLanguage, Letter, Picture, Text, Title

from ..pages import check_page
from .conftest import write_received

AT = datetime(2030, 5, 1, 5, 0, tzinfo=UTC)
BASE = "https://forum.example.vn"
TAGS = {"html", "head", "meta", "title", "style", "body", "main", "p", "h1", "a", "div", "h3", "b"}
HOSTILE = [
    'Ánh <a href="http://evil.com">x</a>',
    "[x](http://evil.com)",
    "{x} {{ 7*7 }} {% raw %} %(name)s ${7*7}",
    "Ánh\r\nBcc: x@evil.com\r\n\r\nhttp://evil.com",
    "\u202emoc.live\u202c www.evil.com",
    "--=_boundary\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    '"><a href=http://evil.com>',
    "=?utf-8?q?http=3A//evil=2Ecom=0D=0ABcc=3A_x@evil=2Ecom?= x",
]


class Links(HTMLParser):
    """Where a page leads, and every tag it has."""

    def __init__(self, html):
        super().__init__()
        self.links, self.tags = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]


def a_row(**given):
    usual = {"uuid": "0c1d9a2e-1111-4222-8333-444455556666", "address": "anh@example.org"}
    rest = {"lang": "vi", "template": "test.received", "facts": "", "written_at": AT}
    return SimpleNamespace(**usual | rest | given)


def sent(letter, base=BASE, **row):
    parcel = feeds.parcel_of(letter, a_row(**row), base_url=base, now=AT)
    return parcel, message_from_bytes(parcel.content, policy=default)


def parts(message):
    plain, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
    return plain.replace("\r\n", "\n"), html


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strangers_text_is_neither_link_nor_markup_in_either_part(name):
    _, message = sent(write_received({"name": name}, "vi"))
    plain, html = parts(message)

    ours = {f"{BASE}/vi/ascf-2020/registration/s3cret", f"{BASE}/vi/ascf-2020/not-me"}
    assert set(Links(html).links) == ours
    assert Links(html).tags <= TAGS
    assert set(re.findall(r"\S*(?:://|www\.\w|evil\.\w)\S*", plain)) == ours
    assert "49" not in plain
    assert [name for name in message if name.lower() == "bcc"] == []
    assert message["To"] == "anh@example.org"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_subject_is_one_line_whatever_was_typed(name):
    _, message = sent(write_received({"name": name}, "vi"))

    assert "\n" not in message["Subject"]
    assert "evil.com" not in message["Subject"]
    assert "Bcc" not in message
    assert len(message.keys()) == 10


def test_a_long_subject_begins_beside_its_name():
    long = "Test of Yangon at 12:00 Friday, 27 November 2026 (UTC+6:30) is cancelled"
    parcel, message = sent(replace(write_received({}, "en"), subject=long))

    assert message["Subject"] == long
    assert b"\r\nSubject: Test of Yangon" in parcel.content


def test_vietnamese_arrives_as_it_was_written():
    parcel, message = sent(write_received({}, "vi"))
    plain, html = parts(message)

    assert parcel.content.isascii()
    assert message["Subject"] == "Đã nhận đăng ký Nguyễn Thị Ngọc Ánh"
    assert "Chúng tôi đã nhận đăng ký của Nguyễn Thị Ngọc Ánh\n" in plain
    assert "<h1>Chúng tôi đã nhận đăng ký của Nguyễn Thị Ngọc Ánh</h1>" in html
    assert "Hộp thư gửi không tiếp nhận thư trả lời." in plain
    assert message["Content-Language"] == "vi"
    check_page(html)


def test_a_letter_says_who_sent_it_and_that_no_human_did():
    _, message = sent(write_received({}, "vi"), base="http://127.0.0.1:8000")

    assert message["Message-ID"] == "<0c1d9a2e-1111-4222-8333-444455556666@[127.0.0.1]>"
    assert message["From"].addresses[0].addr_spec == "no-reply@[127.0.0.1]"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == AT


def test_a_letter_comes_from_the_forums_own_address_where_it_has_one():
    parcel, message = sent(write_received({"contact": "ban-to-chuc@example.vn"}, "vi"))

    assert parcel.sender == "ban-to-chuc@example.vn"
    assert message["From"].addresses[0].addr_spec == "ban-to-chuc@example.vn"
    assert "gửi thư đến: ban-to-chuc@example.vn\n" in parts(message)[0]


@pytest.mark.parametrize("words", ["Ánh", "Đ" * 100, "Nguyễn Thị Ngọc Ánh " * 9 + "x", "👩‍💻" * 30])
def test_any_words_are_cut_and_joined_again(words):
    letter = Letter(sender=words, subject=words, heading="x", blocks=[])

    parcel, _ = sent(letter)

    head = parcel.content.split(b"\r\nDate")[0].decode().replace("\r\n ", "\n ")
    [subject] = [x for x in re.split(r"\n(?! )", head) if x.startswith("Subject")]
    assert str(make_header(decode_header(subject))) == f"Subject: {words}"


@pytest.mark.parametrize("contact", ["not an address", "a@b@c", "ánh@example.vn", "a\nb@c.vn"])
def test_a_forums_broken_address_stops_no_letter(contact):
    parcel, _ = sent(write_received({"contact": contact}, "vi"))

    assert parcel.sender == "no-reply@forum.example.vn"


def test_a_long_name_of_the_forum_is_folded_and_read_back():
    host = "a-long-host-name.of-a-ministry.example.gov.vn"
    sender = 'Bộ Xây dựng, "Diễn đàn" cấp cao về đô thị thông minh các nước ASEAN năm 2020'
    letter = Letter(sender=sender, subject="x" * 300, heading="x", blocks=[])

    parcel, message = sent(letter, base=f"https://{host}")

    lines = parcel.content.split(b"\r\n\r\n")[0].decode().split("\r\n")
    folded = "\n".join(lines[: next(n for n, x in enumerate(lines) if x.startswith("To:"))])
    assert str(make_header(decode_header(folded))) == f"From: {sender} <no-reply@{host}>"
    assert [line for line in lines if "=?" in line and len(line) > 78] == []
    assert message["Message-ID"].endswith(f"@{host}>")
    assert message["Subject"] == "x" * 300


def test_a_calendar_and_a_ticket_travel_along():
    calendar = Attachment(
        "lich.ics", "BEGIN:VCALENDAR\r\nĐ".encode(), "text/calendar", {"method": "PUBLISH"}
    )
    ticket = Picture(b"\x89PNG\r\n\x1a\n", "Mã QR")
    blocks = [ticket, InLanguage("en", [Title("In English"), Text("Hello")])]
    letter = Letter(sender="x", subject="x", heading="x", blocks=blocks, attachments=[calendar])

    _, message = sent(letter)

    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_payload(decode=True) == calendar.content
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert f"cid:{picture['Content-ID'][1:-1]}" in parts(message)[1]
    assert '<div lang="en">' in parts(message)[1]
    assert "[Mã QR]" in parts(message)[0]


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("anh@example.org", "anh@example.org"),
        ("anh+tag@example.org", "anh+tag@example.org"),
        ("o'brien@sub.example.org", "o'brien@sub.example.org"),
        ("anh@đàlạt.vn", "anh@xn--lt-iia9qp51l.vn"),
        ("anh@straße.de", "anh@xn--strae-oqa.de"),
        ("anh@Đàlạt.VN", "anh@xn--lt-iia9qp51l.vn"),
        ("anh@xn--strae-oqa.de", "anh@xn--strae-oqa.de"),
        ("ánh@example.org", "ánh@example.org"),
        ("anh@localhost", "anh@localhost"),
    ],
)
def test_an_address_is_written_as_a_relay_takes_it(address, reached):
    assert feeds.envelope(address) == reached


@pytest.mark.parametrize(
    "address",
    [
        *("", "anh", "@example.org", "anh@", "a b@c.d", "a@b c", "a@b@c.d", "<a@b.c>", "a,b@c.d"),
        *("a\r\nb@c.d", "a@b.c\n", "a@b..c", "a@-", "a@b-.c", ".a@b.c", "a..b@c.d"),
        *("a@☕.org", "a@xn--zzzz.org", "a@a_b.org", "a@\u0301b.org"),
        *(f"{'a' * 65}@b.c", f"a@{'b' * 70}.c", f"a@{'b.' * 130}c"),
    ],
)
def test_what_is_no_address_is_never_handed_to_a_relay(address):
    with pytest.raises(feeds.Malformed):
        feeds.envelope(address)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://straße.de", "xn--strae-oqa.de"),
        ("https://đàlạt.vn:8443", "xn--lt-iia9qp51l.vn"),
        ("http://forum_web:8000", "forum_web"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_a_host_is_named_as_a_relay_knows_it(base_url, host):
    assert feeds.host_of(base_url) == host

"""What a stranger who registers somebody else is written, read as a mailbox shows it."""

import pytest

from forum_app.db import db
from forum_app.models import Delegate, Forum, Message

from .applications import hall, online, registered
from .pages import filled, link_of, rows

pytestmark = pytest.mark.same_rows

STRANGER = {"contact_name": "Stranger", "contact_email": "stranger@example.org"}
SAID = {
    "en": [
        "We have received what you sent for Typed By A Stranger",
        "All mail about it goes to anh@example. org: the person confirms there",
        "Sessions asked for",
        "W1 Session",
        "There is nothing more for you to do.",
    ],
    "vi": [
        "Chúng tôi đã nhận thông tin bạn gửi cho Typed By A Stranger",
        "Mọi thư về việc này được gửi đến anh@example. org: người đó xác nhận",
        "Các phiên đã chọn",
        "W1 Phiên",
        "Bạn không cần làm gì thêm.",
    ],
}


@pytest.fixture
def stored(app, there):
    """Ánh is registered with all there is to know, and confirmed it."""
    with app.app_context():
        forum = db.session.query(Forum).one()
        given = {"name": "Secretly Stored", "organisation": "Hidden Office", "country": "LA"}
        registered(forum, hall("P1"), email="anh@example.org", **given)
        db.session.commit()


def sends(browser, there, **given):
    """What a stranger is answered who registers Ánh's address for W1."""
    typed = {"name": "Typed By A Stranger", "way_W1": "online"}
    return browser().post(there.form, filled(**typed | STRANGER | given))


def whole(letter):
    kept = [f"{k}: {v}" for k, v in letter.items() if k not in ("Message-ID", "Date")]
    parts = [p.get_content() for p in letter.walk() if p.get_content_maintype() == "text"]
    boundary = letter.get_boundary() or "-"
    return "\n".join([*kept, *parts]).replace(boundary, "…")


def to(address, letters):
    return [x for x in letters if x["To"] == address]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_stranger_is_written_back_what_was_sent_and_nothing_that_is_kept(
    app, browser, there, stored, mail, lang
):
    sends(browser, there, lang=lang)

    (receipt,) = to("stranger@example.org", mail())
    for part in ("plain", "html"):
        text = receipt.get_body((part,)).get_content()
        shown = " ".join(text.replace("&#39;", "'").split())
        assert [x for x in SAID[lang] if x not in shown] == []
    everything = whole(receipt)
    for kept in ("Secretly Stored", "Hidden Office", "/registration/", reference(app)):
        assert kept not in everything
    kinds = {part.get_content_type() for part in receipt.walk()}
    assert kinds == {"multipart/alternative", "text/plain", "text/html"}


def test_the_receipt_is_the_same_whether_or_not_the_address_was_known(
    app, browser, there, stored, mail
):
    known = sends(browser, there)
    (of_known,) = to("stranger@example.org", mail())
    new = sends(browser, there, email="new@example.org")
    (of_new,) = to("stranger@example.org", mail())

    assert (known.status_code, known.location) == (new.status_code, new.location)
    assert whole(of_known) == whole(of_new).replace("new@", "anh@")
    with app.app_context():
        receipts = db.session.query(Message).filter_by(template="registration.receipt").all()
        assert len({(len(x.dedup_key), x.lang, x.forum_id) for x in receipts}) == 1


@pytest.mark.parametrize("email", ["anh@example.org", "new@example.org"])
@pytest.mark.parametrize(("key", "receipts"), [("one press", 1), ("", 3)])
def test_sending_again_brings_as_many_receipts_for_known_and_unknown(
    browser, there, stored, mail, email, key, receipts
):
    for _ in range(3):
        assert sends(browser, there, email=email, key=key).status_code == 303

    assert len(to("stranger@example.org", mail())) == receipts


def test_the_person_alone_gets_the_link_of_what_a_stranger_sent(app, browser, there, mail):
    sends(browser, there)

    letters = mail()
    link = link_of(app, there.slug)
    assert [x["To"] for x in letters if link in whole(x)] == ["anh@example.org"]


def test_whoever_is_known_hears_that_somebody_tried_and_whoever_tried_does_not(
    browser, there, stored, mail
):
    sends(browser, there)

    said = {(x["To"], x["Subject"].partition(":")[0]) for x in mail()}
    assert ("anh@example.org", "You are registered already") in said
    assert {to for to, _ in said} == {"anh@example.org", "stranger@example.org"}


@pytest.mark.parametrize(
    ("lang", "subject"), [("en", "is registered already"), ("vi", "đã đăng ký")]
)
def test_a_secretary_is_told_which_person_is_registered_already(
    app, browser, there, mail, lang, subject
):
    given = {"email": "", "name": "Phạm Đức", "lang": lang}
    sends(browser, there, **given)
    mail()

    sends(browser, there, **given)

    (letter,) = mail()
    assert letter["To"] == "stranger@example.org"
    assert letter["Subject"].startswith(f"Phạm Đức {subject}")
    assert "Phạm Đức" in letter.get_body(("plain",)).get_content()


def test_the_next_page_names_the_address_that_confirms(browser, there):
    for email, named in (("anh@example.org", "anh@example.org"), ("", "stranger@example.org")):
        secretary = browser()
        answer = secretary.post(there.form, filled(**STRANGER, email=email, way_W1="online"))
        assert named in secretary.get(answer.location).text


@pytest.mark.parametrize(
    ("address", "told"),
    [("form", "Leave it empty if all mail should come to you"), ("vi", "Hãy để trống nếu")],
)
def test_the_form_says_who_gets_the_mail(browser, there, address, told):
    assert told in browser().get(getattr(there, address)).text


@pytest.mark.parametrize(
    ("address", "told"),
    [("form", "Please write the person’s own address"), ("vi", "địa chỉ riêng của người đó")],
)
def test_the_same_address_twice_is_refused_at_its_field(app, browser, there, address, told):
    twice = STRANGER | {"email": "Stranger@Example.org"}

    answer = browser().post(getattr(there, address), filled(**twice))

    assert answer.status_code == 422
    field = answer.text.partition('id="email-error"')[2].partition("</span></span>")[0]
    assert told in field
    assert rows(app, Delegate) == 0


def test_a_secretary_has_the_links_sent_again_of_those_without_an_address_and_the_own(
    app, browser, there, mail
):
    with app.app_context():
        forum = db.session.query(Forum).one()
        by = {"contact_name": "Thư", "contact_email": "thu@example.org"}
        registered(forum, online("W1"), name="Thư Herself", email="thu@example.org")
        db.session.commit()
    for name, email in (("No Address", ""), ("Own Address", "own@example.org")):
        browser().post(there.form, filled(**by, name=name, email=email, way_W1="online"))
    mail()

    browser().post(there.mine, {"email": "thu@example.org"})

    letters = mail()
    assert {x["To"] for x in letters} == {"thu@example.org"}
    everything = " ".join(whole(x) for x in letters)
    named = [x for x in ("Thư Herself", "No Address", "Own Address") if x in everything]
    assert named == ["Thư Herself", "No Address"]


def reference(app):
    with app.app_context():
        return db.session.query(Delegate.reference).order_by(Delegate.id).first()[0]

"""Whatever is sent: a problem document naming the field, and nothing half-written."""

import json
import socket
from io import BytesIO

import pytest
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.models import Delegate, Message, Person

from .machine import a_registration, fields, problem

LONG = "x" * 10_000
TEXTS = {
    "empty": "",
    "blank": "   ",
    "long": LONG,
    "NUL": "An\x00h",
    "bidi": "Anh\u202etxt.exe",
    "half a character": "\ud800",
    "number": 7,
    "huge number": 10**400,
    "negative": -1,
    "float": 1.5,
    "list": ["Anh"],
    "object": {"vi": "Anh"},
    "true": True,
    "null": None,
}
OF_TEXT = ["name", "email", "country", "organisation", "category", "way", "point", "lang"]
MAY_BE_NULL = {"category", "point"}


def nobody_is_registered(app):
    with app.app_context():
        asked = (select(func.count()).select_from(table) for table in (Delegate, Person, Message))
        return [db.session.scalar(one) for one in asked] == [0, 0, 0]


JSON = {"content_type": "application/json"}
UNKNOWN_OR_WRONG = [  # what is sent beside what is right -> the field that the refusal names
    ({"sessions": []}, "sessions"),
    ({"sessions": "P1"}, "sessions"),
    ({"sessions": {"P1": "hall"}}, "sessions"),
    ({"sessions": None}, "sessions"),
    ({"sessions": ["P1"] * 51}, "sessions"),
    ({"sessions": [7]}, "sessions.0"),
    ({"sessions": ["P1", ""]}, "sessions.1"),
    ({"sessions": ["P1", "P1"]}, "sessions.1"),
    ({"sessions": ["P1", LONG]}, "sessions.1"),
    ({"sessions": ["P1", "W9"]}, "sessions.1"),
    ({"sessions": ["=HYPERLINK(1)"]}, "sessions.0"),
    ({"sessions": [{"code": "W9", "way": "hall"}]}, "sessions.0.code"),
    ({"sessions": [{"code": "P1"}]}, "sessions.0.way"),
    ({"sessions": [{"code": "P1", "way": "sky"}]}, "sessions.0.way"),
    ({"sessions": [{"code": "W2", "way": "online"}]}, "sessions.0.way"),
    ({"sessions": [{"code": "P1", "way": "hall", "seat": 7}]}, "sessions.0.seat"),
    ({"sessions": [{"code": "W1", "way": "point"}]}, "sessions.0.point"),
    ({"sessions": [{"code": "W1", "way": "point", "point": "XXX"}]}, "sessions.0.point"),
    ({"sessions": ["W1"], "way": "point", "point": "XXX"}, "point"),
    ({"sessions": ["P1"], "way": "hall", "point": "SIN"}, "point"),
    ({"sessions": [{"code": "P1", "way": "hall", "point": "SIN"}]}, "sessions.0.point"),
    ({"sessions": [{"code": "W1", "way": "point", "point": "\x00"}]}, "sessions.0.point"),
    ({"sessions": ["W1"], "way": "point"}, "point"),
    ({"sessions": ["W2"], "way": "online"}, "sessions.0"),
    ({"sessions": ["P1"], "way": ...}, "way"),
    ({"category": "nobody"}, "category"),
    ({"consents": []}, "consents"),
    ({"consents": "processing"}, "consents"),
    ({"consents": ["processing", "everything"]}, "consents.1"),
    ({"consents": ["processing", {}]}, "consents.1"),
    ({"consents": ["processing"] * 21}, "consents"),
    ({"country": "vn"}, "country"),
    ({"country": "ZZ"}, "country"),
    ({"email": "anh"}, "email"),
    ({"email": "anh@example.org, b@example.org"}, "email"),
    ({"email": "anh@example.org\r\nBcc: all@example.org"}, "email"),
    ({"lang": "fr"}, "lang"),
    ({"registered_by": {"name": "Lê"}}, "registered_by.email"),
    ({"registered_by": "Lê"}, "registered_by"),
    ({"is_admin": True}, "is_admin"),
    ({"<script>": 1}, "<script>"),
    ({"\ud800" + LONG: 1}, "\ufffd" + LONG[:79]),
]


@pytest.mark.parametrize("field", OF_TEXT)
def test_each_text_is_refused_by_the_name_of_its_field(app, machine, field):
    sent = {kind: {field: text} for kind, text in TEXTS.items()}
    if field in MAY_BE_NULL:
        del sent["null"]

    named = {kind: named_for(machine, one) for kind, one in sent.items()}

    assert named == {kind: [field] for kind in sent}
    assert nobody_is_registered(app)


def test_what_cannot_be_is_refused_by_the_name_of_its_field(app, machine):
    named = [(sent, named_for(machine, sent)) for sent, _ in UNKNOWN_OR_WRONG]

    assert named == [(sent, [field]) for sent, field in UNKNOWN_OR_WRONG]
    assert nobody_is_registered(app)


def named_for(machine, sent):
    """The fields that are named where `sent` stands beside what is right."""
    body = a_registration(**({"sessions": ["P1"]} | sent))
    return fields(machine.post(data=json.dumps(body), **JSON))


def test_what_is_left_out_is_refused_by_name(machine):
    for field in ("name", "email", "country", "organisation", "lang", "consents", "sessions"):
        assert named_for(machine, {field: ...}) == [field]


def test_every_field_that_is_wrong_is_named_at_once(machine):
    answer = machine.post(json={"name": "", "sessions": ["P1", 7], "more": 1})

    assert set(fields(answer)) == {
        *("name", "email", "country", "organisation", "sessions.1", "consents", "lang", "more"),
    }


NOT_JSON = [
    b"",
    b"{",
    b'{"name": "A',
    b"nonsense",
    b"\xff\xfe\x00",
    '{"name": "Ánh"}'.encode("utf-16"),
    b'{"name": NaN}',
    b'{"name": -Infinity}',
    b'{"name": ' + b"9" * 5000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 40_000,
]


def test_what_is_no_json_is_told_so(machine):
    for body in NOT_JSON:
        assert problem(machine.post(data=body, **JSON)) == (400, "not_json")


def test_json_that_is_no_object_is_told_so(machine):
    for body in ("[]", "[1, 2]", "7", "null", '"P1"', "true"):
        assert fields(machine.post(data=body, **JSON)) == ["body"]


def test_a_name_said_twice_is_refused(app, machine):
    body = json.dumps(a_registration("P1"))[:-1] + ', "name": "Somebody Else"}'

    assert fields(machine.post(data=body, **JSON)) == ["name"]
    assert nobody_is_registered(app)


def test_many_names_said_twice_cost_little_and_fill_no_pages(machine):
    body = "{" + ",".join(f'"n{n}":1,"n{n}":2' for n in range(9_000)) + "}"

    assert len(fields(machine.post(data=body, **JSON))) == 50


def test_a_body_of_another_kind_is_told_which_to_send(machine):
    for kind in (
        *(None, "text/plain", "application/x-www-form-urlencoded"),
        "application/merge-patch+json",
    ):
        answer = machine.post(data=json.dumps(a_registration("P1")), content_type=kind)

        assert problem(answer) == (415, "not_said_to_be_json")


def test_a_body_far_larger_than_any_registration_is_too_much(machine):
    for size in (300_000, 20_000_000):
        answer = machine.post(data=b'{"name": "' + b"x" * size + b'"}', **JSON)

        assert problem(answer) == (413, "too_large")


def test_who_is_still_sending_what_is_refused_is_heard_out(machine, stranger):
    ours, theirs = socket.socketpair()
    for sender, told in ((machine, (413, "too_large")), (stranger, (401, "no_token"))):
        body = BytesIO(b'{"name": "' + b"x" * 20_000_000)

        served = {"gunicorn.socket": ours, "wsgi.input_terminated": True}
        headers = {"Transfer-Encoding": "chunked"}
        answer = sender.post(input_stream=body, headers=headers, environ_overrides=served, **JSON)

        assert problem(answer) == told
        assert body.read() == b""
    assert ours.gettimeout() is None
    ours.close(), theirs.close()


def test_any_name_is_taken_for_a_name_and_comes_back_as_text(machine):
    for name in ("<script>alert(1)</script>", "{x} %(name)s {{ 7 }}", '=HYPERLINK("x")', "Ánh 🇻🇳"):
        reference = machine.registered(name=name)

        assert machine.get(f"/registrations/{reference}").json["name"] == name


def test_names_are_kept_composed_and_without_invisible_marks(machine):
    reference = machine.registered(name="  Nguye\u0302\u0303n\u200b  Thị ")

    assert machine.get(f"/registrations/{reference}").json["name"] == "Nguyễn Thị"


def test_errors_are_said_in_the_language_of_the_person_or_of_the_caller(machine):
    vi, en = "Mục này bắt buộc.", "This field is required."
    for lang, accepts, said in (
        ("vi", "en", vi),
        ("en", "vi", en),
        ("fr", "vi", vi),
        (..., "", en),
    ):
        answer = machine.registers(name="", lang=lang, headers={"Accept-Language": accepts})

        assert said in [error["message"] for error in answer.json["errors"]]


def test_a_list_cannot_go_on_after_what_is_not_there(machine):
    for path in ("/sessions", "/points", "/registrations", "/api/v1/forums"):
        for after in ("nobody", "", "%00", "x" * 10_000, "%F0%9F%87", "7K4M-2Q9D"):
            assert fields(machine.get(f"{path}?after={after}")) == ["after"]


def test_a_page_has_one_to_two_hundred_entries(machine):
    for limit in ("0", "201", "-1", "x", "", "1.5", "1e9", "9" * 5000, "%D9%A3"):
        assert fields(machine.get(f"/sessions?limit={limit}")) == ["limit"]


def test_there_is_nothing_at_a_forum_that_does_not_exist(machine):
    for slug in ("nobody", "%00", "x" * 5000, "%F0%9F%87", "..%2F..", "%3Cscript%3E", "ASCF"):
        for path in ("", "/sessions", "/points", "/registrations", "/registrations/7K4M-2Q9D"):
            assert problem(machine.get(f"/api/v1/forums/{slug}{path}")) == (404, "not_found")


def test_there_is_nothing_at_a_reference_that_does_not_exist(machine):
    for reference in ("nobody", "%00", "x" * 5000, "%F0%9F%87", "-1"):
        for method in ("GET", "DELETE"):
            answer = machine.open(method, f"/registrations/{reference}")
            assert problem(answer) == (404, "not_found")

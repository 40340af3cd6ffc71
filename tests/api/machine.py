"""A program that speaks with /api/: each answer is also checked as an answer to a machine."""

from itertools import count

SECRET = "the token of the tests"
_next = count(1).__next__


def a_registration(*sessions, **given):
    """What a machine sends to register somebody; say only what the test is about."""
    usual = {
        "name": f"Delegate {(n := _next())}",
        "email": f"machine{n}@example.org",
        "country": "VN",
        "organisation": "Ministry",
        "way": "hall",
        "sessions": list(sessions) or ["P1"],
        "consents": ["processing"],
        "lang": "en",
    }
    return {name: value for name, value in (usual | given).items() if value is not ...}


class Machine:
    def __init__(self, app, forum_url, token=SECRET):
        self.client = app.test_client()
        self.url = forum_url
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path="", **given):
        return self.open("GET", path, **given)

    def post(self, path="/registrations", **given):
        return self.open("POST", path, **given)

    def delete(self, path, **given):
        return self.open("DELETE", path, **given)

    def open(self, method, path, headers=None, **given):
        address = path if path.startswith(("/api", "http")) else self.url + path
        headers = self.headers | (headers or {})
        return checked(self.client.open(address, method=method, headers=headers, **given))

    def registers(self, *sessions, headers=None, **given):
        return self.post(json=a_registration(*sessions, **given), headers=headers)

    def registered(self, *sessions, **given):
        """The reference of somebody just registered."""
        answer = self.registers(*sessions, **given)
        assert answer.status_code == 201, answer.text
        return answer.json["reference"]


def checked(answer):
    """No answer to a machine is a page; each error is a problem document that says its status."""
    assert answer.status_code < 500, answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.status_code >= 400:
        assert answer.mimetype == "application/problem+json", answer.text
        assert answer.json.keys() >= {"type", "title", "status", "detail", "reason"}
        assert answer.json["status"] == answer.status_code
    elif answer.data:
        assert answer.mimetype == "application/json", answer.text
    return answer


def problem(answer):
    """(status, reason) of a refusal."""
    return answer.status_code, answer.json["reason"]


def fields(answer):
    """The fields that a refusal names."""
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json["errors"]]

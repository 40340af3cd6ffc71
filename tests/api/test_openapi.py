"""The document tells the truth: whatever it allows or forbids is answered as it says."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from .machine import SECRET

DOCUMENT = "/api/v1/openapi.json"
EXAMPLES = settings(
    max_examples=400 if os.environ.get("FORUM_LONG") else 12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Not positive_data_acceptance: what is well-formed is refused where there is no such session.
CHECKED = [
    checks.allow_header_conformance,
    checks.content_type_conformance,
    checks.ignored_auth,
    checks.missing_required_header,
    checks.negative_data_rejection,
    checks.not_a_server_error,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
    checks.unsupported_method,
]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_address_answers_as_the_document_says(app, forum, mode):
    asked = 0
    for operation in operations_of(app):
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue  # there is nothing to send wrongly

        @EXAMPLES
        @given(case=operation.as_strategy(generation_mode=mode))
        def is_answered(case):
            nonlocal asked
            asked += 1
            case.call_and_validate(headers={"Authorization": f"Bearer {SECRET}"}, checks=CHECKED)

        is_answered()
    assert asked >= 40


def operations_of(app):
    """Every operation that the document tells of, asked of the forum that there is."""
    document = schemathesis.openapi.from_wsgi(DOCUMENT, app)
    for path in document.raw_schema["paths"].values():
        for parameter in path.get("parameters", ()):
            if parameter["name"] == "forum_slug":
                parameter["schema"] = {"enum": ["ascf"]}
    return [found.ok() for found in document.get_all_operations()]


def test_every_address_is_in_the_document(app, stranger):
    told = stranger.get(DOCUMENT).json["paths"]

    there = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule != DOCUMENT
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(p, m) for p, item in told.items() for m in item if m != "parameters"} == there


def test_each_address_tells_who_may_enter_and_what_may_go_wrong(stranger):
    document = stranger.get(DOCUMENT).json
    registering = document["paths"]["/api/v1/forums/{forum_slug}/registrations"]["post"]

    assert document["openapi"] == "3.1.0"
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert registering["security"] == [{"bearer": ["registrations"]}]
    assert registering["responses"].keys() == {
        *("201", "400", "401", "403", "404", "409", "413", "415", "422", "429"),
    }
    assert registering["parameters"] == [{"$ref": "#/components/parameters/IdempotencyKey"}]
    assert "security" not in document["paths"]["/api/v1/forums/{forum_slug}/sessions"]["get"]


def test_the_document_tells_the_languages_of_sessions(stranger):
    told = stranger.get(DOCUMENT).json["components"]["schemas"]
    session = told["Session"]

    assert {"languages", "spoken", "channels"} <= set(session["required"])
    assert session["properties"]["channels"]["items"] == {"$ref": "#/components/schemas/Channel"}
    assert told["Channel"]["properties"]["kind"]["enum"] == ["audio", "video", "sign"]

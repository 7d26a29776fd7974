"""What the description says of every operation: sign-in, headers, and how errors are answered."""

from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from nettmelding.api import headers
from nettmelding.api.problems import CONTENT_TYPE
from nettmelding.api.schemas.common import Problem
from nettmelding.core import idempotency

Json = dict[str, Any]

DESCRIPTION = """\
Notices of electrical installation work, from the first draft to the closed case.

**Signing in.** `Authorization: Bearer KEY`. A key acts as one person for one company and sees what they see;
others' things answer 404. Keys are made under Admin, *API-nøkler*, or by `nettmelding api-key --user E-MAIL`. A key has scopes
(`read` cases, `write` notices, `handle` cases, `admin` people, texts and access; it never can more than its person), is shown
once, and ends by itself after 30, 90 or 365 days: its person is told by e-mail 14 days before. An unknown, ended or expired
key answers 401, as does the key of somebody who has left.

**Lists** are `{"items": […], "next": cursor or null}`; send `next` back as `cursor`.

**Changes.** An answer's `ETag` is the revision of what was read; sent back as `If-Match` it makes sure that nobody has
changed it meanwhile (412). A POST with an `Idempotency-Key` can be sent again: it is done once, and the same is
answered for 24 hours.

**Errors** are problem documents (RFC 9457) with a stable `code`, a sentence for a person, and `errors` by field path.

**Units.** Times are ISO 8601 with zone, dates `YYYY-MM-DD`, positions EPSG:4326; units are in the field's name (`_a`,
`_kw`, `_m`).
"""
REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Nobody is signed in.",
    "403": "You see the thing but may not do this.",
    "404": "There is no such thing, or it is not yours to see.",
    "409": "Not in the state that the thing is in.",
    "412": "Somebody else has changed it meanwhile.",
    "413": "Too large.",
    "422": "What was sent in does not hold; `errors` says where.",
    "429": "The day's quota is used up.",
    "503": "A register outside does not answer.",
}
_UNSAFE = {"post", "put", "patch", "delete"}
_ONLY_UNSAFE = {"412", "413"}
IDEMPOTENCY_KEY: Json = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Your own key for this request: sent again with it, it is done once.",
    "schema": {"type": "string", "pattern": idempotency.PATTERN},
}
IF_MATCH: Json = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag of what you read; left out or `*`: whatever it is now.",
    "schema": {"type": "string", "pattern": headers.PATTERN, "examples": ['"7"']},
}
_WITH_IF_MATCH = {"patch_notice", "act", "step_request", "patch_user"}
_WITH_ETAG = _WITH_IF_MATCH | {
    "read_notice", "create_notice", "copy_notice", "set_address", "set_metering_point",
    "read_request", "create_request", "read_user",
}  # fmt: skip


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    """Add to every operation what the frame around them does."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"].update({**problem.pop("$defs"), "Problem": problem})
    schema["components"]["responses"] = {code: _refusal(code, text) for code, text in REFUSALS.items()}
    for method, operation in _operations(schema):
        _headers(method, operation)
        _answers(method, operation)
    return schema


def _operations(schema: OpenAPISchema) -> Iterator[tuple[str, Json]]:
    for methods in schema["paths"].values():
        yield from methods.items()


def _headers(method: str, operation: Json) -> None:
    for parameter in operation["parameters"]:
        parameter["schema"] = _never_null(parameter["schema"])
    if method == "post":
        operation["parameters"].append(IDEMPOTENCY_KEY)
    if operation["operationId"] in _WITH_IF_MATCH:
        operation["parameters"].append(IF_MATCH)


def _answers(method: str, operation: Json) -> None:
    answers = operation["responses"] = {str(code): answer for code, answer in operation["responses"].items()}
    if operation["operationId"] in _WITH_ETAG:
        for code in {"200", "201"} & answers.keys():
            answers[code]["headers"] = {"ETag": {"description": "The revision.", "schema": {"type": "string"}}}
    if operation["operationId"] == "read_attachment":
        answers["200"]["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    if operation["operationId"] == "read_grid_tile":
        answers["200"]["content"] = {
            "application/vnd.mapbox-vector-tile": {"schema": {"type": "string", "format": "binary"}}
        }
    for code in REFUSALS:
        if method in _UNSAFE or code not in _ONLY_UNSAFE:
            answers.setdefault(code, {"$ref": f"#/components/responses/{code}"})


def _never_null(schema: Json) -> Json:
    """What is not sent is left out: there is no null in an address."""
    kinds = [one for one in schema.get("anyOf", []) if one.get("type") != "null"]
    if len(kinds) != 1:
        return schema
    return {**{key: value for key, value in schema.items() if key != "anyOf"}, **kinds[0]}


def _refusal(code: str, text: str) -> Json:
    refusal: Json = {
        "description": text,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if code == "401":
        refusal["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return refusal

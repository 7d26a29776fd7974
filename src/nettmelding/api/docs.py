"""`/api/v1/docs`: the description as a page, drawn here, so that it needs no script and nothing from elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter, or a field of what is sent or answered."""

    name: str
    type: str
    required: bool
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Line, ...]
    content_type: str
    body: str
    """The type of what is sent."""
    body_shape: str
    answers: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named type."""

    name: str
    text: str
    lines: tuple[Line, ...]
    choices: tuple[str, ...]


class DocsPage(DocsBase):
    """Drawn from the schema."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        context = {
            "api": api,
            "paragraphs": api.description.strip().split("\n\n"),
            "openapi_url": self.get_openapi_url(api, kwargs),
            "groups": groups(schema),
            "shapes": shapes(schema),
        }
        return render(request, "api/docs.html", context)


def groups(schema: Json) -> dict[str, list[Operation]]:
    """The operations by tag, in the order of the routers."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    return found


def shapes(schema: Json) -> list[Shape]:
    """The named types, by name."""
    return [_shape(name, one) for name, one in sorted(schema["components"]["schemas"].items())]


def type_text(schema: Json) -> str:
    """A schema in a few words: `list of Notice`, `string (uuid) or null`, `"a" | "b"`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(type_text(one) for one in schema[key]))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {type_text(schema.get('items', {}))}"
    kind = str(schema.get("type", "anything"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _operation(path: str, method: str, operation: Json) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    content_type = next(iter(content), "")
    body = content[content_type]["schema"] if content else {}
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        content_type=content_type,
        body="" if "properties" in body else type_text(body) if body else "",
        body_shape=body.get("title", "") if "properties" in body else "",
        answers=tuple(_answers(operation["responses"])),
    )


def _parameter(one: Json) -> Line:
    return Line(
        one["name"], type_text(one["schema"]), one.get("required", False), one.get("description", ""), one["in"]
    )


def _answers(responses: Json) -> Iterator[Line]:
    for code, response in responses.items():
        if "$ref" in response:
            continue
        contents = list(response.get("content", {}).values())
        kind = type_text(contents[0]["schema"]) if contents else ""
        yield Line(code, kind, False, response["description"])


def _shape(name: str, schema: Json) -> Shape:
    needed = schema.get("required", [])
    lines = tuple(
        Line(key, type_text(one), key in needed, one.get("description", ""))
        for key, one in schema.get("properties", {}).items()
    )
    return Shape(name, schema.get("description", ""), lines, tuple(str(one) for one in schema.get("enum", [])))

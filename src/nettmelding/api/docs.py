"""`/api/v1/docs`: the description as a page, drawn here, so that it needs no script and nothing from elsewhere."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
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
    """The type of what is sent; empty for a form, whose fields stand in `body_lines`."""
    body_lines: tuple[Line, ...]
    answers: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named type."""

    id: str
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
            "paragraphs": [marked(one) for one in api.description.strip().split("\n\n")],
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


def marked(text: str) -> SafeString:
    """The little Markdown that descriptions use: **bold** and `code`, lines running on."""
    plain = escape(" ".join(text.split()))
    with_code = re.sub(r"`([^`]+)`", r"<code>\1</code>", plain)
    return mark_safe(re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", with_code))


def kind(schema: Json) -> SafeString:
    """A schema in a few words, named types as links: `list of Notice`, `string (uuid) or null`, `"a" | "b"`."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return format_html('<a href="#type-{}">{}</a>', name, _spoken(name))
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _joined(" or ", dict.fromkeys(kind(one) for one in schema[key]))
    if "const" in schema or "enum" in schema:
        return _joined(" | ", (json.dumps(one) for one in schema.get("enum", [schema.get("const")])))
    if schema.get("type") == "array":
        return format_html("list of {}", kind(schema.get("items", {})))
    plain = str(schema.get("type", "anything"))
    return escape(f"{plain} ({schema['format']})" if "format" in schema else plain)


def _joined(between: str, words: Iterable[str]) -> SafeString:
    return format_html_join(between, "{}", ((word,) for word in words))


def _spoken(name: str) -> str:
    """`ListOf[Notice]` for the key of a generic type."""
    outer, _, inner = name.partition("_")
    return f"{outer}[{inner.rstrip('_')}]" if inner else name


def _operation(path: str, method: str, operation: Json) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    content_type = next(iter(content), "")
    body = content[content_type]["schema"] if content else {}
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        text=marked(operation.get("description", "")),
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        content_type=content_type,
        body="" if "properties" in body else kind(body),
        body_lines=_lines(body),
        answers=tuple(_answers(operation["responses"])),
    )


def _parameter(one: Json) -> Line:
    text = marked(one.get("description", ""))
    return Line(one["name"], kind(one["schema"]), one.get("required", False), text, one["in"])


def _answers(responses: Json) -> Iterator[Line]:
    for code, response in responses.items():
        if "$ref" in response:
            continue
        contents = list(response.get("content", {}).values())
        yield Line(code, kind(contents[0]["schema"]) if contents else "", False, response["description"])


def _shape(name: str, schema: Json) -> Shape:
    choices = tuple(str(one) for one in schema.get("enum", []))
    return Shape(name, _spoken(name), marked(schema.get("description", "")), _lines(schema), choices)


def _lines(schema: Json) -> tuple[Line, ...]:
    needed = schema.get("required", [])
    return tuple(
        Line(key, kind(one), key in needed, marked(one.get("description", "")))
        for key, one in schema.get("properties", {}).items()
    )

"""How a component becomes HTML.

A component is a frozen dataclass (what it needs to know) and a template of the same name in one folder. A
page builds it with `{% component "state" turn="you" word="Avvist" %}` or hands over one made in a view; a
wrong or missing parameter is an error when the page is drawn, never a silent blank.
"""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import Template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

FOLDER = Path(__file__).parent
ATTRIBUTE_PREFIXES = ("hx_", "data_", "aria_", "formaction")

Attributes = Mapping[str, object]


@cache
def engine() -> Engine:
    """Finds `sheet/sheet.html` beside the component itself, and nothing else."""
    return Engine(
        dirs=[str(FOLDER)],
        builtins=["django.templatetags.i18n", "nettmelding.web.templatetags.components"],
    )


@cache
def _template(name: str) -> Template:
    return engine().get_template(f"{name}/{name}.html")


@cache
def _enums(shape: type) -> dict[str, type[StrEnum]]:
    """The parameters of `shape` that are one word out of a fixed list."""
    hints = get_type_hints(shape)
    return {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, StrEnum)}


def build(name: str, shape: type, values: Mapping[str, Any]) -> Any:
    """A component from a template's parameters; `hx_…`, `data_…` and `aria_…` become its HTML attributes."""
    known = {field.name for field in dataclasses.fields(shape)}
    given = dict(values)
    if "attrs" in known:
        extra = {key: given.pop(key) for key in list(given) if key not in known and key.startswith(ATTRIBUTE_PREFIXES)}
        given["attrs"] = {
            **given.get("attrs", {}),
            **{key.replace("_", "-"): value for key, value in extra.items()},
        }
    try:
        for key, words in _enums(shape).items():
            if key in given:
                given[key] = words(given[key])
        return shape(**given)
    except (TypeError, ValueError) as error:
        raise TemplateSyntaxError(f"component “{name}”: {error}") from error


def render(
    name: str,
    component: Any,
    *,
    body: str = "",
    slots: Mapping[str, str] | None = None,
    outer: Context | None = None,
) -> SafeString:
    """The component's HTML. `outer` lends the page's request and CSRF token, nothing else."""
    values = {field.name: getattr(component, field.name) for field in dataclasses.fields(component)}
    values |= {"c": component, "body": body, "slots": slots or {}}
    if outer is not None:
        values |= {key: outer[key] for key in ("csrf_token", "request") if key in outer}
    return _template(name).render(Context(values))


def attributes(attrs: Attributes) -> SafeString:
    """` hx-post="/x" data-key="a"`: escaped; True gives a bare attribute, False and None give none."""
    pairs = [(key, "" if value is True else value) for key, value in attrs.items() if value not in (False, None)]
    return format_html_join("", ' {}="{}"', pairs)

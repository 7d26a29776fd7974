"""From a kind and its context to subject, text and HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as the receiver reads it. `subject` is one line of at most 200 characters."""

    subject: str
    text: str
    html: str


def render(code: str, context: Mapping[str, Any], language: str) -> Rendered:
    """Fill the kind's template into the three layouts, in the language (`nb`, `nn`, `en`)."""
    with translation.override(language):
        subject = _fill(code, "_subject.txt", context, language, escape=False)
        text = _fill(code, "_text.txt", context, language, escape=False)
        html = _fill(code, "_html.html", context, language, escape=True)
    return Rendered(one_line(subject), _paragraphs(text), html.strip() + "\n")


def render_sms(code: str, context: Mapping[str, Any], language: str) -> Rendered:
    """The kind as one short line with its link, for a phone."""
    with translation.override(language):
        said = _fill(code, "_sms.txt", context, language, escape=False)
    return Rendered(subject="", text=" ".join(said.split()), html="")


def one_line(text: str) -> str:
    """The text on one line, cut at 200 characters: a subject, and safe as a header."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def _fill(code: str, layout: str, context: Mapping[str, Any], language: str, *, escape: bool) -> str:
    template = get_template(f"messages/{code}.txt")
    values = {**context, "layout": f"messages/{layout}", "language": language}
    rendered: str = template.template.render(Context(values, autoescape=escape))  # type: ignore[attr-defined]
    return rendered


def _paragraphs(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"

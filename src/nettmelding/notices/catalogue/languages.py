"""The catalogue's texts in other languages.

The files are written in bokmål, and what is written is the message id of the gettext catalogues. One table says
which texts are shown to people: by it they are collected for the translators and put in their place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from django.utils.translation import gettext, override

from nettmelding.notices.catalogue.model import (
    AttachmentKind,
    AttachmentUse,
    Catalogue,
    Choice,
    Condition,
    Field,
    FixedAnswer,
    Note,
    NoticeType,
    Option,
    Question,
    Reason,
    Section,
    Way,
)

WRITTEN = "nb"
"""The language of the files."""

SHOWN: Mapping[type, tuple[str, ...]] = {
    AttachmentKind: ("label", "help"),
    AttachmentUse: ("why",),
    Choice: ("label", "help"),
    Condition: ("label", "text"),
    Field: ("label", "help"),
    FixedAnswer: ("name", "text"),
    Note: ("text",),
    NoticeType: ("name", "when", "help", "not_with"),
    Option: ("label", "explain", "refused"),
    Question: ("text", "help"),
    Reason: ("label", "text"),
    Section: ("title", "help"),
    Way: ("label",),
}
"""The texts of each shape that people read; one may be a mapping, of which the values are texts."""


def translated(catalogue: Catalogue, language: str) -> Catalogue:
    """The same catalogue in a language; what is not translated stays in bokmål."""
    with override(language):
        said: Catalogue = _said(catalogue)
    return said


def texts(part: object) -> Iterator[str]:
    """Every text of the catalogue (or a part of it) that is shown to people, as written; some come twice."""
    for value in _parts(part):
        yield from texts(value)
    for name in SHOWN.get(type(part), ()):
        value = getattr(part, name)
        yield from filter(None, value.values() if isinstance(value, Mapping) else [value])


def _parts(part: object) -> Iterator[object]:
    if is_dataclass(part):
        yield from (getattr(part, field.name) for field in fields(part))
    elif isinstance(part, Mapping):
        yield from part.values()
    elif isinstance(part, tuple):
        yield from part


def _said(part: Any) -> Any:
    """The part with all its texts in the language that is active."""
    if isinstance(part, Mapping):
        return {key: _said(value) for key, value in part.items()}
    if isinstance(part, tuple):
        return tuple(_said(one) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        shown = SHOWN.get(type(part), ())
        values = {field.name: getattr(part, field.name) for field in fields(part)}
        return replace(part, **{name: _word(one) if name in shown else _said(one) for name, one in values.items()})
    return part


def _word(value: str | Mapping[str, str]) -> str | dict[str, str]:
    if isinstance(value, Mapping):
        return {key: gettext(text) for key, text in value.items()}
    return gettext(value) if value else value

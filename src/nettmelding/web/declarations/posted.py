"""What the form has posted, as the room reads it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from nettmelding.declarations import content
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.notices.catalogue.model import Kind as Answer
from nettmelding.notices.catalogue.values import FieldError
from nettmelding.web.form import values as texts

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Posted:
    """By path: what was typed, as the room takes it; the texts themselves; and what the page was made with."""

    mine: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    base: dict[str, Any] = field(default_factory=dict)


def changed_fields(kind: Kind, data: QueryDict) -> Posted:
    """From a form that saves itself: `changed` names the fields, `base.<name>` has what stood there before."""
    names = list(dict.fromkeys(data.getlist("changed")))[:_MOST]
    return _posted(kind, {name: data.getlist(name) for name in names}, {n: data.getlist(f"base.{n}") for n in names})


def whole_form(kind: Kind, data: QueryDict) -> Posted:
    """From an ordinary post: everything that stood on the page is in the hidden field `base`, as JSON; what differs counts."""
    try:
        base: dict[str, list[str]] = {
            str(n): [str(t) for t in v] for n, v in json.loads(data.get("base", "{}")).items()
        }
    except (ValueError, AttributeError, TypeError):
        base = {}
    on_page = [name for name in list(base)[:_MOST] if name in data or _may_be_empty(name, kind)]
    mine = {name: data.getlist(name) for name in on_page}
    changed = {name: said for name, said in mine.items() if _plain(said) != _plain(base[name])}
    return _posted(kind, changed, {name: base[name] for name in changed})


def _posted(kind: Kind, mine: dict[str, list[str]], base: dict[str, list[str]]) -> Posted:
    return Posted(
        {name: _raw(name, kind, said) for name, said in mine.items()},
        {name: [text.replace("\r\n", "\n") for text in said] for name, said in mine.items()},
        {name: _parsed(name, kind, said) for name, said in base.items()},
    )


def _raw(name: str, kind: Kind, said: list[str]) -> Any:
    asked = content.asked(name, kind)
    return texts.raw_of(asked, said) if asked else "".join(said)


def _parsed(name: str, kind: Kind, said: list[str]) -> Any:
    """What the page held, as it is kept, so that it can be compared."""
    asked = content.asked(name, kind)
    if asked is None or (not said and asked.kind is not Answer.BOOL):
        return None
    value = content.read(name, kind, texts.raw_of(asked, said))
    return None if isinstance(value, FieldError) else value


def _may_be_empty(name: str, kind: Kind) -> bool:
    """Whether a control that is on the page may post nothing: boxes none of which is ticked."""
    asked = content.asked(name, kind)
    return asked is not None and asked.kind in {Answer.BOOL, Answer.MULTI}


def _plain(said: Iterable[str]) -> list[str]:
    return [text.replace("\r\n", "\n").strip() for text in said if text.strip()]

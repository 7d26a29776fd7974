"""What a form has posted: the whole of it, or the few fields that have changed since the last time it saved itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind

Texts = Mapping[str, list[str]]
BASE = "base"
_BASE_OF = "base."
_BOX = ".no_email"
_SEARCHED = ".q"
"""After a search field's name: the text in it, beside the value that was picked."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Texts by the control's name: mine, and those the page was made with. Only what differs is in `mine`."""

    mine: Texts = field(default_factory=dict)
    base: Texts = field(default_factory=dict)
    searched: Mapping[str, str] = field(default_factory=dict)
    """What was typed into a search field and never picked from its list: without script, that is all there is."""


def changed_fields(data: QueryDict) -> Posted:
    """From a form that saves itself: `changed` names the fields, `base.<name>` has what stood there before."""
    names = dict.fromkeys(data.getlist("changed"))
    return Posted(
        mine={name: _texts(data, name) for name in names},
        base={name: _texts(data, _BASE_OF + name) for name in names},
    )


def whole_form(data: QueryDict) -> Posted:
    """From an ordinary post: everything that stood on the page is in the hidden field `base`, as JSON."""
    try:
        base: dict[str, list[str]] = json.loads(data.get(BASE, "{}"))
    except ValueError:
        base = {}
    on_page = (name for name in base if not name.endswith(_SEARCHED) and (name in data or _may_be_empty(name)))
    mine = {name: _texts(data, name) for name in on_page}
    changed = {name: texts for name, texts in mine.items() if not _alike(texts, base[name])}
    return Posted(
        changed, base, {name: typed for name in mine if name not in changed and (typed := _typed(data, base, name))}
    )


def _may_be_empty(name: str) -> bool:
    """Whether a control that is on the page may post nothing: boxes none of which is ticked."""
    field = catalogue().fields.get(name)
    return name.endswith(_BOX) or (field is not None and field.kind in {Kind.BOOL, Kind.MULTI})


def _typed(data: QueryDict, base: Texts, name: str) -> str:
    """The text of a search field, where it is another than the page was made with."""
    typed = str(data.get(name + _SEARCHED, "")).strip()
    return "" if _alike([typed], base.get(name + _SEARCHED, [])) else typed


def _texts(data: QueryDict, name: str) -> list[str]:
    """The control's texts. Where several share a name, as a hidden one and those that replace it, the filled ones."""
    texts = [str(text).replace("\r\n", "\n") for text in data.getlist(name)]
    return [text for text in texts if text] if len(texts) > 1 else texts


def _alike(one: list[str], other: list[str]) -> bool:
    return [text.strip() for text in one if text.strip()] == [text.strip() for text in other if text.strip()]

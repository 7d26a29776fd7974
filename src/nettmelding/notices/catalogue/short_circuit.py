"""Short-circuit values as an answer of a notice: read from the grid, never typed.

The answer is an object: `object_id`, `object_name`, `object_kind`; `origin` and `state` (`grid.figures`); `terminal` in words;
`network_system`; `values` by the names of `grid.figures`; and where there are any `protection` (`type`, `rated_a`), `values_on`,
`standard`, `edition_on` (`YYYY-MM-DD`) and `cable` (`type`, `length_m`).
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.grid.figures import BY_NAME, STATE_NAMES, SYSTEM_NAMES, Origin, number_text, of_system
from nettmelding.grid.models import Kind
from nettmelding.grid.network import NORMAL, RESERVE

PATH = "map.short_circuit"
LONGEST = 200
MOST_A, MOST_M = 6300, 5000
_DECIMALS = 4
_TEXTS = ("object_name", "terminal", "values_on", "standard")
_ONE_OF: Mapping[str, frozenset[str]] = {
    "object_kind": frozenset(Kind.values),
    "origin": frozenset(Origin),
    "state": frozenset({NORMAL, RESERVE}),
    "network_system": frozenset(SYSTEM_NAMES),
}
_NEEDED = ("object_id", "object_name", "object_kind", "origin", "state", "values")


class NotValues(Exception):
    """The sentence for the person."""


def read(raw: object) -> dict[str, object]:
    """The answer as it is kept, from an object or its JSON; what is not known is left out. Raises NotValues."""
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raise _refusal() from None
    if not isinstance(raw, Mapping):
        raise _refusal()
    kept = dict(_kept(raw))
    if any(name not in kept for name in _NEEDED):
        raise _refusal()
    return kept


def text_of(answer: Mapping[str, Any]) -> str:
    """The answer on one line: where, what, and what it rests on."""
    figures = [f"{figure.label} {figure.text(value)}" for figure, value in _figures(answer) if figure.in_short]
    return f"{answer['object_name']}: {', '.join(figures)}. {rests_on(answer)}"


def rests_on(answer: Mapping[str, Any]) -> str:
    """Where the values hold, where they are from and of when."""
    cable = answer.get("cable")
    parts = [
        str(Origin(answer["origin"]).words),
        str(STATE_NAMES[answer["state"]]).lower(),
        answer.get("terminal", ""),
        f"{cable['type']}, {number_text(cable['length_m'], padded=False)} m" if cable else "",
        _("kartgrunnlag %(day)s") % {"day": _day(answer["edition_on"])} if "edition_on" in answer else "",
    ]
    return ", ".join(part for part in parts if part) + "."


def rows(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value with unit, for a table."""
    found = [(str(figure.label), figure.text(value)) for figure, value in _figures(answer)]
    protection = answer.get("protection")
    if protection:
        rated = number_text(protection["rated_a"], padded=False)
        found.append((_("Foranstående vern"), f"{protection['type']} {rated} A".strip()))
    return found


def _figures(answer: Mapping[str, Any]) -> Iterator[tuple[Any, float]]:
    for figure in of_system(answer.get("network_system")):
        if figure.name in answer["values"]:
            yield figure, answer["values"][figure.name]


def _kept(raw: Mapping[Any, Any]) -> Iterator[tuple[str, object]]:
    try:
        yield "object_id", str(UUID(str(raw.get("object_id"))))
        if raw.get("edition_on"):
            yield "edition_on", date.fromisoformat(str(raw["edition_on"])).isoformat()
    except ValueError:
        raise _refusal() from None
    for name, allowed in _ONE_OF.items():
        if raw.get(name):
            if raw[name] not in allowed:
                raise _refusal()
            yield name, str(raw[name])
    for name in _TEXTS:
        if raw.get(name):
            yield name, _text(raw[name])
    yield "values", _values(raw.get("values"))
    for name, of, number, most in (("protection", "type", "rated_a", MOST_A), ("cable", "type", "length_m", MOST_M)):
        pair = raw.get(name)
        if pair:
            if not isinstance(pair, Mapping):
                raise _refusal()
            yield name, {of: _text(pair.get(of, "")), number: _number(pair.get(number), most)}


def _values(raw: object) -> dict[str, float]:
    if not isinstance(raw, Mapping) or not raw:
        raise _refusal()
    kept = {figure.name: _number(raw[figure.name], figure.most) for figure in BY_NAME.values() if figure.name in raw}
    if not kept:
        raise _refusal()
    return kept


def _text(raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > LONGEST:
        raise _refusal()
    return " ".join(raw.replace("\x00", "").split())


def _number(raw: object, most: float) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= most:
        raise _refusal()
    return round(float(raw), _DECIMALS)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d.%m.%Y}"


def _refusal() -> NotValues:
    return NotValues(_("Hent kortslutningsverdiene på fanen Kart."))

"""What is said beside a field: thresholds where they bite, and the ways out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Note, Value, Way
from nettmelding.rules.cel import Facts

_HOLE = re.compile(r"\{([a-z_.0-9]+)\}")


@dataclass(frozen=True, slots=True)
class FormNote:
    """A note as it is said now, with figures filled in. One that blocks must be solved before sending."""

    id: str
    path: str
    text: str
    ways: tuple[Way, ...]
    blocks: bool


def number_text(value: float) -> str:
    """A number as it is written in Norwegian: comma, no needless decimals, a thin space between thousands."""
    whole = f"{value:,.3f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return whole.translate({ord(","): "\u202f", ord("."): ","})


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with `{name}` replaced by what is known; an unknown name becomes a dash."""

    def known(match: re.Match[str]) -> str:
        value = values.get(match.group(1))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number_text(float(value))
        return "–" if value is None else str(value)

    return _HOLE.sub(known, text)


def notes_for(paths: Iterable[str], values: Mapping[str, object], facts: Facts) -> dict[str, tuple[FormNote, ...]]:
    """The notes that hold now, by the field they stand beside."""
    shown = set(paths)
    notes: dict[str, tuple[FormNote, ...]] = {}
    for note in catalogue().notes:
        if note.path in shown and facts.holds(note.when):
            notes[note.path] = (*notes.get(note.path, ()), _said(note, shown, values))
    return notes


def _said(note: Note, shown: set[str], values: Mapping[str, object]) -> FormNote:
    ways = tuple(
        Way(fill(_(way.label), values), way.path, _way_value(way.value, values))
        for way in note.ways
        if way.path in shown or way.value is None
    )
    return FormNote(note.id, note.path, fill(_(note.text), values), ways, note.blocks)


def _way_value(value: Value, values: Mapping[str, object]) -> Value:
    """The value a way sets: itself, or the fact it names."""
    hole = _HOLE.fullmatch(value) if isinstance(value, str) else None
    if hole is None:
        return value
    known = values.get(hole.group(1))
    if isinstance(known, float) and known.is_integer():
        return int(known)
    return known if isinstance(known, int | float | str) else None

"""What a declaration holds, by path: fields, points of the inspection, values of circuits; and how what is typed is read.

site.owner            a field of the catalogue
point.shock           `ok`, `not_relevant` or `deviation`; point.shock.note   in words
circuit.1.insulation  a value of the first circuit;        circuit.1.insulation.note
circuit.1.insulation.not_relevant   true: it is not measured, and the note says why
photo.<document id>   false: a photo that is left out
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Kind, Measurement
from nettmelding.declarations.limits import NOT_RELEVANT, OVER
from nettmelding.notices.catalogue.model import Choice, Field
from nettmelding.notices.catalogue.model import Kind as Answer
from nettmelding.notices.catalogue.values import FieldError, validate

MOST_CIRCUITS = 60
NOTE = ".note"
UNMEASURED = f".{NOT_RELEVANT}"
_CIRCUIT = re.compile(r"circuit\.([1-9][0-9]?)\.([a-z0-9_]+)")
_POINT = re.compile(r"point\.([a-z_]+)")
_PHOTO = re.compile(r"photo\.[0-9a-f-]{36}")
_TYPED_UNITS = {"Ω": ("ω", "ohm"), "MΩ": ("mω", "mohm", "megaohm"), "ms": ("ms",), "mA": ("ma",), "s": ("s", "sek")}
"""Ways a unit is typed, besides those that notices know."""


class PointState(StrEnum):
    OK = "ok"
    NOT_RELEVANT = "not_relevant"
    DEVIATION = "deviation"


def point_words() -> dict[PointState, str]:
    """The answers to a point, in words."""
    return {
        PointState.OK: _("Kontrollert"),
        PointState.NOT_RELEVANT: _("Ikke aktuelt"),
        PointState.DEVIATION: _("Avvik"),
    }


def asked(path: str, kind: Kind) -> Field | None:
    """How a path of a declaration of this kind is answered; None for what it does not have, or what nobody types."""
    known = catalogue()
    field = known.fields.get(path)
    if field is not None:
        return field.asked if field.is_asked and kind in field.kinds else None
    if _PHOTO.fullmatch(path):
        return Field(path=path, label=_("Bilde"), section="photos", kind=Answer.BOOL)
    if kind is not Kind.INSTALLATION:
        return None
    plain = of_check(path)
    found = _of_check(plain)
    if path.endswith(UNMEASURED):
        return _of_unmeasured(path)
    if found is None or plain == path:
        return found
    return Field(path=path, label=_("Merknad"), section=found.section, kind=Answer.LONGTEXT)


def of_check(path: str) -> str:
    """The path of the point or value that a path says something of: of a note, what the note is to."""
    return path.removesuffix(NOTE).removesuffix(UNMEASURED)


def measurement_at(path: str) -> tuple[int, Measurement] | None:
    """The circuit's number and what is measured, for a path of a circuit's value."""
    match = _CIRCUIT.fullmatch(path)
    measured = catalogue().measurements.get(match[2]) if match else None
    if match is None or measured is None or int(match[1]) > MOST_CIRCUITS:
        return None
    return int(match[1]), measured


def _of_check(path: str) -> Field | None:
    point = _POINT.fullmatch(path)
    if point and point[1] in catalogue().points:
        choices = tuple(Choice(code.value, words) for code, words in point_words().items())
        label = catalogue().points[point[1]].label
        return Field(path=path, label=label, section="points", kind=Answer.CHOICE, choices=choices)
    measured = measurement_at(path)
    return replace(measured[1].asked, path=path) if measured else None


def _of_unmeasured(path: str) -> Field | None:
    """A value that is needed somewhere can be said not to be relevant; a choice has that among its answers."""
    measured = measurement_at(path.removesuffix(UNMEASURED))
    if measured is None or not measured[1].needed or measured[1].asked.choices:
        return None
    return Field(path=path, label=_("Ikke aktuelt"), section="measured", kind=Answer.BOOL)


def read(path: str, kind: Kind, raw: Any) -> Any | FieldError:
    """What was typed as it is kept, None for nothing; FieldError with the sentence where it does not hold."""
    field = asked(path, kind)
    if field is None:
        return FieldError(path, _("Dette feltet finnes ikke i erklæringen."))
    if not isinstance(raw, str) or field.kind is not Answer.DECIMAL:
        return validate(field, raw)
    text, measured = _without_unit(raw.strip(), field.unit), measurement_at(path)
    over = text.startswith(OVER) and measured is not None and measured[1].over_range
    value = validate(replace(field, unit=""), text.removeprefix(OVER).strip() if over else text)
    if isinstance(value, FieldError) or value is None:
        return _with_unit(value, field)
    return f"{OVER}{value}" if over else value


def unsaid(path: str, kind: Kind) -> bool | None:
    """What holds where nothing is said: a photo goes with it, a box is not ticked."""
    field = asked(path, kind)
    if field is None or field.kind is not Answer.BOOL:
        return None
    return bool(_PHOTO.fullmatch(path))


def _with_unit(value: FieldError | None, field: Field) -> FieldError | None:
    """The sentence of the field itself, whose limits are told with its unit."""
    if value is None or not field.unit or not value.message[-2:-1].isdigit():
        return value
    return FieldError(field.path, f"{value.message.removesuffix('.')} {field.unit}.")


def _without_unit(text: str, unit: str) -> str:
    low = text.casefold()
    for word in sorted({unit.casefold(), *_TYPED_UNITS.get(unit, ())} - {""}, key=len, reverse=True):
        if low.endswith(word):
            return text[: -len(word)].strip()
    return text


def circuits_in(paths: Iterable[str]) -> list[int]:
    """The circuits that something is said of, and the first in any case."""
    found = {int(match[1]) for path in paths if (match := _CIRCUIT.fullmatch(of_check(path)))}
    return sorted(found | {1})


def circuit(values: Mapping[str, Any], number: int) -> dict[str, Any]:
    """All values of a circuit by code, and what is said not to be relevant; notes left out."""
    return {
        name: values[path]
        for code in catalogue().measurements
        for name in (code, f"{code}{UNMEASURED}")
        if (path := f"circuit.{number}.{name}") in values and values[path] not in (None, "")
    }

"""What people type, read as what they mean: decimal commas, units, dates in any order, a choice by its
label."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.text import fold
from nettmelding.notices.catalogue import marks, short_circuit
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.catalogue.model import Field, Kind, Value
from nettmelding.notices.catalogue.notes import number_text

LONGEST = {Kind.TEXT: 200, Kind.LONGTEXT: 5000}
"""Characters kept of a text; more is refused, never cut."""
MOST_METERS = 200
ADDRESS_KEYS = (
    "text", "street", "number", "letter", "unit", "postcode", "place", "municipality", "municipality_number",
    "gnr", "bnr", "fnr", "snr", "lat", "lon", "source",
)  # fmt: skip

_FACTORS: Mapping[str, Mapping[str, float]] = {
    "A": {"a": 1, "amp": 1, "ampere": 1, "ka": 1000, "ma": 0.001},
    "kW": {"kw": 1, "w": 0.001, "watt": 0.001, "kilowatt": 1, "mw": 1000},
    "kVA": {"kva": 1, "va": 0.001, "mva": 1000, "kw": 1},
    "kWp": {"kwp": 1, "wp": 0.001, "kw": 1, "w": 0.001, "mwp": 1000},
    "kWh": {"kwh": 1, "wh": 0.001, "mwh": 1000},
    "m": {"m": 1, "meter": 1, "cm": 0.01, "km": 1000},
    "m²": {"m2": 1, "m²": 1, "kvm": 1, "kvadratmeter": 1},
    "": {"stk": 1, "stykker": 1},
}
_NUMBER = re.compile(r"(?:(?P<phases>[1-4])\s*[x*]\s*)?(?P<figure>[+-]?[\d.,]+)(?P<unit>[a-zæøå²]+2?)?\.?")
_GAPS = re.compile(r"[\s\u00a0\u202f\u2009']")
_YES = frozenset({"true", "1", "on", "ja", "yes", "j"})
_NO = frozenset({"false", "0", "off", "nei", "no", "n"})


@dataclass(frozen=True, slots=True)
class FieldError:
    """Why a typed value was not understood, as said beside the field."""

    path: str
    message: str


class NotUnderstood(Exception):
    """The sentence for the person."""


def validate(field: Field, raw: object) -> Value | FieldError:
    """The value as it is kept, None for nothing, or the error. Reading a value that is kept already gives
    the same value."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    try:
        return _READERS[field.kind](field, raw)
    except NotUnderstood as problem:
        return FieldError(field.path, str(problem))


def read_number(typed: str, unit: str) -> float | None:
    """A number as people write it, in the field's unit: "63 A", "3x63A", "7,4 kW", "2200 W" for kW, "1 000".
    None if it is none."""
    match = _NUMBER.fullmatch(_GAPS.sub("", typed.casefold()))
    if match is None or (match["phases"] and unit != "A"):
        return None
    factor = _FACTORS.get(unit, {}).get(match["unit"] or "", None if match["unit"] else 1)
    figure = _figure(match["figure"])
    return None if factor is None or figure is None else round(figure * factor, 6)


def _figure(text: str) -> float | None:
    """A comma is the decimal sign; a point too, unless it stands between groups of three as in "1.000" with
    a comma after or more than one point."""
    if "," in text or text.count(".") > 1:
        if not re.fullmatch(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?", text):
            return None
        text = text.replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _read_number(field: Field, raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise NotUnderstood(_("Skriv et tall."))
    number = read_number(raw, field.unit) if isinstance(raw, str) else float(raw)
    if number is None or number != number or abs(number) == float("inf"):
        example = f"7,4 {field.unit}".strip() if field.kind is Kind.DECIMAL else f"63 {field.unit}".strip()
        raise NotUnderstood(_("Skriv et tall, for eksempel %(example)s.") % {"example": example})
    if field.minimum is not None and number < field.minimum:
        raise NotUnderstood(_("Må være minst %(limit)s.") % {"limit": _limit(field.minimum, field)})
    if field.maximum is not None and number > field.maximum:
        raise NotUnderstood(_("Kan være høyst %(limit)s.") % {"limit": _limit(field.maximum, field)})
    return number


def _limit(value: float, field: Field) -> str:
    return f"{number_text(float(value))} {field.unit}".strip()


def _integer(field: Field, raw: object) -> Value:
    number = _read_number(field, raw)
    if not number.is_integer():
        raise NotUnderstood(_("Skriv et helt tall."))
    return int(number)


def _decimal(field: Field, raw: object) -> Value:
    number = _read_number(field, raw)
    return int(number) if number.is_integer() else number


def _text(field: Field, raw: object) -> Value:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise NotUnderstood(_("Skriv en tekst."))
    text = str(raw).replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST[field.kind]:
        raise NotUnderstood(_("Teksten er for lang: høyst %(n)s tegn.") % {"n": LONGEST[field.kind]})
    return text if field.kind is Kind.LONGTEXT else " ".join(text.split())


def _choice(field: Field, raw: object) -> Value:
    wanted = fold(str(raw))
    for choice in field.choices:
        if wanted in (fold(choice.code), fold(choice.label)):
            return choice.code
    raise NotUnderstood(_("Velg ett av valgene."))


def _multi(field: Field, raw: object) -> Value:
    """Codes in the order of the choices, each once."""
    given = raw if isinstance(raw, list | tuple) else str(raw).split(",")
    codes = {_choice(field, one) for one in given if str(one).strip()}
    return [choice.code for choice in field.choices if choice.code in codes]


def _bool(field: Field, raw: object) -> Value:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().casefold()
    if word not in _YES | _NO:
        raise NotUnderstood(_("Svar ja eller nei."))
    return word in _YES


def _date(field: Field, raw: object) -> Value:
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    day = read_date(str(raw), clock.today())
    if day is None:
        raise NotUnderstood(_("Skriv en dato, for eksempel 27.11.2026."))
    return day.isoformat()


def _datetime(field: Field, raw: object) -> Value:
    """Day and time on Oslo's wall clock where no zone is given; "27.11.26 kl. 14.30" as well as ISO 8601."""
    moment = raw if isinstance(raw, datetime) else _read_moment(str(raw).strip())
    if moment is None:
        raise NotUnderstood(_("Skriv dato og klokkeslett, for eksempel 27.11.2026 14.30."))
    return (moment if moment.tzinfo else moment.replace(tzinfo=clock.OSLO)).isoformat(timespec="minutes")


def _read_moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        pass
    match = re.fullmatch(r"(.+?)[\s,]+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})", typed)
    day = read_date(match[1], clock.today()) if match else None
    if match is None or day is None or int(match[2]) > 23 or int(match[3]) > 59:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=clock.OSLO) + timedelta(
        hours=int(match[2]), minutes=int(match[3])
    )


def _meter_number(typed: object) -> str:
    digits = re.sub(r"[\s.\-\u00a0\u202f]", "", str(typed))
    if not re.fullmatch(r"[0-9]{4,20}", digits):
        raise NotUnderstood(_("Et målernummer er bare sifre, 4 til 20. Du finner det på måleren og på regningen."))
    return digits


def _meter(field: Field, raw: object) -> Value:
    return _meter_number(raw)


def _meters(field: Field, raw: object) -> Value:
    given: Iterable[object] = raw if isinstance(raw, list | tuple) else re.split(r"[\n,;]+", str(raw))
    numbers = list(dict.fromkeys(_meter_number(one) for one in given if str(one).strip()))
    if len(numbers) > MOST_METERS:
        raise NotUnderstood(_("Høyst %(n)s målere.") % {"n": MOST_METERS})
    return list[str](numbers)


def _address(field: Field, raw: object) -> Value:
    """An address as looked up (an object), or as typed; only known keys are kept."""
    if isinstance(raw, str):
        text = " ".join(raw.split())
        if len(text) > LONGEST[Kind.TEXT]:
            raise NotUnderstood(_("Finn adressen, eller pek ut stedet i kartet."))
        return {"text": text}
    if not isinstance(raw, Mapping):
        raise NotUnderstood(_("Finn adressen, eller pek ut stedet i kartet."))
    kept = {key: raw[key] for key in ADDRESS_KEYS if isinstance(raw.get(key), str | int | float) and raw[key] != ""}
    if not kept.keys() & {"text", "street", "gnr", "lat"}:
        raise NotUnderstood(_("Finn adressen, eller pek ut stedet i kartet."))
    return kept


def _marks(field: Field, raw: object) -> Value:
    try:
        return marks.read(raw)
    except marks.NotMarks as problem:
        raise NotUnderstood(str(problem)) from None


def _short_circuit(field: Field, raw: object) -> Value:
    try:
        return short_circuit.read(raw)
    except short_circuit.NotValues as problem:
        raise NotUnderstood(str(problem)) from None


_READERS: Mapping[Kind, Callable[[Field, object], Value]] = {
    Kind.TEXT: _text,
    Kind.LONGTEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.BOOL: _bool,
    Kind.ADDRESS: _address,
    Kind.METER: _meter,
    Kind.METERS: _meters,
    Kind.MARKS: _marks,
    Kind.SHORT_CIRCUIT: _short_circuit,
}

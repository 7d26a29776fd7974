"""Measured values held against their limits: pure, over the data of the catalogue."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.declarations.catalogue.arithmetic import Value
from nettmelding.declarations.catalogue.load import TRIP_MULTIPLE
from nettmelding.declarations.catalogue.model import Catalogue, Limit, Measurement, System
from nettmelding.notices.catalogue.notes import number_text

OVER = ">"
NOT_RELEVANT = "not_relevant"
"""An answer of a choice; after a dot, what is said of a value that is not measured: `insulation.not_relevant`."""
_SIGNIFICANT = 3


class Verdict(StrEnum):
    WITHIN = "within"
    OUTSIDE = "outside"
    NO_LIMIT = "no_limit"
    """It has no number to be held against, or what the limit follows from is not known."""
    NOT_MEASURED = "not_measured"
    NOT_RELEVANT = "not_relevant"


@dataclass(frozen=True, slots=True)
class Judged:
    """A value and what it was held against, in words."""

    verdict: Verdict
    limit: str = ""
    """`minst 1 MΩ`; empty where none is known."""
    clause: str = ""


def system_of(network_system: object) -> System | None:
    """The family of a network system as notices name it: `tn_c_s_400`."""
    text = str(network_system or "")
    return next((one for one in System if text.startswith(f"{one}_")), None)


def judge(known: Catalogue, measured: Measurement, circuit: Mapping[str, Any]) -> Judged:
    """A circuit's value of one measurement. `circuit`: all its values by code."""
    value = circuit.get(measured.code)
    if value == NOT_RELEVANT or (value in (None, "") and circuit.get(f"{measured.code}.{NOT_RELEVANT}")):
        return Judged(Verdict.NOT_RELEVANT, "", measured.clause)
    if measured.right:
        if value in (None, ""):
            return Judged(Verdict.NOT_MEASURED, "", measured.clause)
        return Judged(Verdict.WITHIN if value in measured.right else Verdict.OUTSIDE, "", measured.clause)
    names = facts(known, circuit)
    limit = _holding(measured, names)
    low = limit.at_least.number(names) if limit and limit.at_least else None
    high = limit.at_most.number(names) if limit and limit.at_most else None
    said = _said(low, high, measured.asked.unit) or measured.guidance
    if value in (None, ""):
        return Judged(Verdict.NOT_MEASURED, said, measured.clause)
    amount, over = amount_of(value)
    if (low is None and high is None) or amount is None:
        return Judged(Verdict.NO_LIMIT, said, measured.clause)
    outside = (low is not None and amount < low) or (high is not None and (amount > high or (over and amount >= high)))
    return Judged(Verdict.OUTSIDE if outside else Verdict.WITHIN, said, measured.clause)


def amount_of(value: Any) -> tuple[float | None, bool]:
    """A kept value as a number, and whether it is only known to be more than that (`>500`)."""
    if isinstance(value, str):
        text = value.removeprefix(OVER)
        try:
            return float(text), value.startswith(OVER)
        except ValueError:
            return None, False
    return (None if isinstance(value, bool) or value is None else float(value)), False


def facts(known: Catalogue, circuit: Mapping[str, Any]) -> dict[str, Value]:
    """What the limits of a circuit may be reckoned from: its own values, the constants, and the tripping multiple."""
    names: dict[str, Value] = {name: one.value for name, one in known.constants.items()}
    for code, measured in known.measurements.items():
        value = circuit.get(code)
        if value in (None, ""):
            continue
        amount = str(value) if measured.asked.choices else amount_of(value)[0]
        if amount is not None:
            names[code] = amount
    multiple = known.trip_multiples.get(str(circuit.get("characteristic", "")))
    if multiple is not None:
        names[TRIP_MULTIPLE] = multiple
    return names


def _holding(measured: Measurement, names: Mapping[str, Value]) -> Limit | None:
    """The first limit that holds for the circuit."""
    return next((one for one in measured.limits if one.when is None or one.when.holds(names)), None)


def _said(low: float | None, high: float | None, unit: str) -> str:
    if low is not None and high is not None:
        return _("mellom %(low)s og %(high)s") % {
            "low": _text(low, "", math.ceil),
            "high": _text(high, unit, math.floor),
        }
    if low is not None:
        return _("minst %(limit)s") % {"limit": _text(low, unit, math.ceil)}
    if high is not None:
        return _("høyst %(limit)s") % {"limit": _text(high, unit, math.floor)}
    return ""


def _text(value: float, unit: str, rounded: Callable[[float], int]) -> str:
    """Three significant figures are enough to read. Rounded to the strict side: what the text allows, the limit allows."""
    return f"{number_text(shown(value, rounded))} {unit}".strip()


def shown(value: float, rounded: Callable[[float], int]) -> float:
    """The limit as it is told."""
    if value == 0:
        return 0.0
    places = _SIGNIFICANT - 1 - math.floor(math.log10(abs(value)))
    near = round(value, places)
    if math.isclose(near, value, rel_tol=1e-9):
        return float(near)
    return float(round(rounded(value * 10**places) / 10**places, max(places, 0)))

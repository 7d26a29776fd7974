"""What conditions may ask about: every field's answer, the thresholds, the notice itself, and what follows
from these.

What follows is one explicit table, `DERIVED`; a condition sees its rows as it sees answers.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from nettmelding.core import clock
from nettmelding.notices.catalogue.model import Answers, Field, FormKind, Kind, Stage
from nettmelding.notices.catalogue.thresholds import Thresholds
from nettmelding.rules.cel import FactKind, Facts

VOLTAGE_V: Mapping[str, int] = {"it_230": 230, "tt_230": 230, "tn_c_s_400": 400, "tn_s_400": 400}
"""Voltage between phases by network system."""

_KINDS: Mapping[Kind, FactKind] = {
    Kind.INTEGER: FactKind.NUMBER,
    Kind.DECIMAL: FactKind.NUMBER,
    Kind.BOOL: FactKind.FLAG,
    Kind.MULTI: FactKind.LIST,
    Kind.METERS: FactKind.LIST,
}
_PROTECTION = ("ov", "kv", "mv")


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything conditions are judged by. `known` holds what the program read by itself, such as
    `metering_point.ov_a`."""

    types: tuple[str, ...]
    form: FormKind
    stage: Stage
    thresholds: Thresholds
    answers: Answers
    known: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that follows from others."""

    kind: FactKind
    of: Callable[[Situation, Mapping[str, Field]], object]


def _number(situation: Situation, path: str) -> float | None:
    value = situation.answers.get(path)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _voltage(situation: Situation) -> int | None:
    return VOLTAGE_V.get(str(situation.answers.get("supply.network_system")))


def _by_voltage(low: float, high: float, voltage: int | None) -> float | None:
    return None if voltage is None else low if voltage == 230 else high


def _ov_kw(situation: Situation) -> float | None:
    """What OV lets through: √3·U·I on three phases, 230 V·I on one."""
    current, voltage = _number(situation, "protection.ov_new_a"), _voltage(situation)
    if current is None or voltage is None:
        return None
    single = situation.answers.get("supply.phases") == "1"
    return round((230 if single else math.sqrt(3) * voltage) * current / 1000, 1)


def _size_changes(situation: Situation) -> bool:
    pairs = [
        (_number(situation, f"protection.{p}_old_a"), _number(situation, f"protection.{p}_new_a")) for p in _PROTECTION
    ]
    return any(new is not None and new != old for old, new in pairs)


def _ov_grows(situation: Situation) -> bool | None:
    """Whether OV gets larger; where the old size is not known it counts as larger."""
    old, new = _number(situation, "protection.ov_old_a"), _number(situation, "protection.ov_new_a")
    return None if new is None else old is None or new > old


def _differs(situation: Situation, fields: Mapping[str, Field]) -> bool:
    """Whether something was built otherwise than approved."""
    return any(
        situation.answers.get(one.path) is not None
        and situation.answers.get(one.as_approved) is not None
        and situation.answers[one.path] != situation.answers[one.as_approved]
        for one in fields.values()
        if one.as_approved
    )


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


DERIVED: Mapping[str, Derived] = {
    "notice.types": Derived(FactKind.LIST, lambda s, _: list(s.types)),
    "notice.form": Derived(FactKind.TEXT, lambda s, _: s.form.value),
    "notice.stage": Derived(FactKind.TEXT, lambda s, _: s.stage.value),
    "notice.today": Derived(FactKind.TEXT, lambda s, _: clock.today().isoformat()),
    "notice.reconnection_limit": Derived(
        FactKind.TEXT,
        lambda s, _: years_before(clock.today(), int(s.thresholds.reconnection_after_years)).isoformat(),
    ),
    "supply.voltage_v": Derived(FactKind.NUMBER, lambda s, _: _voltage(s)),
    "threshold.load_budget_a": Derived(
        FactKind.NUMBER,
        lambda s, _: _by_voltage(
            s.thresholds.load_budget_above_a_230, s.thresholds.load_budget_above_a_400, _voltage(s)
        ),
    ),
    "threshold.private_ov_common_a": Derived(
        FactKind.NUMBER,
        lambda s, _: _by_voltage(
            s.thresholds.private_ov_common_a_230, s.thresholds.private_ov_common_a_400, _voltage(s)
        ),
    ),
    "protection.ov_grows": Derived(FactKind.FLAG, lambda s, _: _ov_grows(s)),
    "protection.ov_new_kw": Derived(FactKind.NUMBER, lambda s, _: _ov_kw(s)),
    "protection.size_changes": Derived(FactKind.FLAG, lambda s, _: _size_changes(s)),
    "completion.differs": Derived(FactKind.FLAG, _differs),
}


def variables_of(fields: Iterable[Field]) -> dict[str, FactKind]:
    """Every name a condition may use, with what it is."""
    names = {f"threshold.{name}": FactKind.NUMBER for name in Thresholds.model_fields}
    for one in fields:
        kind = _KINDS.get(one.kind, FactKind.TEXT)
        names[one.path] = kind
        if one.prefill:
            names[one.prefill] = kind
    return names | {name: derived.kind for name, derived in DERIVED.items()}


def values_of(situation: Situation, fields: Mapping[str, Field]) -> dict[str, object]:
    """What is known, by the names of `variables_of`."""
    return {
        **_threshold_values(situation.thresholds),
        **situation.known,
        **situation.answers,
        **{name: derived.of(situation, fields) for name, derived in DERIVED.items()},
    }


def facts_of(values: Mapping[str, object], variables: Mapping[str, FactKind]) -> Facts:
    """The values, ready for many conditions."""
    return Facts(values, variables)


@cache
def _threshold_values(thresholds: Thresholds) -> Mapping[str, object]:
    return {f"threshold.{name}": value for name, value in thresholds}

"""The steps of one order: which of its kind's steps are asked, what is filled in, what is answered and what is lacking. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.notices.catalogue.notes import number_text
from nettmelding.rules.cel import Facts
from nettmelding.workorders.catalogue.load import VARIABLES, catalogue
from nettmelding.workorders.catalogue.model import Choice, Step, StepKind
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.ruleset import WorkOrderRules

MOST_SEALS = 20
LONGEST_TEXT = 500
LONGEST_METER = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as it is asked in one order."""

    step: Step
    needed: bool
    default: Any = None


def asked(order: WorkOrder, rules: WorkOrderRules) -> list[Asked]:
    """The order's steps, in order."""
    known = catalogue()
    facts = Facts(order.facts, VARIABLES)
    kind = known.kinds[order.kind]
    return [
        Asked(_fitted(known.steps[use.step], order), rules.steps.get(use.step, known.steps[use.step].required),
              _default(known.steps[use.step], order.facts))
        for use in kind.steps
        if not use.when or facts.holds(use.when)
    ]  # fmt: skip


def lacking(order: WorkOrder, rules: WorkOrderRules, photographed: Collection[str]) -> list[str]:
    """Ids of needed steps that are not answered; `photographed`: steps that have a picture, here or on its way."""
    return [
        one.step.id
        for one in asked(order, rules)
        if one.needed
        and (one.step.id not in photographed if one.step.kind is StepKind.PHOTO else one.step.id not in order.answers)
    ]


def parse(step: Step, value: Any) -> Any:
    """The value as it is kept; None takes an answer away. Raises ValueError with a sentence for the fitter."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    return _PARSERS[step.kind](step, value)


def outside(step: Step, value: Any) -> bool:
    """Whether an answer is not as it should be: a no, or a value out of its bounds."""
    if value is None:
        return False
    if step.kind is StepKind.VOLTAGES:
        return any(not _within(step, one) for one in value.values())
    if step.kind is StepKind.NUMBER:
        return not _within(step, value)
    return step.kind is StepKind.CHOICE and bool(step.fault) and value == "no"


def text_of(step: Step, value: Any) -> str:
    """An answer as it is read."""
    if value is None:
        return ""
    if step.kind is StepKind.CHECK:
        return _("Ja") if value else _("Nei")
    if step.kind is StepKind.CHOICE:
        return next((choice.text for choice in step.choices if choice.value == value), str(value))
    if step.kind is StepKind.VOLTAGES:
        return ", ".join(f"{between} {number_text(volts)} V" for between, volts in value.items())
    if step.kind is StepKind.SEAL:
        return ", ".join(value)
    if step.kind is StepKind.NUMBER:
        return f"{number_text(value)} {step.unit}".strip()
    return str(value)


def _fitted(step: Step, order: WorkOrder) -> Step:
    """Voltages are measured by the network system and the phases."""
    if step.kind is not StepKind.VOLTAGES:
        return step
    phases = int(order.facts.get("phases") or 3)
    found = catalogue().voltages_for(order.facts.get("network_system") or "", phases)
    choices = tuple(Choice(between, between) for between in found.between)
    return replace(step, choices=choices, minimum=found.minimum, maximum=found.maximum)


def _default(step: Step, facts: Mapping[str, Any]) -> Any:
    if step.default.startswith("="):
        text = step.default[1:]
        return float(text) if step.kind is StepKind.NUMBER else text
    return facts.get(step.default) if step.default else None


def _within(step: Step, value: float) -> bool:
    return (step.minimum is None or value >= step.minimum) and (step.maximum is None or value <= step.maximum)


def _check(step: Step, value: Any) -> bool:
    if value is not True:
        raise ValueError(_("Kryss av når det er gjort."))
    return True


def _choice(step: Step, value: Any) -> str:
    if value not in {choice.value for choice in step.choices}:
        raise ValueError(_("Velg ett av svarene."))
    return str(value)


def _text(step: Step, value: Any) -> str:
    if not isinstance(value, str) or len(value.strip()) > LONGEST_TEXT:
        raise ValueError(_("Skriv høyst %(most)s tegn.") % {"most": LONGEST_TEXT})
    return value.strip()


def _number(step: Step, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise ValueError(_("Skriv et tall."))
    if step.minimum is not None and value < step.minimum:
        raise ValueError(_("Tallet er for lite."))
    return float(value)


def _meter(step: Step, value: Any) -> str:
    digits = "".join(str(value).split())
    if not (digits.isascii() and digits.isdigit() and 4 <= len(digits) <= LONGEST_METER):
        raise ValueError(_("Et målernummer er bare sifre."))
    return digits


def _seals(step: Step, value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_SEALS or not all(isinstance(one, str) for one in value):
        raise ValueError(_("Skriv høyst %(most)s plombenummer.") % {"most": MOST_SEALS})
    found = [one.strip()[:40] for one in value if one.strip()]
    return list(dict.fromkeys(found))


def _voltages(step: Step, value: Any) -> dict[str, float]:
    if not isinstance(value, dict) or not _volts(value):
        raise ValueError(_("Skriv spenningen i volt."))
    between = [choice.value for choice in step.choices]
    if not value.keys() <= set(between):
        raise ValueError(_("Denne spenningen måles ikke her."))
    if set(between) - value.keys():
        raise ValueError(_("Mål alle spenningene."))
    return {one: float(value[one]) for one in between}


def _volts(value: Mapping[str, Any]) -> bool:
    return all(
        isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one < 100_000 for one in value.values()
    )


_PARSERS = {
    StepKind.CHECK: _check,
    StepKind.CHOICE: _choice,
    StepKind.TEXT: _text,
    StepKind.NUMBER: _number,
    StepKind.METER: _meter,
    StepKind.SEAL: _seals,
    StepKind.VOLTAGES: _voltages,
    StepKind.PHOTO: _check,
}

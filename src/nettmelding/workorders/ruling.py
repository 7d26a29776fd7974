"""Changing the section about work orders: read from a form, put in force as a new version with a reason."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.rules import changing
from nettmelding.rules.models import RuleSet
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import Gate
from nettmelding.workorders.ruleset import Performer

SECTION = "workorders"
NUMBERS: Mapping[str, tuple[int, int]] = {
    "working_days_to_do": (1, 250),
    "offer_days": (1, 60),
    "cancel_hours": (0, 24 * 30),
}
"""Fields of the section that are numbers, with the smallest and the largest."""
MEND_DAYS = (0, 250)


def change(actor: Actor, typed: Mapping[str, str], ticked: Mapping[str, bool], reason: str) -> RuleSet:
    """Put the section in force as it was filled in; the other sections stay as they are.

    `typed`: `at_approval.<type>`, `at_completion.<type>`, `performers.<kind>`, `steps.<step>` (`yes`, `no` or empty),
    `mend.<severity>` and the names of `NUMBERS`; `ticked`: `accept_at_once`, `gate.<what>`. Errors: NotFound, NotAllowed;
    Invalid by the same names, and Refused as `rules.actions` has it.
    """
    problems: dict[str, str] = {}
    section = _section(typed, ticked, problems)
    return changing.put(actor, SECTION, section, reason, event="work_order_rules_changed", problems=problems)


def _section(typed: Mapping[str, str], ticked: Mapping[str, bool], problems: dict[str, str]) -> dict[str, Any]:
    numbers = {name: _number(typed, name, bounds, problems) for name, bounds in NUMBERS.items()}
    mend = {code: _number(typed, f"mend.{code}", MEND_DAYS, problems) for code in written().severities}
    return {
        "at_approval": _chosen(typed, "at_approval."),
        "at_completion": _chosen(typed, "at_completion."),
        "performers": {kind: who for kind, who in _chosen(typed, "performers.").items() if who in set(Performer)},
        "steps": {step: need == "yes" for step, need in _chosen(typed, "steps.").items()},
        "accept_at_once": ticked.get("accept_at_once", False),
        "gate": [what for what in Gate.What.values if ticked.get(f"gate.{what}")],
        "deviation_working_days": mend,
        **numbers,
    }


def _chosen(typed: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in typed.items() if name.startswith(prefix) and value}


def _number(typed: Mapping[str, str], name: str, bounds: tuple[int, int], problems: dict[str, str]) -> int:
    text = typed.get(name, "").strip()
    least, most = bounds
    if not (text.isdigit() and len(text) < 6 and least <= int(text) <= most):
        problems[name] = _("Skriv et helt tall fra %(least)s til %(most)s.") % {"least": least, "most": most}
        return least
    return int(text)

"""Changing how much of a declaration the grid company asks for."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.declarations.ruleset import DeclarationRules, Wanted
from nettmelding.rules import changing
from nettmelding.rules.models import RuleSet

SECTION = "declarations"
FIELDS = tuple(DeclarationRules.model_fields)


def change(actor: Actor, typed: Mapping[str, str], reason: str) -> RuleSet:
    """Put it in force. `typed`: a value of `Wanted` by each of `FIELDS`.

    Errors: Invalid by the same names, and those of `changing.put`.
    """
    problems = {name: _("Velg ett av svarene.") for name in FIELDS if typed.get(name) not in set(Wanted)}
    section = {name: typed.get(name) for name in FIELDS}
    return changing.put(actor, SECTION, section, reason, event="declaration_rules_changed", problems=problems)

"""Changing how much of a declaration the grid company asks for."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.declarations.ruleset import DeclarationRules, Wanted
from nettmelding.rules import changing
from nettmelding.rules.models import RuleSet

SECTION = "declarations"
FIELDS = tuple(DeclarationRules.model_fields)


def change(actor: Actor, typed: Mapping[str, str], reason: str) -> RuleSet:
    """Put it in force. `typed`: a value of `Wanted` by each of `FIELDS`.

    Errors: Invalid by the same names, and those of `changing.put`.
    """
    problems = changing.why(reason)
    problems |= {name: _("Velg ett av svarene.") for name in FIELDS if typed.get(name) not in set(Wanted)}
    if problems:
        changing.require(actor)
        raise Invalid("declaration_rules", _("Noe må rettes først."), fields=problems)
    return changing.put(actor, SECTION, {name: typed[name] for name in FIELDS}, reason, "declaration_rules_changed")

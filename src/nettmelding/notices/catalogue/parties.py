"""Who the form asks for: customer, owner and the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.notices.catalogue.model import FormKind, Need, NoticeType, PartyRole
from nettmelding.notices.catalogue.ruleset import NoticeRules

LABELS: Mapping[PartyRole, str | Promise] = {
    PartyRole.CUSTOMER: _("Kunde"),
    PartyRole.OWNER: _("Eier"),
    PartyRole.DEVELOPER: _("Utbygger"),
    PartyRole.BILL_PAYER: _("Fakturamottaker"),
    PartyRole.CONTACT: _("Kontaktperson"),
}

REACHED = frozenset({PartyRole.CUSTOMER, PartyRole.OWNER, PartyRole.DEVELOPER, PartyRole.BILL_PAYER})
"""Who must be reachable: bills and the dialogue on a connection charge go to them."""

_STRICTNESS = (Need.HIDDEN, Need.OPTIONAL, Need.REQUIRED)
_AT_MOST: Mapping[FormKind, Mapping[PartyRole, Need]] = {
    FormKind.SEVERAL: {PartyRole.CUSTOMER: Need.OPTIONAL},
    FormKind.METERING_POINT: {
        PartyRole.OWNER: Need.OPTIONAL,
        PartyRole.DEVELOPER: Need.HIDDEN,
        PartyRole.CONTACT: Need.OPTIONAL,
    },
}
"""In a block notice the owner stands with the mother, the customers with the children."""


@dataclass(frozen=True, slots=True)
class FormParty:
    """A party the form asks for."""

    role: PartyRole
    need: Need
    note: str = ""

    @property
    def label(self) -> str:
        return str(LABELS[self.role])

    @property
    def required(self) -> bool:
        return self.need is Need.REQUIRED


def parties_of(types: Iterable[NoticeType], form: FormKind, rules: NoticeRules) -> tuple[FormParty, ...]:
    """The parties these types ask for in this form, in the order of the page."""
    picked = list(types)
    needs = {role: _need(role, picked, form) for role in PartyRole}
    return tuple(FormParty(role, need, _note(role, rules)) for role, need in needs.items() if need is not Need.HIDDEN)


def _need(role: PartyRole, types: list[NoticeType], form: FormKind) -> Need:
    strictest = max((one.parties.get(role, Need.HIDDEN) for one in types), key=_STRICTNESS.index, default=Need.HIDDEN)
    at_most = _AT_MOST.get(form, {}).get(role, Need.REQUIRED)
    return min(strictest, at_most, key=_STRICTNESS.index)


def _note(role: PartyRole, rules: NoticeRules) -> str:
    return rules.texts.owner_not_kept if role is PartyRole.OWNER and not rules.owner_data_kept else ""

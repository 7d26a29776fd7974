"""What a company can be told of by e-mail besides approved and rejected: one table.

`telling.py` of the notices reads it before it writes, *Selskapsinformasjon* shows it, `CompanySettings.told_of` keeps what a
company wants otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import OrganisationKind

_CONTRACTOR, _GRID = OrganisationKind.CONTRACTOR, OrganisationKind.GRID_COMPANY


@dataclass(frozen=True, slots=True)
class Notification:
    """One thing to be told of."""

    code: str
    """The kind of message (`messages/kinds.py`) at this side, for ever."""
    kind: OrganisationKind
    text: str | Promise
    to: str | Promise
    """Who gets it, in words."""
    default: bool = True
    always: bool = False
    """Cannot be switched off."""


_RESPONSIBLE = _("Til den som er ansvarlig for meldingen")
_HANDLER = _("Til saksbehandleren, eller til adressen for beskjeder når ingen har tatt saken")
_SHARED = _("Til adressen for beskjeder")

# fmt: off
NOTIFICATIONS: tuple[Notification, ...] = (
    Notification("notice_stopped", _CONTRACTOR, _("Nettselskapet stanser arbeidet"), _RESPONSIBLE, always=True),
    Notification("notice_question", _CONTRACTOR, _("Nettselskapet spør om noe"), _RESPONSIBLE),
    Notification("notice_returned", _CONTRACTOR, _("Ferdigmeldingen er returnert"), _RESPONSIBLE),
    Notification("notice_note", _CONTRACTOR, _("Ny beskjed i dialogen"), _RESPONSIBLE),
    Notification("notice_lapse_warning", _CONTRACTOR, _("En godkjenning er i ferd med å utløpe"), _RESPONSIBLE),
    Notification("temporary_ends", _CONTRACTOR, _("Byggestrøm som må forlenges eller tas ned"), _RESPONSIBLE),
    Notification("notice_lapsed", _CONTRACTOR, _("En godkjenning er utløpt"), _RESPONSIBLE),
    Notification("notice_new", _GRID, _("Ny sak"), _SHARED, default=False),
    Notification("notice_answered", _GRID, _("Installatøren har svart"), _HANDLER),
    Notification("notice_note", _GRID, _("Ny beskjed i dialogen"), _HANDLER),
    Notification("notice_completion", _GRID, _("Ferdigmelding er kommet"), _HANDLER),
    Notification("notices_changed", _GRID, _("Flere meldinger er endret på én gang"), _HANDLER),
    Notification("customer_informed", _GRID, _("En melding er sendt: si det til kunden"),
                 _("Til kunde, eier, utbygger og fakturamottaker, så en feil adresse oppdages med én gang")),
)
# fmt: on


def notifications_of(kind: OrganisationKind) -> list[Notification]:
    """What a kind of company can be told of, in the table's order."""
    return [one for one in NOTIFICATIONS if one.kind is kind]


def wants(kind: OrganisationKind, told_of: Mapping[str, bool], code: str) -> bool:
    """Whether a company that has said `told_of` is told of what has this code; what is not in the table is told always."""
    row = next((one for one in notifications_of(kind) if one.code == code), None)
    return row is None or row.always or told_of.get(code, row.default)

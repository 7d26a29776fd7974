"""The statuses of a notice, and how each is told."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    AWAITING_INFORMATION = "awaiting_information"
    AWAITING_CUSTOMER = "awaiting_customer"
    REJECTED = "rejected"
    APPROVED = "approved"
    GRID_WORK = "grid_work"
    CONNECTED_TEMPORARILY = "connected_temporarily"
    STOPPED = "stopped"
    COMPLETION_REPORTED = "completion_reported"
    COMPLETION_RETURNED = "completion_returned"
    METERING = "metering"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Turn(StrEnum):
    """Whose turn it is."""

    CONTRACTOR = "contractor"
    GRID_COMPANY = "grid_company"
    CUSTOMER = "customer"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class StatusInfo:
    """What the screen says of a status."""

    name: str | Promise
    turn: Turn
    help: str | Promise


INFO: dict[Status, StatusInfo] = {
    Status.DRAFT: StatusInfo(_("Kladd"), Turn.CONTRACTOR, _("Ikke sendt. Bare dere ser den.")),
    Status.SUBMITTED: StatusInfo(_("Sendt"), Turn.GRID_COMPANY, _("Nettselskapet har fått meldingen.")),
    Status.IN_REVIEW: StatusInfo(_("Under behandling"), Turn.GRID_COMPANY, _("En saksbehandler ser på den.")),
    Status.AWAITING_INFORMATION: StatusInfo(
        _("Trenger avklaring"), Turn.CONTRACTOR, _("Nettselskapet har spurt om noe. Svar for å komme videre.")
    ),
    Status.AWAITING_CUSTOMER: StatusInfo(_("Venter på kunde"), Turn.CUSTOMER, _("Kunden må svare.")),
    Status.REJECTED: StatusInfo(
        _("Avvist"), Turn.CONTRACTOR, _("Noe er feil eller mangler. Rett det som er merket, og send på nytt.")
    ),
    Status.APPROVED: StatusInfo(_("Godkjent"), Turn.CONTRACTOR, _("Arbeidet kan gjøres. Ferdigmeld når det er gjort.")),
    Status.GRID_WORK: StatusInfo(_("I nettet"), Turn.GRID_COMPANY, _("Nettselskapet bygger eller bygger om først.")),
    Status.CONNECTED_TEMPORARILY: StatusInfo(
        _("Tilkoblet midlertidig"),
        Turn.CONTRACTOR,
        _("Anlegget står til sluttdatoen. Meld ferdig når det er tatt ned."),
    ),
    Status.STOPPED: StatusInfo(
        _("Stanset"), Turn.GRID_COMPANY, _("Godkjenningen er trukket tilbake. Arbeidet må stanse.")
    ),
    Status.COMPLETION_REPORTED: StatusInfo(
        _("Ferdigmelding"), Turn.GRID_COMPANY, _("Arbeidet er meldt ferdig. Nettselskapet går gjennom det.")
    ),
    Status.COMPLETION_RETURNED: StatusInfo(
        _("Returnert"), Turn.CONTRACTOR, _("Nettselskapet fant avvik. Rett dem og meld ferdig på nytt.")
    ),
    Status.METERING: StatusInfo(_("Måler monteres"), Turn.GRID_COMPANY, _("Måleren skal monteres.")),
    Status.CLOSED: StatusInfo(_("Avsluttet"), Turn.NOBODY, _("Saken er ferdig.")),
    Status.WITHDRAWN: StatusInfo(_("Trukket"), Turn.NOBODY, _("Meldingen er trukket tilbake.")),
    Status.LAPSED: StatusInfo(
        _("Utløpt"), Turn.NOBODY, _("Godkjenningen er utløpt uten ferdigmelding. Den kan tas opp igjen.")
    ),
}
OPEN = frozenset(Status) - {Status.DRAFT, Status.CLOSED, Status.WITHDRAWN, Status.LAPSED}
"""Sent, and not at its end."""
CONTRACTOR_EDITS = frozenset({Status.DRAFT, Status.REJECTED, Status.AWAITING_INFORMATION, Status.APPROVED})
"""Where the contractor works on the notice's own fields; what is not sent stays with the contractor."""
COMPLETION_EDITS = frozenset({Status.APPROVED, Status.CONNECTED_TEMPORARILY, Status.COMPLETION_RETURNED})
"""Where the contractor works on the completion report's fields."""

"""The statuses of a work order, and how each is told."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(StrEnum):
    UNPLANNED = "unplanned"
    OFFERED = "offered"
    PLANNED = "planned"
    STARTED = "started"
    MISSED = "missed"
    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class Turn(StrEnum):
    """Whose turn it is."""

    PLANNER = "planner"
    FITTER = "fitter"
    CUSTOMER = "customer"
    GRID_COMPANY = "grid_company"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class StatusInfo:
    """What the screen says of a status."""

    name: str | Promise
    turn: Turn
    help: str | Promise


INFO: dict[Status, StatusInfo] = {
    Status.UNPLANNED: StatusInfo(_("Ikke planlagt"), Turn.PLANNER, _("Ordren har ikke montør ennå.")),
    Status.OFFERED: StatusInfo(_("Venter på kunde"), Turn.CUSTOMER, _("Kunden velger tid.")),
    Status.PLANNED: StatusInfo(_("Planlagt"), Turn.FITTER, _("Montøren har ordren.")),
    Status.STARTED: StatusInfo(_("I arbeid"), Turn.FITTER, _("Montøren er i gang.")),
    Status.MISSED: StatusInfo(_("Bomtur"), Turn.PLANNER, _("Montøren kom ikke til. Ordren trenger ny tid.")),
    Status.REPORTED: StatusInfo(
        _("Rapportert"), Turn.GRID_COMPANY, _("Arbeidet er gjort. Nettselskapet ser over rapporten.")
    ),
    Status.RETURNED: StatusInfo(_("Returnert"), Turn.FITTER, _("Nettselskapet vil ha noe rettet.")),
    Status.ACCEPTED: StatusInfo(_("Godtatt"), Turn.NOBODY, _("Ordren er ferdig.")),
    Status.CANCELLED: StatusInfo(_("Avlyst"), Turn.NOBODY, _("Ordren er avlyst.")),
}
ENDED = frozenset({Status.ACCEPTED, Status.CANCELLED})
OPEN = frozenset(Status) - ENDED
NOT_BEGUN = frozenset({Status.UNPLANNED, Status.OFFERED, Status.PLANNED, Status.MISSED})
"""Where nothing has been done on it yet."""
WITH_FITTER = frozenset({Status.PLANNED, Status.STARTED, Status.RETURNED})
"""Where the fitter works on it."""

"""A grid company's section about work orders. Everything has a default, so that a company without rules of its own is served."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from nettmelding.notices.catalogue.ruleset import CatalogueMismatch, Part, TypeId
from nettmelding.rules.queries import in_force
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.catalogue.model import Severity
from nettmelding.workorders.models import Gate


class Performer(StrEnum):
    """Who does a kind of work."""

    GRID_COMPANY = "grid_company"
    CONTRACTOR = "contractor"
    """The notice's contractor where one of its fitters has the papers; else the grid company."""


def _known(name: str, known: Mapping[str, Any], sentence: str) -> str:
    if name not in known:
        raise CatalogueMismatch("rule_set_mismatch", sentence % {"name": name})
    return name


KindCode = Annotated[
    str, AfterValidator(lambda name: _known(name, written().kinds, _("Ukjent slag arbeidsordre: «%(name)s».")))
]
StepId = Annotated[str, AfterValidator(lambda name: _known(name, written().steps, _("Ukjent steg: «%(name)s».")))]


class WorkOrderRules(Part):
    """The section `workorders` of a rule set."""

    at_approval: Mapping[TypeId, KindCode] = Field(default_factory=dict)
    """What is ordered when a notice of a type is approved."""
    at_completion: Mapping[TypeId, KindCode] = Field(default_factory=dict)
    """What is ordered when it is reported finished, unless a fitter has done it already."""
    performers: Mapping[KindCode, Performer] = Field(default_factory=dict)
    """Left out: the grid company itself."""
    steps: Mapping[StepId, bool] = Field(default_factory=dict)
    """Steps that are needed here (true) or may be left out (false), whatever the catalogue says."""
    accept_at_once: bool = False
    """Whether a report without deviations, with everything within its limits, is accepted by rule."""
    working_days_to_do: int = Field(default=5, ge=1, le=250)
    deviation_working_days: Mapping[Severity, Annotated[int, Field(ge=0, le=250)]] = Field(default_factory=dict)
    """How long the contractor has to mend; left out: 20, 10 and 1."""
    cancel_hours: int = Field(default=24, ge=0, le=24 * 30)
    """How long before its hour the contractor can still cancel what it has ordered."""
    offer_days: int = Field(default=5, ge=1, le=60)
    """How long a customer has to pick a time."""
    gate: tuple[Gate.What, ...] = (Gate.What.TERMS, Gate.What.CONTRACT)
    """What a person must have said before an installation gets voltage; the metering point is always asked for."""

    def performer_of(self, kind: str) -> Performer:
        return self.performers.get(kind, Performer.GRID_COMPANY)

    def days_to_mend(self, severity: str) -> int:
        """Working days."""
        return self.deviation_working_days.get(Severity(severity), _DAYS_TO_MEND[Severity(severity)])


_DAYS_TO_MEND = {Severity.MINOR: 20, Severity.SERIOUS: 10, Severity.DANGEROUS: 1}


def rules_of(grid_company_id: UUID) -> WorkOrderRules:
    """What holds at a grid company now."""
    return in_force(grid_company_id).section(WorkOrderRules)

"""The shapes of the catalogue of work orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What is answered with; the names of the field protocol."""

    CHECK = "check"
    CHOICE = "choice"
    TEXT = "text"
    NUMBER = "number"
    METER = "meter"
    SEAL = "seal"
    VOLTAGES = "voltages"
    PHOTO = "photo"


TYPED = frozenset({StepKind.TEXT, StepKind.NUMBER, StepKind.METER, StepKind.SEAL, StepKind.VOLTAGES})
"""What the fitter writes; the others are one press."""


class Severity(StrEnum):
    """How bad a deviation is."""

    MINOR = "minor"
    SERIOUS = "serious"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done, seen or written down. `minimum` and `maximum` in `unit`."""

    id: str
    kind: StepKind
    group: str
    label: str
    help: str = ""
    unit: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    default: str = ""
    """The name of a known fact, or `=` and a value: what is filled in already."""
    live: bool = False
    """There must be voltage for it."""
    fault: str = ""
    """The kind of deviation that is offered where the answer is not as it should be."""


@dataclass(frozen=True, slots=True)
class StepUse:
    """A step of a kind of order, and the condition (CEL) on which it is asked; empty for always."""

    step: str
    when: str


@dataclass(frozen=True, slots=True)
class OrderKind:
    """What a fitter is sent out to do."""

    code: str
    name: str
    does: str
    """As it is told to the customer."""
    minutes: int
    steps: tuple[StepUse, ...]
    needs: tuple[str, ...] = ()
    """Kinds of papers (`organisations.models.Paper.Kind`) that a contractor's fitter must have."""
    energises: bool = False
    declares: bool = False
    hangs: bool = False
    takes: bool = False


@dataclass(frozen=True, slots=True)
class DeviationKind:
    code: str
    name: str
    severity: Severity
    """What it usually is."""


@dataclass(frozen=True, slots=True)
class Voltages:
    """What is measured between, and within which bounds, V."""

    systems: tuple[str, ...]
    phases: int
    between: tuple[str, ...]
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    kinds: Mapping[str, OrderKind]
    steps: Mapping[str, Step]
    deviations: Mapping[str, DeviationKind]
    missed: Mapping[str, str]
    """Reasons of a journey in vain (*bomtur*), by code."""
    severities: Mapping[str, str]
    voltages: tuple[Voltages, ...]

    def voltages_for(self, network_system: str, phases: int) -> Voltages:
        """What is measured in such a system; where it is not known, as in an IT system."""
        fits = [one for one in self.voltages if network_system in one.systems and one.phases == phases]
        return (fits or [one for one in self.voltages if one.phases == phases] or list(self.voltages))[0]

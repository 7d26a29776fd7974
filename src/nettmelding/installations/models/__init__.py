"""The tables of installations: what the customer system knows, who looked it up, what was said against it, and what goes
over to it."""

from nettmelding.installations.models.corrections import Correction
from nettmelding.installations.models.lookups import MeterLookup, MeterQuota
from nettmelding.installations.models.places import Installation, MeteringPoint
from nettmelding.installations.models.system import CustomerSystem, Difference, ImportRun, OutgoingTask, PastValue

__all__ = [
    "Correction",
    "CustomerSystem",
    "Difference",
    "ImportRun",
    "Installation",
    "MeterLookup",
    "MeterQuota",
    "MeteringPoint",
    "OutgoingTask",
    "PastValue",
]

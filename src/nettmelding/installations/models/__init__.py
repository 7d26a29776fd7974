"""The tables of installations: what the customer system knows, and who looked it up."""

from nettmelding.installations.models.lookups import MeterLookup
from nettmelding.installations.models.places import Installation, MeteringPoint

__all__ = ["Installation", "MeterLookup", "MeteringPoint"]

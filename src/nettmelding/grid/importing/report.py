"""What a reading found wrong: counted by kind, the first of each kept with where they lie, so that they can be shown on a map."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_KEPT = 200
"""Of each kind of finding."""

# fmt: off
REFUSED: Mapping[str, str | Promise] = {
    "unknown_kind": _("Objekter av ukjent slag"),
    "no_id": _("Objekter uten id"),
    "long_id": _("Objekter med for lang id"),
    "duplicate_id": _("Objekter med en id som er brukt før"),
    "no_geometry": _("Objekter uten plassering"),
    "broken_geometry": _("Objekter med ødelagt geometri"),
    "wrong_geometry": _("Objekter med geometri som ikke passer til slaget"),
    "out_of_norway": _("Objekter utenfor Norge"),
    "no_cabinet": _("Kurser uten skap"),
}
"""Findings for which an object is not taken in."""
NOTED: Mapping[str, str | Promise] = {
    "bad_value": _("Verdier som ikke kan leses, og er utelatt"),
    "outside_area": _("Objekter utenfor konsesjonsområdet"),
    "unknown_type": _("Ledninger av ukjent type"),
    "missing_impedance": _("Ledninger uten det som trengs for å regne ut impedansen"),
    "missing_transformer_data": _("Transformatorer uten det som trengs for å regne ut impedansen"),
    "unknown_reference": _("Henvisninger til objekter som ikke finnes"),
    "ambiguous_reference": _("Henvisninger til en id som flere objekter har"),
    "far_reference": _("Ledninger som slutter langt fra objektet de viser til"),
    "dangling_end": _("Ledninger med en ende som ikke er koblet til noe"),
    "loop": _("Ledninger som lukker en ring"),
    "several_transformers": _("Nett med flere transformatorer"),
    "no_transformer": _("Kundepunkter uten vei til en transformator"),
}
"""Findings that are told and kept, with the object taken in."""
# fmt: on
WORDS: Mapping[str, str | Promise] = {**REFUSED, **NOTED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `row`: in its layer, from 1. Position in EPSG:4326, where it has one."""

    code: str
    layer: str
    row: int
    external_id: str = ""
    detail: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Report:
    """What a reading came to."""

    counts: Counter[str] = field(default_factory=Counter)
    """Objects taken in, by kind."""
    found: Counter[str] = field(default_factory=Counter)
    """Findings, by code."""
    findings: list[Finding] = field(default_factory=list)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """By layer: the file's heading by our field."""
    not_read: dict[str, list[str]] = field(default_factory=dict)
    """By layer: headings that nobody knows."""
    projection: str = ""

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it if it is among the first of its kind."""
        assert finding.code in WORDS
        self.found[finding.code] += 1
        if self.found[finding.code] <= MOST_KEPT:
            self.findings.append(finding)

    @property
    def objects(self) -> int:
        """How many objects were taken in."""
        return self.counts.total()

    @property
    def refused(self) -> int:
        """How many rows were not."""
        return sum(count for code, count in self.found.items() if code in REFUSED)

    def as_json(self) -> dict[str, Any]:
        """As `Edition.report` keeps it."""
        return {
            "counts": dict(self.counts),
            "found": dict(self.found),
            "findings": [finding.as_json() for finding in self.findings],
            "columns": self.columns,
            "not_read": self.not_read,
            "projection": self.projection,
        }

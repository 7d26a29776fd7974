"""A whole file read and checked, nothing written to the database: what a dry run does, and what an import does first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.grid import cells, earth
from nettmelding.grid.cells import Box
from nettmelding.grid.fields import CIRCUIT
from nettmelding.grid.identity import object_id
from nettmelding.grid.importing import places
from nettmelding.grid.importing.impedance import lacks
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.importing.reading import Batch, batches
from nettmelding.grid.importing.records import Reader, Record
from nettmelding.grid.importing.report import Finding, Report
from nettmelding.grid.importing.spool import Item, Spool
from nettmelding.grid.importing.topology import Network, Topology, references_of
from nettmelding.grid.models import LINES, Kind
from nettmelding.organisations.models import ConcessionArea

MOST_OBJECTS = 20_000_000
"""Of one file: more than all of Norway's low-voltage grid."""
MOST_CELLS = 4096
"""Of one object: a line through more is no line of a low-voltage grid."""
_CABINETS = frozenset({Kind.CABLE_CABINET, Kind.CONNECTION_CABINET, Kind.SUBSTATION})
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can become an edition."""

    report: Report
    network: Network
    circuits: dict[str, list[dict[str, Any]]]
    """Circuit lists by their cabinet's external id, in the file's order."""


def check(
    grid_company_id: UUID,
    paths: Sequence[Path],
    words: FileWords,
    spool: Spool,
    progress: Progress = lambda count: None,
) -> Checked:
    """Read the files into the spool. Errors: Invalid where no edition can come of them: not readable, damaged, in a wrong
    projection or with its axes swapped, or without any object."""
    checker = _Checker(grid_company_id, words, spool, Report())
    for path in paths:
        for batch in batches(path, words):
            checker.take(batch)
            progress(checker.report.objects)
    checker.finish()
    return Checked(checker.report, checker.topology.solve(), dict(checker.circuits))


class _Checker:
    def __init__(self, grid_company_id: UUID, words: FileWords, spool: Spool, report: Report) -> None:
        self.company, self.words, self.spool, self.report = grid_company_id, words, spool, report
        self.reader = Reader(words, report)
        self.topology = Topology(report)
        self.circuits: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._circuit_rows: dict[str, tuple[str, int]] = {}
        self._cabinets: set[str] = set()
        self._seen: set[str] = set()
        self._outside = 0
        self._areas = areas(grid_company_id)

    def take(self, batch: Batch) -> None:
        """Check one batch, and put what is right in the spool."""
        records = self.reader.read(batch)
        self._take_circuits(batch, [record for record in records if record.kind == CIRCUIT])
        objects = [record for record in records if record.kind != CIRCUIT]
        if not objects:
            return
        placed, projection = self._place(batch, objects)
        # in the file's order, whatever kinds are mixed in it
        order = sorted(range(len(objects)), key=lambda number: objects[number].at)
        right = [
            number
            for number in order
            if self._is_right(batch, objects[number], placed.faults[number], placed.geometries[number])
        ]
        self.report.projection = self.report.projection or projection
        if right:
            self._put(batch, [objects[number] for number in right], placed.geometries[right])
        if self.report.objects > MOST_OBJECTS:
            raise Invalid("too_many", _("Filen har mer enn %(most)s objekter.") % {"most": MOST_OBJECTS})

    def finish(self) -> None:
        """What can be said only when all are read."""
        for cabinet_id, (layer, row) in self._circuit_rows.items():
            if cabinet_id not in self._cabinets:
                self.report.add(Finding("no_cabinet", layer, row, cabinet_id))
        if not self.report.objects:
            raise Invalid("empty_file", _("Filen har ingen objekter som kan leses.") + _listed(self.report))
        if self._areas is not None and self._outside * 2 > self.report.objects:
            raise Invalid(
                "wrong_projection",
                _("Det meste av filen ligger utenfor konsesjonsområdet. Er projeksjonen riktig oppgitt?"),
            )

    def _place(self, batch: Batch, objects: Sequence[Record]) -> tuple[places.Placed, str]:
        if not len(batch.geometries):
            return places.Placed(np.full(len(objects), None, dtype=object), ["no_geometry"] * len(objects)), ""
        wkb = [batch.geometries[record.at] for record in objects]
        projection = places.projection_of(self.words.projection, batch.projection)
        placed = places.place(wkb, projection, swap_axes=self.words.swap_axes)
        if placed.faults.count("out_of_norway") * 2 > len(wkb):
            if not self.words.swap_axes and places.swapped(wkb, projection):
                raise Invalid(
                    "swapped_axes",
                    _(
                        "Øst og nord er byttet om i «%(layer)s». Rett filen, eller si fra i tilordningen at de er byttet om."
                    )
                    % {"layer": batch.layer},
                )
            raise Invalid(
                "wrong_projection",
                _("«%(layer)s» ligger utenfor Norge når den leses i %(projection)s. Er projeksjonen riktig oppgitt?")
                % {"layer": batch.layer, "projection": projection},
            )
        return placed, projection

    def _is_right(self, batch: Batch, record: Record, fault: str, geometry: Any) -> bool:
        """Whether the object is taken in; tells the report where it is not."""
        if fault == "no_geometry" and record.kind == Kind.TRANSFORMER and "substation_id" in record.facts:
            fault = ""
        elif not fault and not _fits(record.kind, geometry):
            fault = "wrong_geometry"
        elif not fault and cells.count(Box(*geometry.bounds)) > MOST_CELLS:
            fault = "broken_geometry"
        if not fault:
            identity = f"{record.kind}\x00{record.external_id}"
            if identity in self._seen:
                fault = "duplicate_id"
            self._seen.add(identity)
        if fault:
            where = (None, None) if geometry is None else (float(geometry.bounds[1]), float(geometry.bounds[0]))
            self.report.add(Finding(fault, batch.layer, record.row, record.external_id, record.kind, *where))
        return not fault

    def _put(self, batch: Batch, records: Sequence[Record], geometries: Any) -> None:
        import shapely

        geometries = _simple(geometries)
        wkb, bounds, lengths = shapely.to_wkb(geometries), shapely.bounds(geometries), earth.lengths(geometries)
        ends = _ends(geometries)
        outside = self._outside_area(geometries)
        items = []
        for number, record in enumerate(records):
            is_line = record.kind in LINES
            there = geometries[number] is not None
            box = tuple(bounds[number].tolist()) if there else None
            end = ends[number]
            length = round(float(lengths[number]), 2) if is_line else None
            for code, detail in lacks(record.kind, record.facts, length):
                self._tell(code, batch, record, end, detail)
            if outside[number]:
                self._outside += 1
                self._tell("outside_area", batch, record, end)
            if record.kind in _CABINETS:
                self._cabinets.add(record.external_id)
            self.topology.add(
                record.kind,
                record.external_id,
                end,
                batch.layer,
                record.row,
                references_of(record.kind, record.facts),
                is_open=record.facts.get("is_open", False),
            )
            self.report.counts[str(record.kind)] += 1
            items.append(
                Item(
                    str(record.kind),
                    object_id(self.company, record.kind, record.external_id).hex,
                    record.external_id,
                    record.name,
                    record.facts,
                    wkb[number] if there else None,
                    box,
                    length,
                    _cells(geometries[number], Box(*box)) if box else (),
                )
            )
        self.spool.add(items)

    def _outside_area(self, geometries: Any) -> Any:
        import shapely

        if self._areas is None:
            return np.zeros(len(geometries), dtype=bool)
        return ~shapely.is_missing(geometries) & ~shapely.intersects(self._areas, geometries)

    def _take_circuits(self, batch: Batch, records: Iterable[Record]) -> None:
        for record in records:
            cabinet_id = record.facts.pop("cabinet_id", "")
            self._circuit_rows.setdefault(cabinet_id, (batch.layer, record.row))
            number = record.name or record.external_id
            self.circuits[cabinet_id].append({"name": number, **record.facts})

    def _tell(
        self, code: str, batch: Batch, record: Record, end: tuple[float, float, float, float], detail: str = ""
    ) -> None:
        latitude, longitude = (end[1], end[0]) if end[0] == end[0] else (None, None)
        self.report.add(Finding(code, batch.layer, record.row, record.external_id, detail, latitude, longitude))


def _fits(kind: str, geometry: Any) -> bool:
    """A line for what is a line; for the rest a point, or the outline of a building or a cabinet."""
    if kind in LINES:
        return geometry.geom_type in {"LineString", "MultiLineString"} and not geometry.is_empty
    return geometry.geom_type in {"Point", "Polygon"} or (
        geometry.geom_type in {"MultiPoint", "MultiPolygon"} and len(geometry.geoms) == 1
    )


def _simple(geometries: Any) -> Any:
    """Outlines become a point within them, lines in parts that follow one another become one."""
    import shapely

    kind = shapely.get_type_id(geometries)
    simple = geometries.copy()
    areas, several = np.isin(kind, (3, 4, 6)), kind == 5
    simple[areas] = shapely.point_on_surface(geometries[areas])
    simple[several] = shapely.line_merge(geometries[several])
    return simple


def _ends(geometries: Any) -> list[tuple[float, float, float, float]]:
    """Beginning and end of each, degrees, longitude first; not a number where there is none."""
    import shapely

    coordinates, whose = shapely.get_coordinates(geometries, return_index=True)
    numbers = np.arange(len(geometries))
    first, after = np.searchsorted(whose, numbers), np.searchsorted(whose, numbers, side="right")
    found = np.full((len(geometries), 4), np.nan)
    there = after > first
    found[there, :2], found[there, 2:] = coordinates[first[there]], coordinates[after[there] - 1]
    return [tuple(row) for row in found.tolist()]


def _cells(geometry: Any, box: Box) -> tuple[int, ...]:
    """The tiles of zoom 16 that an object lies in, and not only its box."""
    touched = cells.count(box)
    if touched == 1:
        return tuple(cells.of_box(box))
    import shapely

    candidates = cells.of_box(box)
    edges = np.array([(b.min_x, b.min_y, b.max_x, b.max_y) for b in map(cells.box, candidates)])
    hits = shapely.intersects(shapely.box(*edges.T), geometry)
    return tuple(cell for cell, hit in zip(candidates, hits.tolist(), strict=True) if hit)


def areas(grid_company_id: UUID) -> Any:
    """The company's concession areas as one prepared geometry with some hundred metres around; None where none is known."""
    import shapely
    from shapely.geometry import shape

    polygons = ConcessionArea.objects.filter(grid_company_id=grid_company_id).values_list("polygon", flat=True)
    shapes = [shape(polygon) for polygon in polygons if polygon]
    if not shapes:
        return None
    whole = shapely.union_all(shapes).buffer(0.005)
    shapely.prepare(whole)
    return whole


def _listed(report: Report) -> str:
    """What was found, in brackets, where anything was."""
    from nettmelding.grid.importing.report import WORDS

    said = [f"{WORDS[code]}: {count}" for code, count in report.found.most_common()]
    return f" ({'; '.join(said)})" if said else ""

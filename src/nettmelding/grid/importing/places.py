"""Where objects lie: geometry checked, and brought from the file's projection to EPSG:4326 with longitude first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.grid.cells import Box
from nettmelding.grid.importing.mapping import PROJECTIONS

NORWAY = Box(4.0, 57.5, 32.0, 71.5)
"""The mainland with its coast, degrees."""
MOST_POINTS = 20_000
"""Points of one geometry; none in a low-voltage grid has a hundredth of it."""
_LIKE = {"EPSG:4937": "EPSG:4258", "EPSG:4936": "EPSG:4258", "OGC:CRS84": "EPSG:4326", "EPSG:4979": "EPSG:4326"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Geometries in EPSG:4326, None where there is none; `faults` has the finding's code for each that has one, else ""."""

    geometries: Any
    """Array of shapely geometries."""
    faults: Sequence[str]


def projection_of(said: str, file_says: str) -> str:
    """The projection to read by: what the mapping says goes before the file. Errors: Invalid for none and for unknown ones."""
    if said:
        return said
    if not file_says:
        raise Invalid(
            "no_projection",
            _("Filen sier ikke hvilken projeksjon den er i. Oppgi en av %(known)s.")
            % {"known": ", ".join(PROJECTIONS)},
        )
    code = code_of(file_says)
    if code not in PROJECTIONS:
        raise Invalid(
            "wrong_projection",
            _("Filen er i %(projection)s. Bruk en av %(known)s.")
            % {"projection": code or file_says[:60], "known": ", ".join(PROJECTIONS)},
        )
    return code


@lru_cache(maxsize=16)
def code_of(text: str) -> str:
    """The authority's code, of the horizontal part where there are heights as well; empty where there is none."""
    import pyproj

    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return ""
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    authority = crs.to_authority(min_confidence=70)
    code = ":".join(authority) if authority else ""
    return _LIKE.get(code, code)


def place(wkb: Sequence[Any], projection: str, *, swap_axes: bool = False) -> Placed:
    """Read, check and move geometries; heights are dropped."""
    import shapely

    raw = np.array(wkb, dtype=object)
    geometries = shapely.force_2d(shapely.from_wkb(raw, on_invalid="ignore"))
    there = ~shapely.is_missing(geometries)
    empty = there & shapely.is_empty(geometries)
    broken = np.array([cell is not None for cell in raw], dtype=bool) & ~there
    faults = np.full(len(raw), "", dtype=object)
    faults[~there] = "no_geometry"
    faults[empty] = "no_geometry"
    faults[broken] = "broken_geometry"
    faults[shapely.get_num_coordinates(geometries) > MOST_POINTS] = "broken_geometry"
    good = faults == ""
    moved = np.full(len(raw), None, dtype=object)
    moved[good] = _moved(geometries[good], projection, swap_axes)
    bounds = shapely.bounds(moved)
    inside = (
        (bounds[:, 0] >= NORWAY.min_x)
        & (bounds[:, 1] >= NORWAY.min_y)
        & (bounds[:, 2] <= NORWAY.max_x)
        & (bounds[:, 3] <= NORWAY.max_y)
    )
    finite = np.isfinite(shapely.bounds(geometries)).all(axis=1)
    faults[good & ~inside] = "out_of_norway"
    faults[good & ~finite] = "broken_geometry"
    return Placed(moved, faults.tolist())


def swapped(wkb: Sequence[Any], projection: str) -> bool:
    """Whether what lies outside Norway would lie inside with the axes swapped."""
    other = place(wkb, projection, swap_axes=True)
    return sum(not fault for fault in other.faults) * 2 > len(other.faults)


def _moved(geometries: Any, projection: str, swap_axes: bool) -> Any:
    import shapely

    coordinates = shapely.get_coordinates(geometries)
    x, y = (coordinates[:, 1], coordinates[:, 0]) if swap_axes else (coordinates[:, 0], coordinates[:, 1])
    if projection not in {"EPSG:4326", "EPSG:4258"}:
        x, y = _transformer(projection, "EPSG:4258").transform(x, y)
    return shapely.set_coordinates(geometries.copy(), np.column_stack([x, y]))


def metric(xy: Any) -> Any:
    """Positions in EPSG:4326 as metres in EPSG:25833, for telling what lies near what; array of shape (n, 2)."""
    if not len(xy):
        return np.zeros((0, 2))
    return np.column_stack(_transformer("EPSG:4258", "EPSG:25833").transform(xy[:, 0], xy[:, 1]))


@lru_cache(maxsize=8)
def _transformer(source: str, target: str) -> Any:
    """ETRS89 and WGS 84 are the same here: they differ by less than a metre, as grid companies' maps do."""
    import pyproj

    return pyproj.Transformer.from_crs(source, target, always_xy=True)

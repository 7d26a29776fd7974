"""Lengths on the ground between positions near one another.

By the radii of curvature of the GRS 80 ellipsoid at the place: within 0.01 % over a kilometre, whichever zone the grid
company's own coordinates are in.
"""

from typing import Any

import numpy as np

_A = 6_378_137.0
_E2 = 0.006_694_380_022_90


def metres_per_degree(latitude: Any) -> tuple[Any, Any]:
    """Metres a degree of longitude and a degree of latitude come to there; for one latitude or an array of them."""
    phi = np.radians(latitude)
    w2 = 1 - _E2 * np.sin(phi) ** 2
    east = np.pi / 180 * _A / np.sqrt(w2) * np.cos(phi)
    north = np.pi / 180 * _A * (1 - _E2) / w2**1.5
    return east, north


def lengths(geometries: Any) -> Any:
    """Lengths in metres of an array of shapely lines in EPSG:4326; zero for points and for what is missing."""
    import shapely

    parts, whose = shapely.get_parts(geometries, return_index=True)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    if len(coordinates) < 2:
        return np.zeros(len(geometries))
    east, north = metres_per_degree((coordinates[1:, 1] + coordinates[:-1, 1]) / 2)
    step = np.diff(coordinates, axis=0)
    metres = np.hypot(step[:, 0] * east, step[:, 1] * north)
    metres[part[1:] != part[:-1]] = 0
    return np.bincount(whose[part[1:]], weights=metres, minlength=len(geometries))

"""Places and distances of what was found."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_KILOMETRE = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees, EPSG:4326."""

    latitude: float
    longitude: float


def middle(geometry: Any) -> Place:
    """A place on the object itself: half way along a line."""
    point = geometry.interpolate(0.5, normalized=True) if geometry.geom_type == "LineString" else geometry
    point = point.representative_point()
    return Place(point.y, point.x)


def distance(metres: float) -> str:
    """`12 m`, `1,2 km`."""
    if metres < _KILOMETRE:
        return _("%(metres)d m") % {"metres": round(metres)}
    return _("%(kilometres)s km") % {"kilometres": f"{metres / _KILOMETRE:.1f}".replace(".", ",")}

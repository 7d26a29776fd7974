"""Objects of the low-voltage grid, as programs read them."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In
from nettmelding.grid.models import Kind


class ObjectProperties(Schema):
    """What an object is."""

    id: UUID
    kind: Kind
    kind_name: str
    name: str = Field(description="Its number or name, as it is written on it.")
    distance_m: float = Field(description="From the position asked for, the middle of the area, or the case.")


class Feature(Schema):
    """An object as GeoJSON (RFC 7946). Lines are cut to what you may see."""

    type: Literal["Feature"] = "Feature"
    id: UUID
    geometry: dict[str, Any]
    properties: ObjectProperties


class AreaIn(In):
    """An area to look within."""

    notice: UUID | None = Field(None, description="The notice it is for. Left out: the grid company's own people.")
    area: dict[str, Any] = Field(
        description="A GeoJSON polygon, EPSG:4326, longitude first.",
        examples=[
            {
                "type": "Polygon",
                "coordinates": [[[9.64, 63.7], [9.66, 63.7], [9.66, 63.71], [9.64, 63.71], [9.64, 63.7]]],
            }
        ],
    )
    kinds: list[Kind] = Field([], max_length=len(Kind))


class Reference(Schema):
    """Another object. Without an id: outside what you may see."""

    label: str
    id: UUID | None
    text: str


class CircuitOut(Schema):
    """A line of a circuit list."""

    number: str
    fuse: str
    fuse_type: str
    feeds: Reference | None
    is_free: bool


class ObjectOut(Schema):
    """An object with its facts."""

    id: UUID
    kind: Kind
    kind_name: str
    title: str
    external_id: str = Field(description="The grid company's own id.")
    geometry: dict[str, Any] | None
    facts: dict[str, Any] = Field(description="By the import's own names, which say the unit.")
    ends: list[Reference] = Field(description="Where a line comes from and leads to, or what something is fed from.")
    circuits: list[CircuitOut]
    operable: bool | None = Field(description="Whether you may operate its fuses. Null: it has none.")
    edition_on: date = Field(description="The day of the edition it stands in.")

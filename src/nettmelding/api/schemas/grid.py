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


class CaseIn(In):
    """What the grid is looked at for. Both left out: the grid company's own people, in their own grid."""

    notice: UUID | None = Field(None, description="The notice it is for.")
    work_order: UUID | None = Field(None, description="The work order it is for: of a firm that does the work.")


class AreaIn(CaseIn):
    """An area to look within."""

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


class ProtectionOut(Schema):
    type: str
    rated_current_a: float


class CableOut(Schema):
    type: str
    length_m: float


class OfObject(Schema):
    id: UUID
    kind: Kind
    name: str


class ValueSetOut(Schema):
    """Values at one terminal in one switching state (IEC 60909-0:2016)."""

    origin: str = Field(description="`own`: the grid company's, `computed`: a check from the grid's data.")
    switching_state: str
    terminal: str = Field(description="Where they hold.")
    network_system: str | None
    nominal_voltage_v: int | None
    standard: str | None
    values_on: str | None
    upstream_protection: ProtectionOut | None
    planned_cable: CableOut | None
    values: dict[str, float] = Field(description="By name, which says the unit. What is not known is not there.")
    assumptions: list[str]
    missing: list[str] = Field(description="What the data lack.")


class ShortCircuitOut(Schema):
    """Short-circuit values of a customer point or a cabinet, the grid company's own first."""

    format: str
    version: int
    object: OfObject
    edition_on: date
    voltage_tolerance: str
    value_sets: list[ValueSetOut]
    duty: str = Field(description="What everybody who reads this is bound by.")


class ImpedanceOut(Schema):
    """Ω, seen from the low voltage at the customer point."""

    r_ohm: float
    x_ohm: float


class StepOut(Schema):
    """An object on the way, or several outside what you may see, as a sum."""

    id: UUID | None
    name: str
    kind: str
    type: str
    length_m: float | None
    objects: int
    impedance_20c: ImpedanceOut | None = Field(description="Conductors at 20 °C.")
    impedance_warm: ImpedanceOut | None = Field(description="Conductors at their end temperature.")


class UpstreamOut(Schema):
    """The way from a customer point to its transformer."""

    id: UUID
    name: str
    switching_state: str
    looped: bool = Field(description="Current comes by more ways: the sum is then none.")
    length_m: float
    impedance_20c: ImpedanceOut | None
    impedance_warm: ImpedanceOut | None
    steps: list[StepOut]

"""What the registers answer."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import Company, In, Line


class AddressIn(In):
    """A place: street address, cadastral number or position. An item of `/addresses` can be sent as it is."""

    text: Line = ""
    street: Line = ""
    number: int | None = Field(None, strict=True, ge=1, le=9_999)
    letter: Line = ""
    unit: Line = Field("", description="Dwelling number, such as H0102.")
    postcode: str = Field("", pattern=r"^([0-9]{4})?$")
    place: Line = ""
    municipality_number: str = Field("", pattern=r"^([0-9]{4})?$")
    municipality: Line = ""
    gnr: int | None = Field(None, strict=True, ge=0, le=99_999)
    bnr: int | None = Field(None, strict=True, ge=0, le=99_999)
    fnr: int | None = Field(None, strict=True, ge=0, le=99_999)
    snr: int | None = Field(None, strict=True, ge=0, le=99_999)
    lat: float | None = Field(None, strict=True, ge=-90, le=90, description="EPSG:4326.")
    lon: float | None = Field(None, strict=True, ge=-180, le=180)
    units: list[Line] = Field([], description="Dwellings there; not kept.")


class AddressOut(Schema):
    """A place in Kartverket's register; position in EPSG:4326."""

    text: str
    street: str
    number: int | None
    letter: str
    postcode: str
    place: str
    municipality_number: str
    municipality: str
    gnr: int
    bnr: int
    fnr: int
    lat: float
    lon: float
    units: list[str]


class RegisteredCompany(Schema):
    """A unit of Enhetsregisteret."""

    organisation_number: str = Field(examples=["310000876"])
    name: str
    form: str
    street: str
    postcode: str
    place: str
    warnings: list[str] = Field(description="bankrupt, winding_up, forced_winding_up, deleted.")
    usable: bool = Field(description="A deleted one cannot be a party.")


class CompaniesFound(Schema):
    items: list[RegisteredCompany]
    next: None = None
    message: str


class RegisteredName(Schema):
    """Only what the register itself confirms for the exact birth date."""

    name: str
    first_name: str
    middle_name: str
    last_name: str


class PersonsFound(Schema):
    """None, several and protected are one and the same answer: an empty list."""

    items: list[RegisteredName]
    next: None = None
    message: str
    confirmed_as: str
    address_may_help: bool


class MeteringPointOut(Schema):
    """What is known technically of a metering point."""

    id: UUID
    metering_point_id: str
    meter_number: str = Field(description="Empty where the meter is taken down, or not hung yet.")
    state: str = Field(examples=["active"], description="active, not_in_use or disconnected.")
    disconnected_on: date | None
    taken_down_on: date | None
    grid_company: Company
    street: str
    entrance: str = Field(
        description="House number and letter of its own entrance where they differ from the street's."
    )
    unit: str
    postcode: str
    place: str
    lat: float | None
    lon: float | None
    building_kind: str
    network_system: str = Field(examples=["it_230"])
    voltage_v: int | None
    phases: int | None
    kv_a: int | None
    ov_a: int | None
    mv_a: int | None
    metering_kind: str
    ct_ratio: str
    meter_place: str
    customer_name: str = Field(description="For the grid company's own people; empty for others.")
    read_at: datetime = Field(description="When this was read from the grid company's customer system.")


class CustomerSystemProblem(Schema):
    """A customer system that could not be asked just now: what is listed of it is our copy."""

    grid_company: Company
    message: str
    as_of: datetime | None = Field(description="How old the copy is at its oldest; null where there is none.")


class MeteringPointsFound(Schema):
    """In use first within an installation."""

    items: list[MeteringPointOut]
    next: None = None
    more: bool = Field(description="There are more than are listed: search for something narrower.")
    elsewhere: list[Company] = Field(description="Grid companies you have no access to that have one like it.")
    problems: list[CustomerSystemProblem]


class MeterNumberIn(In):
    meter_number: Line = Field(min_length=1, examples=["4400000000000019"])

"""Asking the registers: firms, persons, addresses, metering points."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from nettmelding.api import companies, present
from nettmelding.api.schemas import registers as schemas
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.errors import AppError, Invalid, NotAllowed
from nettmelding.installations import searching
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import working_copy
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.queries import grid_companies
from nettmelding.registers import lookups
from nettmelding.registers.birth_dates import parse_birth_date
from nettmelding.registers.numbers import parse_meter_number
from nettmelding.registers.protocols import Address, AddressHint, Company

router = Router()
PURPOSE = "api"
TEXT: dict[str, Any] = {"min_length": 1, "max_length": 200}


@router.get("/registers/companies", response=schemas.CompaniesFound, summary="Find firms")
def find_companies(
    request: ActingRequest,
    q: Annotated[str, Query(..., **TEXT, description="Number in any pasted form, or name.", example="310 000 876")],
) -> schemas.CompaniesFound:
    """Enhetsregisteret. A deleted firm is listed as not usable, a bankrupt one with its warning."""
    answer = lookups.find_company(request.auth, q)
    return schemas.CompaniesFound(items=[_company(one) for one in answer.companies], message=answer.message)


@router.get("/registers/persons", response=schemas.PersonsFound, summary="Find a person")
def find_persons(
    request: ActingRequest,
    last_name: Annotated[str, Query(..., **TEXT, description="Last name.", example="Nordmann")],
    first_name: Annotated[
        str, Query(..., **TEXT, description="First name, with or without middle names.", example="Kari")
    ],
    birth_date: Annotated[
        str, Query(..., **TEXT, description="Exact, in any form people type it.", example="1985-03-12")
    ],
    grid_company: Annotated[
        str, Query(..., **TEXT, description="Id or slug of the one on whose right is searched.", example="eksempelnett")
    ],
    purpose: Annotated[str, Query(..., **TEXT, description="Why: kept, for the person who asks.", example="notice")],
    street: Annotated[str, Query("", max_length=200, description="Tells two alike apart.")] = "",
    postcode: Annotated[str, Query("", max_length=10)] = "",
) -> schemas.PersonsFound:
    """Folkeregisteret, on the grid company's right to search. By key only where the grid company has opened it.

    Every look-up is recorded and counted. Who is under protection is answered as if there were nobody.
    """
    company = companies.named(grid_company)
    if company.id not in companies.within_reach(request.auth):
        raise NotAllowed("no_access", _("Dere har ikke tilgang til dette nettselskapet."))
    try:
        born = parse_birth_date(birth_date)
    except AppError as error:
        raise Invalid(error.code, error.message, fields={"birth_date": error.message}) from None
    answer = lookups.find_person(
        request.auth,
        grid_company_id=company.id,
        purpose=purpose,
        last_name=last_name,
        first_name=first_name,
        birth_date=born,
        address=AddressHint(street=street, postcode=postcode) if street.strip() else None,
        api_key_allowed=working_copy.rules_at(company.id).person_lookups_by_key,
    )
    person = answer.person
    names = (
        [
            schemas.RegisteredName(
                name=person.name,
                first_name=person.first_name,
                middle_name=person.middle_name,
                last_name=person.last_name,
            )
        ]
        if person
        else []
    )
    return schemas.PersonsFound(
        items=names,
        message=answer.message,
        confirmed_as=answer.confirmed_as,
        address_may_help=answer.address_may_help,
    )


@router.get("/addresses", response=ListOf[schemas.AddressOut], summary="Find addresses")
def find_addresses(
    request: ActingRequest,
    q: Annotated[str, Query(..., **TEXT, description="Street, gnr/bnr or a position.", example="Prøvevegen 1")],
) -> ListOf[schemas.AddressOut]:
    """Kartverket's register, tolerant of how it is written. An item can be sent as a notice's address."""
    return ListOf(items=[_address(one) for one in lookups.find_addresses(q)], next=None)


@router.get("/metering-points", response=schemas.MeteringPointsFound, summary="Find metering points")
def find_metering_points(
    request: ActingRequest,
    q: Annotated[
        str,
        Query(
            "",
            max_length=200,
            description="Meter number, metering point id or address, in any pasted form; for a grid company's own people "
            "the customer's name too.",
            example="Prøvevegen 1, 9998 Eksempelvik",
        ),
    ] = "",
    meter_number: Annotated[
        str, Query("", max_length=200, deprecated=True, description="All its digits; `q` finds it too.")
    ] = "",
) -> schemas.MeteringPointsFound:
    """What is known technically, at the grid companies you deal with; a name only of your own company's customers.

    Every search is recorded and counted.
    """
    typed = parse_meter_number(meter_number) if meter_number and not q else q
    found = searching.search(request.auth, typed, purpose=PURPOSE)
    reach = companies.within_reach(request.auth)
    others = found.elsewhere | {one.grid_company_id for one in found.points if one.grid_company_id not in reach}
    return schemas.MeteringPointsFound(
        items=[
            _metering_point(one, reach[one.grid_company_id], own=not request.auth.is_contractor)
            for one in found.points
            if one.grid_company_id in reach
        ],
        more=found.more,
        elsewhere=[present.company(one) for one in grid_companies().filter(pk__in=others).order_by("name")],
        problems=[
            schemas.CustomerSystemProblem(
                grid_company=present.company(reach[company]), message=one.problem, as_of=one.as_of
            )
            for company, one in found.looked.items()
            if one.problem and company in reach
        ],
    )


def _company(company: Company) -> schemas.RegisteredCompany:
    return schemas.RegisteredCompany(
        organisation_number=company.number,
        name=company.name,
        form=company.form,
        street=company.street,
        postcode=company.postcode,
        place=company.place,
        warnings=[warning.value for warning in company.warnings],
        usable=company.usable,
    )


def _address(address: Address) -> schemas.AddressOut:
    return schemas.AddressOut(
        text=address.whole,
        street=address.street,
        number=address.number,
        letter=address.letter,
        postcode=address.postcode,
        place=address.place,
        municipality_number=address.municipality_number,
        municipality=address.municipality,
        gnr=address.gnr,
        bnr=address.bnr,
        fnr=address.fnr,
        lat=address.lat,
        lon=address.lon,
        units=list(address.units),
    )


def _metering_point(point: MeteringPoint, company: Organisation, *, own: bool) -> schemas.MeteringPointOut:
    installation = point.installation
    return schemas.MeteringPointOut(
        id=point.id,
        metering_point_id=point.metering_point_id,
        meter_number=point.meter_number,
        state=point.state,
        disconnected_on=point.disconnected_on,
        taken_down_on=point.taken_down_on,
        grid_company=present.company(company),
        street=installation.address,
        entrance=point.entrance,
        unit=point.unit,
        postcode=installation.postcode,
        place=installation.place,
        lat=installation.latitude,
        lon=installation.longitude,
        building_kind=installation.building_kind,
        network_system=installation.network_system,
        voltage_v=installation.voltage_v,
        phases=point.phases,
        kv_a=installation.kv_a,
        ov_a=installation.ov_a,
        mv_a=point.mv_a,
        metering_kind=point.metering_kind,
        ct_ratio=point.ct_ratio,
        meter_place=point.meter_place,
        customer_name=point.customer_name if own and point.state == MeteringPoint.State.ACTIVE else "",
        read_at=point.read_at,
    )
